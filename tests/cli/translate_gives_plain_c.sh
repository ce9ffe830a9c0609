# What comes out compiles without us, and frames tells of each coroutine.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts/whole.c" .
for cc in gcc clang; do
    "$PIRN" translate --cc=$cc whole.c -o out.c -- -O1 -DUNUSED
    "$PIRN" translate whole.c --cc=$cc -- -O1 -DUNUSED >printed.c
    cmp out.c printed.c
    $cc -O1 -Wall -Wextra -Werror -c out.c
    $cc out.o "$BUILD/libpirn.a" -o program
    prints 3 ./program 1 2
    exits 0 "$PIRN" frames --cc=$cc whole.c
    says sum
    says total
done
# A file without coroutines comes out as it went in, preprocessed.
"$PIRN" translate "$parts/plain.c" -o plain.c
gcc plain.c -o plain
prints "a 26 $parts/plain.c" ./plain a
exits 1 "$PIRN" translate whole.c -o no/such/directory.c
