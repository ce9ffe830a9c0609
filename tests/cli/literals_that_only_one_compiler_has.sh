# Raw strings, which gcc has in GNU C, keep their quotes and lines; numbers with
# separators, which clang has in C23, are one token.
. "$SRC/tests/cli/parts/check.sh"

cat >raw.c <<'END'
#include <pirn.h>
#include <stdio.h>
static async int same(int n)
{
    await pirn_yield_now();
    return n;
}
async int main(void)
{
    const char *quotes = R"x(a")" // /* )y" )x" "b";
    await pirn_yield_now();
    const char *lines = R"(one
await two)" LR"()"[0] ? "" : R"(three
)";
    int line = await same(__LINE__);
    printf("%s|%s|%d %d\n", quotes, lines, line, (int)sizeof R"()");
    return 0;
}
END
sed -i 's/ LR"()"\[0\] ? "" : R"(three/ R"(three/' raw.c
exits 0 "$PIRN" cc gcc -Wall raw.c -o program
prints 'a")" // /* )y" b|one
await twothree
|15 1' ./program
exits 0 "$PIRN" cc --async-all=yield gcc -w raw.c -o program
exits 0 ./program

cat >separated.c <<'END'
#include <pirn.h>
async int main(void)
{
    int n = 1'000'000;
    await pirn_yield_now();
    return n - 0xf'4240 + '\0';
}
END
exits 0 "$PIRN" cc clang -std=c2x -Wall separated.c -o program
exits 0 ./program
