/* A million state machines alive at once, from a free list and on a run queue
 * that prefetches: the floor. See pirn.c. */
#include "../bench.h"

enum { TASKS = 1000000, PASSES = 5, RING = 1 << 20 };

struct machine {
    int (*step)(struct machine *); /* 0 when finished */
    long a;
    int state;
};

static struct machine *machines, *free_machines;
static struct machine **ring;
static unsigned head, tail;
static long sum;

static int add_later(struct machine *m)
{
    if (!m->state)
        return m->state = 1;
    sum += m->a;
    return 0;
}

static void add_up(void)
{
    for (long i = 0; i < TASKS; i++) {
        struct machine *m = free_machines;
        if (m)
            free_machines = *(struct machine **)m;
        else
            m = machines++;
        m->step = add_later;
        m->a = i;
        m->state = 0;
        ring[tail++ & (RING - 1)] = m;
    }
    while (head != tail) {
        __builtin_prefetch(ring[(head + 8) & (RING - 1)]);
        struct machine *m = ring[head++ & (RING - 1)];
        if (m->step(m)) {
            ring[tail++ & (RING - 1)] = m;
        } else {
            *(struct machine **)m = free_machines;
            free_machines = m;
        }
    }
}

int main(void)
{
    double begin = bench_cpu_ns();
    machines = bench_pages(TASKS * sizeof *machines);
    ring = bench_pages(RING * sizeof *ring);
    add_up();
    double first = bench_cpu_ns();
    for (int i = 0; i < PASSES; i++)
        add_up();
    double end = bench_cpu_ns();
    bench_check(sum == (PASSES + 1L) * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("spawn-1m", (end - first) / PASSES / TASKS, "ns");
    bench_report("spawn-1m.cold", (first - begin) / TASKS, "ns");
    return 0;
}
