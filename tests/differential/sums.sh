#!/bin/sh
# sums.sh: over all random programs, the translator turned most functions, and
# many frames were taken late: so that what was compared was its work.
. "$SRC/tests/common.sh"

cat "$BUILD"/tests/work/differential/[0-9]*/counts |
    awk '{ turned += $1; all += $2; late += $3; n++ }
        END {
            printf "%d translations, %d of %d functions turned, %d late frames\n",
                n, turned, all, late
            exit !(n >= 240 && turned >= 0.8 * all && late >= 25000)
        }' || fail "that is not enough"
