# Our directory comes after all of the user's, and holds nothing but pirn.
. "$SRC/tests/cli/parts/check.sh"

[ "$(ls "$SRC/include")" = "$(printf 'pirn\npirn.h')" ]
mkdir first second
echo '#define WHERE 1' >first/where.h
echo '#define WHERE 2' >second/where.h
echo '#include <where.h>
#include <pirn.h>
async int main(void) { await pirn_yield_now(); return WHERE; }' >where.c
for cc in gcc clang; do
    exits 1 "$PIRN" cc $cc where.c -o program
    "$PIRN" cc $cc -isystem first -isystem second where.c -o program
    exits 1 ./program
    "$PIRN" cc $cc -isystem first -I second where.c -o program
    exits 2 ./program
    CPATH=second "$PIRN" cc $cc -isystem first where.c -o program
    exits 2 ./program
    # A pirn.h of the user's own is the one that counts.
    echo '#define OWN 3' >first/pirn.h
    echo '#include <pirn.h>
int main(void) { return OWN; }' >own.c
    "$PIRN" cc $cc -I first own.c -o program
    exits 3 ./program
    rm first/pirn.h
done
