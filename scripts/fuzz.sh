#!/bin/sh
# Fuzzes the translator with libFuzzer, from the tests and examples as seeds;
# for a time, with SECONDS_TO_FUZZ=60. It stops at the first input that makes
# the translator crash, takes more than ten seconds of the processor or too much
# memory, and leaves it in build/fuzz.
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
        awk '/^# [0-9]/ { ours = $3 ~ /tests\/|examples\// }
             ours || /^__pirn_async .*;$/ || /^#pragma pirn/' || :
}
# Each begins with a byte of options: as it is, turned by async_all, with a
# suspension before each statement, and as threads.
for file in tests/translate/*.c tests/rules/*.c tests/behave/*.c \
    examples/*.c; do
    [ -e "$file" ] || continue
    preprocessed "$file" >build/fuzz/text
    for options in 0 5 2 8; do
        { printf $options && cat build/fuzz/text; } \
            >"build/fuzz/seeds/$(basename "$file").$options"
    done
done
cd build/fuzz
exec ./fuzz -timeout=1200 -rss_limit_mb=2048 -malloc_limit_mb=256 \
    -max_len=65536 -max_total_time="${SECONDS_TO_FUZZ:-0}" corpus seeds
