/* The sum over a tree of a million tasks, four below each that is not a leaf:
 * the time that so many workers take, on the clock on the wall. */
#include "../bench.h"

#include <pirn.h>

enum { LEVELS = 10 }; /* 1,398,101 tasks in all, 1,048,576 of them leaves */

static async long sum(long number, int levels)
{
    bench_item();
    if (levels == 0)
        return number;
    long total = 0;
    scope (s) {
        task(long) below[4];
        for (int i = 0; i < 4; i++)
            below[i] = spawn sum(number * 4 + i, levels - 1);
        for (int i = 0; i < 4; i++)
            total += await below[i];
    }
    return total;
}

static void check(long total, int levels)
{
    long leaves = 1L << 2 * levels;
    bench_check(total == leaves * (leaves - 1) / 2, "the sum");
}

static void run(const char *workers)
{
    int levels = (int)bench_size(LEVELS);
    setenv("PIRN_WORKERS", workers, 1);
    check(pirn_run(sum(0, levels)), levels);
    long long begin = bench_wall_ns();
    check(pirn_run(sum(0, levels)), levels);
    bench_report("tree-2", (double)(bench_wall_ns() - begin) / 1e6, "ms");
}
