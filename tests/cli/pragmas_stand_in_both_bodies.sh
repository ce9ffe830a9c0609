# A coroutine has two bodies, and each of them has the pragmas of its text, at the
# beginning of a block if they are about one.
. "$SRC/tests/cli/parts/check.sh"

cat >coroutine.c <<'END'
#include <pirn.h>
static async int one(void)
{
    await pirn_yield_now();
    return 1;
}
async double sum(double x)
{
#pragma STDC FP_CONTRACT OFF
    x += await one();
    return x;
}
END
for cc in gcc clang; do
    "$PIRN" translate --cc=$cc coroutine.c >translated
    [ "$(grep -c '#pragma STDC FP_CONTRACT OFF' translated)" = 2 ]
    [ "$(grep -B 1 '#pragma STDC' translated | grep -c '{$')" = 2 ]
done
