/* A tree of tasks, ten below each: its leaves give their number, everyone else
 * the sum of those below. */
#include <pirn.h>

static async long skynet(long number, long leaves)
{
    bench_item();
    if (leaves == 1)
        return number;
    long sum = 0;
    scope (s) {
        task(long) below[10];
        for (int i = 0; i < 10; i++)
            below[i] = spawn skynet(number + i * (leaves / 10), leaves / 10);
        for (int i = 0; i < 10; i++)
            sum += await below[i];
    }
    return sum;
}
