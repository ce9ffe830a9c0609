#!/bin/sh
# Fuzzes the translator with libFuzzer, from the tests as seeds; for a time,
# with SECONDS_TO_FUZZ=60. What it finds stays in build/fuzz.
set -eu
cd "$(dirname "$0")/.."

mkdir -p build/fuzz/corpus build/fuzz/seeds
clang -std=gnu11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer \
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
    -I src tests/fuzz.c src/base/*.c src/translate/*.c -o build/fuzz/fuzz

# A test as the translator sees it, but without the text of headers, which is
# long and the same in all: only what it declares that matters.
preprocessed() {
    echo 'typedef unsigned long size_t, uintptr_t, uint64_t;'
    echo 'typedef long ssize_t, int64_t, ptrdiff_t; typedef int int32_t;'
    echo 'typedef unsigned char uint8_t; typedef struct file FILE;'
    gcc -E -D__PIRN__=1 -isystem include "$1" 2>/dev/null |
        awk '/^# [0-9]/ { ours = $3 ~ /tests\// }
             ours || /^__pirn_async .*;$/ || /^#pragma pirn/' || :
}
# Each begins with a byte of options: as it is, and turned by async_all.
for file in tests/translate/*.c tests/rules/*.c tests/behave/*.c; do
    [ -e "$file" ] || continue
    preprocessed "$file" >build/fuzz/text
    for options in 0 2 5; do
        { printf $options && cat build/fuzz/text; } \
            >"build/fuzz/seeds/$(basename "$file").$options"
    done
done
cd build/fuzz
exec ./fuzz -timeout=20 -rss_limit_mb=2048 -max_len=131072 \
    -max_total_time="${SECONDS_TO_FUZZ:-0}" corpus seeds
