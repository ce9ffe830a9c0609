#!/bin/sh
# soak.sh: random programs of fresh seeds, until stopped or for SECONDS_TO_SOAK.
# One half goes through the translator: programs of csmith. Beside it,
# everything.c goes through the runtime, under AddressSanitizer and
# ThreadSanitizer, on as many WORKERS as are said, 1 if none. What fails is kept
# in build/soak.
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
    while :; do
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
        ! is_over || break
    done
    echo "translator: $good good programs from $1 on, $bad bad ones"
    [ $bad = 0 ]
}

# runtime FIRST: everything.c with that seed and those behind it.
runtime() {
    seed=$1
    good=0
    bad=0
    for kind in asan tsan; do
        sanitizers=thread
        [ $kind = tsan ] || sanitizers=address,undefined
        "$PIRN" cc gcc -w -g1 -O1 -fsanitize=$sanitizers \
            -fno-sanitize-recover=all "$SRC/tests/soak/everything.c" \
            "$BUILD/libpirn-$kind.a" -o "$BUILD/soak/everything-$kind" || return
    done
    while :; do
        for kind in asan tsan; do
            program=$BUILD/soak/everything-$kind
            said=$BUILD/soak/runtime-$seed-$kind
            status=0
            timeout -k 5 150 "$program" "$seed" "${WORKERS:-1}" \
                >"$said" 2>&1 || status=$?
            if [ $status = 0 ]; then
                rm "$said"
                good=$((good + 1))
                [ $((good % 500)) != 0 ] || echo "$good good runs from $1 on"
            else
                echo "ended with $status: $program $seed ${WORKERS:-1}"
                echo "kept in $said"
                bad=$((bad + 1))
            fi
        done
        seed=$((seed + 1))
        ! is_over || break
    done
    echo "runtime: $good good runs from $1 on, $bad bad ones"
    [ $bad = 0 ]
}

mkdir -p "$BUILD/soak"
trap 'kill 0' INT TERM
translator $((now % 1000000 * 100)) &
one=$!
runtime $((now % 1000000 * 100)) &
other=$!
status=0
wait $one || status=1
wait $other || status=1
exit $status
