#!/bin/sh
# one.sh SEED DIR: one random program of csmith, compiled as it is and in the
# three modes of --async-all, at -O0 or -O2, by gcc or clang, as the seed has it;
# all must print the same. Adds a line "TURNED FUNCTIONS LATE" for each
# translation to DIR/counts. Programs of odd seeds have scalars only, so that
# frames are taken late. SIZE may hold other limits for csmith: every statement
# of a function becomes a place to suspend at, twice, so that compilers take
# their time for large ones.
. "$SRC/tests/common.sh"

seed=$1
dir=$2
mkdir -p "$dir"
cd "$dir" || exit 1

size=${SIZE:---max-funcs 4 --max-block-depth 3 --max-block-size 3}

# csmith makes programs without end, too: those that take long make way for
# one of another seed. They do so at -O0, where no loop is optimised away.
scalars=
[ $((seed % 2)) = 0 ] ||
    scalars="--no-pointers --no-arrays --no-structs --no-unions"
number=$seed
while :; do
    csmith --seed "$number" $size $scalars -o program.c
    gcc -w -O0 -I/usr/include/csmith program.c -o plain || exit 1
    timeout 0.5 ./plain >expected 2>/dev/null && break
    number=$((number + 1000000))
done

compiler=gcc
[ $((seed % 5)) != 0 ] || compiler=clang
turn=$((seed / 2))

for mode in --async-all --async-all=yield "--async-all=yield:$seed"; do
    turn=$((turn + 1))
    level=-O0
    [ $((turn % 2)) != 0 ] || level=-O2
    what="csmith --seed $number $size $scalars, pirn cc $mode $compiler $level"
    "$PIRN" cc $mode -v $compiler -w $level -I/usr/include/csmith \
        program.c -o program 2>messages || {
        cat messages
        fail "does not build: $what"
    }
    # A limit of the processor's time, which others on the machine do not use up.
    (ulimit -t 60 && PIRN_STATS=1 exec ./program) >output 2>stats ||
        fail "ended with $?: $what"
    cmp expected output || fail "prints something else: $what"
    turned=$(sed -n 's/^pirn: .*: \([0-9]*\) of \([0-9]*\) functions.*/\1 \2/p' \
        messages)
    late=$(sed -n 's/^pirn: frames: .* \([0-9]*\) late$/\1/p' stats)
    echo "${turned:-0 0} ${late:-0}" >>counts
done
rm -f program plain
exit 0
