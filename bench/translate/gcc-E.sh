#!/bin/sh
# Preprocessing of the same file, which is part of the whole command.
exec "$OUT/translate/cpu/cpu" translate.command gcc -E -D__PIRN__ -Iinclude \
    examples/httpd.c -o "$OUT/translate/httpd.preprocessed"
