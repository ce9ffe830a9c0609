#!/bin/sh
# Translation of the largest example: the passes, reading preprocessed text
# and writing C; then the whole command, which has the file preprocessed first.
out=$OUT/translate
gcc -E -D__PIRN__ -Iinclude examples/httpd.c -o "$out/httpd.i" || exit
"$out/cpu/cpu" translate "$PIRN" translate "$out/httpd.i" -o "$out/httpd.out" &&
    "$out/cpu/cpu" translate.command "$PIRN" translate examples/httpd.c \
        -o "$out/httpd.out"
