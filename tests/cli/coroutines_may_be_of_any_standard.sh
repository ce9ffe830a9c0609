# What is written with Pirn's words compiles under each standard of C that the
# compilers know, with all that a strict project asks for, and as the elision.
. "$SRC/tests/cli/parts/check.sh"

cat >program.c <<'END'
#include <pirn.h>
#include <stdio.h>

static async int twice(int n)
{
    int rc;
    rc = await pirn_sleep(1);
    return 2 * n + rc;
}

static generator int count(int n)
{
    int i;
    for (i = 0; i < n; i++)
        yield i;
}

async int main(void)
{
    int sum = 0, v;
    gen(int) g = count(3);
    chan(int) c;
    while (pirn_next(g, &v) == 1)
        sum += v;
    pirn_gen_close(g);
    c = pirn_chan_new(int, 1);
    scope (s, .timeout = PIRN_S) {
        task(int) t = spawn twice(4);
        sum += await t;
        defer sum++;
        await pirn_chan_send(c, &sum);
        v = await pirn_select(PIRN_RECV(c, &sum), PIRN_AFTER(5));
    }
    pirn_chan_free(c);
    printf("%d\n", sum + v + await twice(1));
    return 0;
}
END
strict='-Wall -Wextra -pedantic-errors -Werror'
for cc in gcc clang; do
    for standard in c89 gnu89 iso9899:199409 c99 gnu99 c11 gnu11 c17 c2x gnu2x; do
        exits 0 "$PIRN" cc $cc -std=$standard $strict program.c -o program
        prints 14 ./program
        exits 0 $cc -std=$standard -Wno-return-type -I "$SRC/include" \
            -c program.c -o elided.o
    done
    exits 0 "$PIRN" cc $cc -ansi $strict program.c -o program
    prints 14 ./program
done
