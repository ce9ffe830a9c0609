# The runtime is linked wherever coroutines are, and not where it must not be.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts"/twice.[ch] "$parts/answer.c" .
for cc in gcc clang; do
    rm -f ./*.o ./*.so program
    "$PIRN" cc $cc -fPIC -shared -Wl,-z,defs twice.c -o libtwice.so
    "$PIRN" cc $cc answer.c -L. -ltwice -Wl,-rpath,"$PWD" -o program
    prints 42 ./program
    "$PIRN" cc $cc -static answer.c twice.c -o program
    prints 42 ./program
    "$PIRN" cc $cc -static-pie -fPIE answer.c twice.c -o program
    prints 42 ./program
    "$PIRN" cc $cc -flto -O2 answer.c twice.c -o program
    prints 42 ./program
    "$PIRN" cc $cc -Wl,--gc-sections -ffunction-sections answer.c twice.c \
        -o program
    prints 42 ./program

    # One object of two: the runtime comes when that is linked.
    "$PIRN" cc $cc -c answer.c twice.c
    "$PIRN" cc $cc -r -nostdlib answer.o twice.o -o both.o
    nm both.o | grep -q ' U pirn__'
    "$PIRN" cc $cc both.o -o program
    prints 42 ./program

    # A program that has no need of it stays as it was.
    $cc -O1 "$parts/plain.c" -o bare
    "$PIRN" cc $cc -O1 "$parts/plain.c" -o plain
    [ "$(size bare | tail -1 | cut -f 1-3)" = \
        "$(size plain | tail -1 | cut -f 1-3)" ]
    nm plain | absent pirn
done
