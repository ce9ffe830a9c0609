#!/bin/sh
# Fuzzes the translator with libFuzzer, from the tests and examples as seeds, and
# beside it the parsers of the examples; for a time, with SECONDS_TO_FUZZ=60, and
# only some of them with WHAT="translator http links". Each stops at the first
# input that makes it crash, takes more than ten seconds of the processor or too
# much memory, and leaves it in build/fuzz.
set -eu
cd "$(dirname "$0")/.."

what=${WHAT:-http links translator}
mkdir -p build/fuzz
flags="-std=gnu11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"

# A parser as it is used, from a few inputs; a dictionary would be their words.
fuzz_parser() { # NAME SEED...
    name=$1 number=0
    shift
    mkdir -p "build/fuzz/$name/corpus" "build/fuzz/$name/seeds"
    for seed; do
        number=$((number + 1))
        printf '%b' "$seed" >"build/fuzz/$name/seeds/$number"
    done
    build/pirn cc clang $flags "tests/fuzz_$name.c" -o "build/fuzz/$name/fuzz"
    cd "build/fuzz/$name"
    exec ./fuzz -timeout=10 -max_len=8000 \
        -max_total_time="${SECONDS_TO_FUZZ:-0}" corpus seeds
}
parsers=
for parser in $what; do
    case $parser in
    http)
        set -- '0GET /a%20b?c HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1,-2' \
            '0HEAD http://h/ HTTP/1.0\r\nConnection: close, keep-alive' \
            '0GET / HTTP/1.1\r\nHost:h\r\nContent-Length: 0\r\nIf-Range: "a"' \
            '0GET / HTTP/1.1\r\nHost:h\r\nTransfer-Encoding: a, chunked' \
            '1bytes=0-1, 5-, -7' '1W/"a", "3e8-0.0",*' \
            '1Thu, 01 Jan 1970 00:00:00 GMT' '1Thursday, 01-Jan-70 00:00:00 GMT'
        ;;
    links)
        set -- '0<a href="/b?c#d"><img src=x>&amp;<!-- <a href=y> -->' \
            '1http://[::1]:80/a/../b/./c' '1//h/..' '1?q' '2Location: ../x' \
            '2Content-Length: 12'
        ;;
    *) continue ;;
    esac
    (fuzz_parser $parser "$@") &
    parsers="$parsers $!"
done
finish() {
    for parser in $parsers; do wait $parser || exit; done
}
case " $what " in *" translator "*) ;; *) finish && exit ;; esac

mkdir -p build/fuzz/corpus build/fuzz/seeds
clang $flags -I src tests/fuzz.c src/base/*.c src/translate/*.c \
    -o build/fuzz/fuzz

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
# Each begins with a byte of options, see tests/fuzz.c: as it is, turned by
# async_all, with a suspension before each statement, as threads, and the two
# readings, of which the second is of the file itself.
for file in tests/translate/*.c tests/rules/*.c tests/behave/*.c \
    examples/*.c; do
    [ -e "$file" ] || continue
    preprocessed "$file" >build/fuzz/text
    sed '/^#/d' "$file" >build/fuzz/own
    for options in 000 005 002 010 020 060 160; do
        case $options in *60) text=own ;; *) text=text ;; esac
        { printf "\\$options" && cat "build/fuzz/$text"; } \
            >"build/fuzz/seeds/$(basename "$file").$options"
    done
done
cd build/fuzz
./fuzz -timeout=1200 -rss_limit_mb=2048 -malloc_limit_mb=256 \
    -max_len=65536 -max_total_time="${SECONDS_TO_FUZZ:-0}" corpus seeds
finish
