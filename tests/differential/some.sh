#!/bin/sh
# some.sh FIRST LAST: the random programs of those seeds.
. "$SRC/tests/common.sh"

dir=$BUILD/tests/work/differential/$1
rm -rf "$dir"
seed=$1
while [ "$seed" -le "$2" ]; do
    sh "$SRC/tests/differential/one.sh" "$seed" "$dir/$seed" ||
        fail "seed $seed; see $dir/$seed"
    cat "$dir/$seed/counts" >>"$dir/counts"
    rm -r "${dir:?}/$seed"
    seed=$((seed + 1))
done
