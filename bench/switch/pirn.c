/* What does it cost to go from one ready task to the next? The first argument
 * is the number of tasks. Task i of n takes turns + n - i turns, so the last
 * is the first to finish if, and only if, they really take turns. */
#include "../bench.h"

#include <pirn.h>

static long finished; /* tasks so far */
static int order_holds;

static async void take_turns(int id, int tasks, long turns)
{
    for (long i = turns + tasks - id; i > 1; i--) {
        await pirn_yield_now();
        bench_item();
    }
    order_holds &= finished++ == tasks - 1 - id;
}

static async void all_take_turns(int tasks, long turns)
{
    scope (s) {
        for (int id = 0; id < tasks; id++)
            spawn take_turns(id, tasks, turns);
    }
}

async int main(int argc, char **argv)
{
    int tasks = argc > 1 ? atoi(argv[1]) : 2;
    long turns = bench_size(16000000) / tasks, warm_up = turns / 16;
    char row[32];

    await all_take_turns(tasks, warm_up);
    finished = 0;
    order_holds = 1;
    double begin = bench_cpu_ns();
    await all_take_turns(tasks, turns);
    double end = bench_cpu_ns();

    bench_check(order_holds && finished == tasks, "the order of finishing");
    double switches = (double)tasks * turns + tasks * (tasks + 1.0) / 2;
    snprintf(row, sizeof row, "switch-%d", tasks);
    bench_report(row, (end - begin) / switches, "ns");
    return 0;
}
