/* The same machines on an intrusive linked list, which is how many a
 * scheduler keeps them. */
#include "../bench.h"

enum { TASKS = 1000000, TURNS = 3 };

struct machine {
    int (*step)(struct machine *); /* 0 when finished */
    struct machine *next;          /* in the run queue */
    int left;                      /* turns still to take */
    int id, weight;
};

static long sum;

static int take_turn(struct machine *m)
{
    if (--m->left > 0)
        return 1;
    sum += (long)m->id * m->weight;
    return 0;
}

int main(void)
{
    struct machine *machines = bench_pages(TASKS * sizeof *machines);
    struct machine *first = NULL, **last = &first;
    unsigned *order = bench_permutation(TASKS);
    for (int id = 0; id < TASKS; id++)
        machines[id] = (struct machine){take_turn, NULL, TURNS, id, 3};
    for (unsigned i = 0; i < TASKS; i++) {
        *last = &machines[order[i]];
        last = &machines[order[i]].next;
    }
    free(order);

    double begin = bench_cpu_ns();
    while (first) {
        struct machine *m = first;
        first = m->next;
        if (!first)
            last = &first;
        if (m->step(m)) {
            m->next = NULL;
            *last = m;
            last = &m->next;
        }
    }
    double end = bench_cpu_ns();
    bench_check(sum == 3L * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("switch-1m-random", (end - begin) / TURNS / TASKS, "ns");
    return 0;
}
