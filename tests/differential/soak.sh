#!/bin/sh
# soak.sh: random programs of fresh seeds, two at a time, until stopped. A
# program that fails is kept in build/soak.
SRC=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$SRC/build}
PIRN=$BUILD/pirn
SIZE="--max-funcs 6"
export SRC BUILD PIRN SIZE

soak() {
    seed=$1
    good=0
    while :; do
        dir=$BUILD/soak/$seed
        if sh "$SRC/tests/differential/one.sh" "$seed" "$dir"; then
            rm -rf "$dir"
            good=$((good + 1))
            [ $((good % 20)) != 0 ] || echo "$good good ones from $1 on"
        else
            echo "kept in $dir"
        fi
        seed=$((seed + 1))
    done
}

first=$(($(date +%s) % 1000000 * 100))
trap 'kill 0' INT TERM
soak $first &
soak $((first + 50000000)) &
wait
