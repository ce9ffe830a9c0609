#!/bin/sh
# soak.sh: random programs of fresh seeds go through the translator until they
# are stopped, or for SECONDS_TO_SOAK. A program that fails is kept in
# build/soak.
cd "$(dirname "$0")/../.." || exit 1
SRC=$PWD
BUILD=$(cd "${BUILD:-build}" && pwd)
PIRN=$BUILD/pirn
SIZE="--max-funcs 6"
export SRC BUILD PIRN SIZE

now=$(date +%s)
end=
[ -z "${SECONDS_TO_SOAK:-}" ] || end=$((now + SECONDS_TO_SOAK))
is_over() {
    [ -n "$end" ] && [ "$(date +%s)" -ge "$end" ]
}

# translator FIRST: the random programs of csmith from that seed on.
translator() {
    seed=$1
    good=0
    bad=0
    while ! is_over; do
        dir=$BUILD/soak/$seed
        if sh "$SRC/tests/differential/one.sh" "$seed" "$dir"; then
            rm -rf "$dir"
            good=$((good + 1))
            [ $((good % 20)) != 0 ] || echo "$good good ones from $1 on"
        else
            echo "kept in $dir"
            bad=$((bad + 1))
        fi
        seed=$((seed + 1))
    done
    echo "translator: $good good programs from $1 on, $bad bad ones"
    [ $bad = 0 ]
}

trap 'kill 0' INT TERM
translator $((now % 1000000 * 100)) &
one=$!
translator $((now % 1000000 * 100 + 50000000)) &
other=$!
status=0
wait $one || status=1
wait $other || status=1
exit $status
