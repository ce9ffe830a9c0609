# --async-all of a program in C89, with all that a strict project asks for.
. "$SRC/tests/cli/parts/check.sh"

cat >plain.c <<'END'
#include <stdio.h>
static int add(int a, int b)
{
    int sum;
    sum = a + b;
    return sum;
}
int main(void)
{
    int i, sum = 0;
    for (i = 0; i < 3; i++)
        sum = add(sum, i);
    printf("%d\n", sum);
    return 0;
}
END
for cc in gcc clang; do
    for standard in -ansi -std=c99 -std=c2x; do
        exits 0 "$PIRN" cc --async-all=yield $cc $standard -Wall -Wextra \
            -pedantic-errors -Werror plain.c -o program
        prints "3" ./program
    done
done
