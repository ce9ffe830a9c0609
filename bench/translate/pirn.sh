#!/bin/sh
# Translation of the largest example: `gcc -E`, every pass, the output.
exec "$OUT/translate/cpu/cpu" translate "$PIRN" translate examples/httpd.c \
    -o "$OUT/translate/httpd.translated"
