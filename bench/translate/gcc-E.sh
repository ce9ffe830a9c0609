#!/bin/sh
# Preprocessing of the same file, which is part of the translation.
exec "$OUT/translate/cpu/cpu" translate gcc -E -D__PIRN__ \
    -Iinclude examples/httpd.c -o "$OUT/translate/httpd.preprocessed"
