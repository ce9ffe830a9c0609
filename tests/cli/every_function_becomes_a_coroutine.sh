# --async-all in its three modes, for cc, run and translate; -v and PIRN_STATS.
. "$SRC/tests/cli/parts/check.sh"

cat >plain.c <<'END'
#include <stdio.h>
#include <stdlib.h>
static int add(int a, int b) { return a + b; }
static int sum(int n) { return n ? add(n, sum(n - 1)) : 0; }
static int compare(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}
int main(void)
{
    int v[] = {3, 1, 2};
    qsort(v, 3, sizeof *v, compare);
    printf("%d %d%d%d\n", sum(10), v[0], v[1], v[2]);
    return 0;
}
END
for cc in gcc clang; do
    for mode in --async-all --async-all=yield --async-all=yield:7; do
        exits 0 "$PIRN" cc $mode -v $cc -O1 plain.c -o program
        says "4 of 4 functions"
        prints "55 123" ./program
        exits 0 env PIRN_STATS=1 ./program
        says "pirn: frames: "
        prints "55 123" "$PIRN" run $mode --cc=$cc plain.c
        "$PIRN" translate $mode --cc=$cc plain.c -o translated.c
        $cc translated.c "$BUILD/libpirn.a" -o program
        prints "55 123" ./program
    done
done
exits 0 env PIRN_STATS=1 "$PIRN" run --async-all=yield:7 plain.c
says " late"

# A function with more places to suspend than there are numbers for stays plain.
cat >long.c <<'END'
#include <stdio.h>
#define FOUR(x) x x x x
#define MANY(x) FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(x))))))))
static int next(int x) { return x + 1; }
static int count(int x) { MANY(x = next(x);) return x; }
int main(void) { return printf("%d\n", count(0)) < 0; }
END
exits 0 "$PIRN" cc --async-all=yield -v gcc -O0 long.c -o program
says "2 of 3 functions"
prints 65536 ./program
