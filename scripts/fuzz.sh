#!/bin/sh
# Fuzzes the translator with libFuzzer, from the tests as seeds; for a time,
# with SECONDS_TO_FUZZ=60. What it finds stays in build/fuzz.
set -eu
cd "$(dirname "$0")/.."

mkdir -p build/fuzz/corpus build/fuzz/seeds
clang -std=gnu11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer \
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
    -I src tests/fuzz.c src/base/*.c src/translate/*.c -o build/fuzz/fuzz
# Preprocessed, as the translator sees them; each begins with an option byte.
for file in tests/translate/*.c tests/rules/*.c tests/behave/*.c; do
    [ -e "$file" ] || continue
    seed=build/fuzz/seeds/$(basename "$file")
    [ -e "$seed" ] || {
        printf 0
        gcc -E -P -D__PIRN__=1 -isystem include "$file" 2>/dev/null || :
    } >"$seed"
done
cd build/fuzz
exec ./fuzz -timeout=20 -rss_limit_mb=2048 -max_len=131072 \
    -max_total_time="${SECONDS_TO_FUZZ:-0}" corpus seeds
