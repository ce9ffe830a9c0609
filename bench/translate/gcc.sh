#!/bin/sh
# Compilation of the same file, elided.
exec "$OUT/translate/cpu/cpu" translate gcc -O2 -Iinclude -c \
    examples/httpd.c -o "$OUT/translate/httpd.object"
