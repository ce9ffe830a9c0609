#!/bin/bash
# How much longer Pirn and gcc take for functions that are four times as large:
# the worst of all shapes.
out=$OUT/translate-large
TIMEFORMAT='%U %S'
seconds() { # SHAPE SIZE: user's and system's
    awk -v shape="$1" -v n="$2" -f bench/translate-large/shape.awk >"$out/f.c"
    { time "$PIRN" cc gcc -O2 -w -c "$out/f.c" -o "$out/f.o"; } 2>&1
}
for shape in straight kept sum list calls conditions elses cases loops blocks \
    yields scopes defers; do
    echo "$(seconds $shape 100) $(seconds $shape 400)"
done | awk 'NF != 4 || /[^0-9. ]/ { exit 1 }
    { ratio = ($3 + $4) / ($1 + $2); if (ratio > worst) worst = ratio }
    END { if (NR == 13) printf "translate-large %.2f times\n", worst }'
