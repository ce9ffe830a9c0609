# The compiler gets such a file as it is: the object is the same, byte by byte.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts/plain.c" .
for cc in gcc clang; do
    for flags in -O0 -O2 "-O1 -g" "-g3 -O2" "-O2 -flto" -m32 \
        "-O2 -fsanitize=address" "-std=c99 -pedantic -O3" --coverage; do
        $cc $flags -c plain.c -o plain.o 2>/dev/null || continue
        mv plain.o bare.o
        # Some flags put random names into every object.
        $cc $flags -c plain.c -o plain.o
        cmp -s bare.o plain.o || continue
        "$PIRN" cc $cc $flags -c plain.c -o plain.o
        cmp bare.o plain.o
    done
    $cc -S plain.c -o bare.s
    "$PIRN" cc $cc -S plain.c
    cmp bare.s plain.s
    # Several at once, and through standard input.
    cp plain.c other.c
    rm -f ./*.o
    $cc -c plain.c other.c
    mkdir -p bare
    mv ./*.o bare
    "$PIRN" cc $cc -c plain.c other.c
    cmp bare/plain.o plain.o
    cmp bare/other.o other.o
    $cc -x c -c - -o bare.o <plain.c
    "$PIRN" cc $cc -x c -c - -o standard.o <plain.c
    cmp bare.o standard.o
done
