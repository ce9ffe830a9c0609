# What `pirn cc` adds for the linker is no function to gcov, and no line of it
# is taken for one of the program's.
. "$SRC/tests/cli/parts/check.sh"
command -v gcov >/dev/null || exit 77

cat >program.c <<'END'
#include <pirn.h>
async int work(int n)
{
    return n;
}
async int main(void)
{
    return await work(0);
}
static const int unused __attribute__((__unused__)) = 0;
END
"$PIRN" cc gcc -O0 --coverage -c program.c -o program.o
"$PIRN" cc gcc --coverage program.o -o program
./program
gcov -o . program.gcno -f >functions
grep -q "Function .*work'" functions
absent pirn__stamp <functions
absent '^ *[0-9#*]*: *10:' <program.c.gcov
