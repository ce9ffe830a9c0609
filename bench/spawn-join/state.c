/* Make a state machine from a free list, queue it, wait for it in another
 * state machine: the floor. */
#include "../bench.h"

struct machine {
    void (*step)(struct machine *);
    struct machine *waiter; /* or, in the free list, the next */
    int state;
    long a, b; /* add: the operands, then the sum in a */
};

static struct machine *ring[256], *free_machines;
static unsigned head, tail;

static void queue(struct machine *m)
{
    ring[tail++ & 255] = m;
}

static void add(struct machine *m)
{
    m->a += m->b;
    if (m->waiter)
        m->waiter->step(m->waiter);
}

static struct machine *spawn_add(long a, long b)
{
    struct machine *m = free_machines;
    if (m)
        free_machines = m->waiter;
    else
        m = malloc(sizeof *m);
    *m = (struct machine){add, NULL, 0, a, b};
    queue(m);
    return m;
}

struct add_up {
    struct machine machine;
    struct machine *child;
    long i, n, sum;
};

static void add_up_step(struct machine *m)
{
    struct add_up *u = (struct add_up *)m;
    if (m->state) {
        u->sum = u->child->a;
        u->child->waiter = free_machines;
        free_machines = u->child;
        u->i++;
    }
    m->state = 1;
    if (u->i < u->n) {
        u->child = spawn_add(u->sum, u->i);
        u->child->waiter = m;
    }
}

static long add_up(long n)
{
    struct add_up u = {{add_up_step, NULL, 0, 0, 0}, NULL, 0, n, 0};
    queue(&u.machine);
    while (head != tail) {
        struct machine *m = ring[head++ & 255];
        m->step(m);
    }
    return u.sum;
}

int main(void)
{
    long n = bench_opaque(20000000);
    bench_check(add_up(1000) == 499500, "1000 tasks");
    double begin = bench_cpu_ns();
    long sum = add_up(n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2, "n tasks");
    bench_report("spawn-join", (end - begin) / (double)n, "ns");
    return 0;
}
