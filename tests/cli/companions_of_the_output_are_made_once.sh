# The files that a compiler makes beside its output are those of the compiler
# alone: the reading of the user's text leaves none.
. "$SRC/tests/cli/parts/check.sh"

cat >m.c <<'END'
#include <pirn.h>
async int main(void)
{
    return await pirn_sleep(1);
}
END

same() { # COMPILER OPTION...: the same files as without coroutines
    rm -rf plain turned
    mkdir plain turned
    echo 'int main(void) { return 0; }' >plain/m.c
    cp m.c turned
    (cd plain && "$@" >/dev/null 2>&1)
    (cd turned && "$PIRN" cc "$@" >/dev/null 2>&1)
    (cd plain && ls) >wanted
    (cd turned && ls) >made
    diff wanted made || {
        echo "other files: $*"
        exit 1
    }
}

same gcc --coverage m.c -o q
same gcc --coverage -c m.c -o q.o
same gcc -fstack-usage m.c -o q
same gcc -fstack-usage -O2 -c m.c
same gcc -fcallgraph-info -c m.c
same gcc -gsplit-dwarf -g -c m.c
same gcc -MD -c m.c
same gcc -dumpbase x.c -fstack-usage -c m.c
same clang --coverage -c m.c
same clang -MD -c m.c
