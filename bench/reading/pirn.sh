#!/bin/bash
# What it costs that the compiler reads the user's own text beside the
# translated one: the wall time of a compilation with warnings over that of one
# without, the medians of eleven of each, in turns.
out=$OUT/reading
micros() { # OPTION: how long it takes with it
    local begin=${EPOCHREALTIME/./}
    "$PIRN" cc gcc -O2 "$1" -c examples/httpd.c -o "$out/httpd.o" || exit
    echo $((${EPOCHREALTIME/./} - begin))
}
median() {
    printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}
micros -Wall >/dev/null
for ((i = 0; i < 11; i++)); do
    with+=("$(micros -Wall)")
    without+=("$(micros -w)")
done
awk -v a="$(median "${with[@]}")" -v b="$(median "${without[@]}")" \
    'BEGIN { printf "reading %.2f times\n", a / b }'
