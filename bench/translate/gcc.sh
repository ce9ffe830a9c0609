#!/bin/sh
# Compilation of the same file, elided.
out=$OUT/translate
figures=$("$out/cpu/cpu" translate gcc -O2 -Iinclude -c examples/httpd.c \
    -o "$out/httpd.object") || exit
echo "$figures"
echo "translate.command ${figures#translate }"
