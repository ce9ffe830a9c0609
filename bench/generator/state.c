/* One step of a generator by hand, called through a function pointer as one
 * whose kind the consumer does not know has to be: the floor. */
#include "../bench.h"

struct generator {
    int (*next)(struct generator *, long *value); /* 1, or 0 at the end */
};

struct multiples {
    struct generator generator;
    int begun;
    long of, n, i;
};

static int multiples_next(struct generator *g, long *value)
{
    struct multiples *m = (struct multiples *)g;
    switch (m->begun) {
    case 0:
        m->begun = 1;
        m->i = 0;
        break;
    case 1:
        m->i++;
        break;
    }
    if (m->i >= m->n)
        return 0;
    *value = m->i * m->of;
    return 1;
}

static __attribute__((noipa)) struct generator *multiples(long of, long n)
{
    struct multiples *m = malloc(sizeof *m);
    *m = (struct multiples){{multiples_next}, 0, of, n, 0};
    return &m->generator;
}

static long sum_of_multiples(long of, long n)
{
    struct generator *g = multiples(of, n);
    long sum = 0, value;
    while (g->next(g, &value) == 1)
        sum += value;
    free(g);
    return sum;
}

int main(void)
{
    long n = bench_opaque(50000000);
    bench_check(sum_of_multiples(3, 1000) == 1498500, "1000 multiples of 3");
    double begin = bench_cpu_ns();
    long sum = sum_of_multiples(3, n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2 * 3, "n multiples of 3");
    bench_report("generator", (end - begin) / (double)n, "ns/step");
    return 0;
}
