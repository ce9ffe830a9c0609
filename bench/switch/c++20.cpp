/* Switching between C++20 coroutines on a run queue. See pirn.c for what the
 * tasks do. */
#include "../coroutine.hpp"

static long finished; /* tasks so far */
static bool order_holds;

static member take_turns(group &, int id, int tasks, long turns)
{
    for (long i = turns + tasks - id; i > 1; i--)
        co_await yield_now;
    order_holds &= finished++ == tasks - 1 - id;
}

static task<int> all_take_turns(int tasks, long turns)
{
    group g;
    for (int id = 0; id < tasks; id++)
        take_turns(g, id, tasks, turns);
    co_await g;
    co_return 0;
}

int main(int argc, char **argv)
{
    int tasks = argc > 1 ? atoi(argv[1]) : 2;
    long turns = 32000000 / tasks, warm_up = turns / 16;
    char row[32];

    run(all_take_turns(tasks, warm_up));
    finished = 0;
    order_holds = true;
    double begin = bench_cpu_ns();
    run(all_take_turns(tasks, turns));
    double end = bench_cpu_ns();

    bench_check(order_holds && finished == tasks, "the order of finishing");
    double switches = (double)tasks * turns + tasks * (tasks + 1.0) / 2;
    snprintf(row, sizeof row, "switch-%d", tasks);
    bench_report(row, (end - begin) / switches, "ns");
}
