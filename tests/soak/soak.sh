#!/bin/sh
# soak.sh: random programs of fresh seeds, until stopped or for SECONDS_TO_SOAK.
# One half goes through the translator: programs of csmith. Beside it, the
# programs of this directory go through the runtime, under AddressSanitizer and
# ThreadSanitizer, on as many WORKERS as are said, 1 if none, as threads, and on
# two workers in the order that a test chooses. One
# of them, built as usual and with two workers if none are said, looks for ten
# minutes at a time whether memory grows.
# What fails is kept in build/soak.
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

# build PROGRAM KIND: makes build/soak/PROGRAM-KIND.
build() {
    sanitizers=thread
    threads=
    case $2 in
    asan) sanitizers=address,undefined ;;
    threads-tsan) threads=--threads ;;
    esac
    "$PIRN" cc $threads gcc -w -g1 -O1 -fsanitize=$sanitizers \
        -fno-sanitize-recover=all "$SRC/tests/soak/$1.c" \
        "$BUILD/libpirn-$2.a" -o "$BUILD/soak/$1-$2"
}

# try PROGRAM-KIND SEED WORKERS...: runs that, and counts how it went.
try() {
    program=$BUILD/soak/$1
    said=$BUILD/soak/$1-$2
    status=0
    timeout -k 5 150 "$program" "$2" $3 >"$said" 2>&1 ||
        status=$?
    if [ $status = 0 ]; then
        rm "$said"
        good=$((good + 1))
        [ $((good % 500)) != 0 ] || echo "$good good runs"
    else
        echo "ended with $status: $program $2 $3"
        echo "kept in $said"
        bad=$((bad + 1))
    fi
}

# runtime FIRST: each of the programs with that seed and those behind it.
runtime() {
    seed=$1
    good=0
    bad=0
    builds=
    for program in everything seldom short_lived world; do
        for kind in asan tsan threads-tsan; do
            build $program $kind || return
            builds="$builds $program-$kind"
        done
    done
    while :; do
        for name in $builds; do
            try "$name" "$seed" "${WORKERS:-1}"
            case $name in
            *threads*) ;;
            *) try "$name" "$seed" "2 chosen" ;;
            esac
        done
        seed=$((seed + 1))
        ! is_over || break
    done
    echo "runtime: $good good runs from $1 on, $bad bad ones"
    [ $bad = 0 ]
}

# memory: the program of that name, again and again.
memory() {
    program=$BUILD/soak/memory
    seconds=${SECONDS_TO_SOAK:-600}
    [ "$seconds" -le 600 ] || seconds=600
    good=0
    bad=0
    "$PIRN" cc gcc -w -O2 "$SRC/tests/soak/memory.c" -o "$program" || return
    while :; do
        if timeout -k 5 $((seconds + 150)) "$program" "$seconds" \
            "${WORKERS:-2}" >"$program.said" 2>&1; then
            good=$((good + 1))
        else
            echo "memory grows: $program $seconds ${WORKERS:-2}"
            cat "$program.said"
            bad=$((bad + 1))
        fi
        ! is_over || break
    done
    echo "memory: $good good runs of $seconds s, $bad bad ones"
    [ $bad = 0 ]
}

mkdir -p "$BUILD/soak"
trap 'kill 0' INT TERM
translator $((now % 1000000 * 100)) &
one=$!
runtime $((now % 1000000 * 100)) &
other=$!
memory &
third=$!
status=0
wait $one || status=1
wait $other || status=1
wait $third || status=1
exit $status
