/* Switching between state machines by hand, on a run queue: the floor. See
 * pirn.c for what the tasks do. */
#include "../bench.h"

struct machine {
    int (*step)(struct machine *); /* 0 when finished */
    long left;                     /* turns still to take */
    int id, tasks;
};

static long finished; /* tasks so far */
static int order_holds;

static int take_turn(struct machine *m)
{
    if (--m->left > 0)
        return 1;
    order_holds &= finished++ == m->tasks - 1 - m->id;
    return 0;
}

static void all_take_turns(int tasks, long turns)
{
    unsigned size = 1, head = 0, tail = 0;
    while (size < (unsigned)tasks)
        size *= 2;
    struct machine *machines = malloc(tasks * sizeof *machines);
    struct machine **ring = malloc(size * sizeof *ring);
    for (int id = 0; id < tasks; id++) {
        machines[id] =
            (struct machine){take_turn, turns + tasks - id, id, tasks};
        ring[tail++] = &machines[id];
    }
    while (head != tail) {
        struct machine *m = ring[head++ & (size - 1)];
        if (m->step(m))
            ring[tail++ & (size - 1)] = m;
    }
    free(ring);
    free(machines);
}

int main(int argc, char **argv)
{
    int tasks = argc > 1 ? atoi(argv[1]) : 2;
    long turns = 64000000 / tasks, warm_up = turns / 16;
    char row[32];

    all_take_turns(tasks, warm_up);
    finished = 0;
    order_holds = 1;
    double begin = bench_cpu_ns();
    all_take_turns(tasks, turns);
    double end = bench_cpu_ns();

    bench_check(order_holds && finished == tasks, "the order of finishing");
    double switches = (double)tasks * turns + tasks * (tasks + 1.0) / 2;
    snprintf(row, sizeof row, "switch-%d", tasks);
    bench_report(row, (end - begin) / switches, "ns");
    return 0;
}
