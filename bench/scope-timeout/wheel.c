/* The same by hand, with no scopes: for each piece of work a timer is set on a
 * flat timing wheel and taken off again, once it is done. The limit is a
 * second from now, so the clock is read. */
#include "../bench.h"

enum { SLOTS = 8192 }; /* of a millisecond */

struct node {
    struct node *prev, *next;
};

struct timer {
    struct node node;
    void (*expired)(struct timer *);
};

static struct node slots[SLOTS];
static long timers;

static __attribute__((noinline)) void timer_set(struct timer *t, long long ns)
{
    /* Rounded up: never too early. */
    struct node *slot = &slots[(ns + 999999) / 1000000 % SLOTS];
    t->node.prev = slot->prev;
    t->node.next = slot;
    slot->prev->next = &t->node;
    slot->prev = &t->node;
    timers++;
}

static __attribute__((noinline)) void timer_unset(struct timer *t)
{
    t->node.prev->next = t->node.next;
    t->node.next->prev = t->node.prev;
    timers--;
}

static void too_late(struct timer *t)
{
    (void)t;
    bench_check(0, "in time");
}

static __attribute__((noinline)) long add(long a, long b)
{
    return a + b;
}

static long add_up(long n)
{
    long sum = 0;
    for (long i = 0; i < n; i++) {
        struct timer limit = {.expired = too_late};
        timer_set(&limit, bench_wall_ns() + 1000000000);
        sum = add(sum, i);
        timer_unset(&limit);
    }
    return sum;
}

int main(void)
{
    long n = bench_opaque(1000000);
    for (int i = 0; i < SLOTS; i++)
        slots[i].prev = slots[i].next = &slots[i];
    bench_check(add_up(1000) == 499500, "1000 timers");
    double begin = bench_cpu_ns();
    long sum = add_up(n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2 && timers == 0, "n timers");
    bench_report("scope-timeout", (end - begin) / (double)n, "ns");
    return 0;
}
