/* fib as a state machine by hand: calls are frames on a stack of its own, a
 * leaf leaves the machine and goes through a run queue. This is the floor of
 * one task; a second one would need a second stack. */
#include "../bench.h"

struct machine {
    int (*step)(struct machine *); /* 0 when finished */
    struct call {
        int n;
        int first; /* fib(n - 1), once it is known */
    } * top;       /* the innermost call */
    int value;     /* of the call that has returned last */
    int waiting;   /* the innermost call is a leaf that has had its turn */
    struct call calls[64];
};

static int step(struct machine *m)
{
    struct call *c = m->top;
    if (!m->waiting) {
        for (; c->n >= 2; c++)
            c[1] = (struct call){c->n - 1, -1};
        m->top = c;
        m->waiting = 1;
        return 1;
    }
    m->waiting = 0;
    int value = c->n;
    while (c-- != m->calls) {
        if (c->first < 0) {
            c->first = value;
            c[1] = (struct call){c->n - 2, -1};
            for (c++; c->n >= 2; c++)
                c[1] = (struct call){c->n - 1, -1};
            m->top = c;
            m->waiting = 1;
            return 1;
        }
        value += c->first;
    }
    m->value = value;
    return 0;
}

static struct machine *ring[256];
static unsigned head, tail;

static int fib(int n)
{
    static struct machine m;
    m.step = step;
    m.top = m.calls;
    m.waiting = 0;
    m.calls[0] = (struct call){n, -1};
    ring[tail++ & 255] = &m;
    while (head != tail) {
        struct machine *next = ring[head++ & 255];
        if (next->step(next))
            ring[tail++ & 255] = next;
    }
    return m.value;
}

int main(void)
{
    int n = (int)bench_opaque(30);
    bench_check(fib(20) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = fib(n);
    double end = bench_cpu_ns();
    bench_check(value == 832040, "fib(30)");
    bench_report("fib-wait", (end - begin) / 2692537, "ns/call");
    return 0;
}
