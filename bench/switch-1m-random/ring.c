/* Switching among a million state machines in random memory order, on an
 * array ring that prefetches eight ahead, by hand: the floor. */
#include "../bench.h"

enum { TASKS = 1000000, RING = 1 << 20, TURNS = 10, AHEAD = 8 };

struct machine {
    int (*step)(struct machine *); /* 0 when finished */
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
    struct machine **ring = bench_pages(RING * sizeof *ring);
    unsigned *order = bench_permutation(TASKS);
    unsigned head = 0, tail = 0;
    for (int id = 0; id < TASKS; id++)
        machines[id] = (struct machine){take_turn, TURNS, id, 3};
    for (unsigned i = 0; i < TASKS; i++)
        ring[tail++] = &machines[order[i]];
    free(order);

    double begin = bench_cpu_ns();
    while (head != tail) {
        __builtin_prefetch(ring[(head + AHEAD) & (RING - 1)]);
        struct machine *m = ring[head++ & (RING - 1)];
        if (m->step(m))
            ring[tail++ & (RING - 1)] = m;
    }
    double end = bench_cpu_ns();
    bench_check(sum == 3L * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("switch-1m-random", (end - begin) / TURNS / TASKS, "ns");
    return 0;
}
