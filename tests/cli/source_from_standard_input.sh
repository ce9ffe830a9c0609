# `-` with -x c, for programs with and without coroutines.
. "$SRC/tests/cli/parts/check.sh"

for cc in gcc clang; do
    "$PIRN" cc $cc -x c - -o program <"$parts/whole.c"
    prints 3 ./program 1 2
    "$PIRN" cc $cc -xc -c - -o part.o <"$parts/whole.c"
    "$PIRN" cc $cc part.o -o program
    prints 3 ./program 1 2
    "$PIRN" cc $cc -x c - -o program <"$parts/plain.c"
    prints "a 26 <stdin>" ./program a
    "$PIRN" cc $cc -E -x c - <"$parts/whole.c" | grep -q 'async int sum'
    "$PIRN" cc $cc -E -dM -x c - </dev/null | grep -q '#define __PIRN__ 1'
done
prints 3 "$PIRN" run - 1 2 <"$parts/whole.c"
"$PIRN" translate - <"$parts/whole.c" | grep -q 'pirn_frame'
