/* Start a thread and join it, one at a time. */
#include "../bench.h"

#include <pthread.h>

struct operands {
    long a, b;
};

static void *add(void *operands)
{
    struct operands *o = operands;
    return (void *)(o->a + o->b);
}

static long add_up(long n)
{
    long sum = 0;
    for (long i = 0; i < n; i++) {
        pthread_t thread;
        struct operands o = {sum, i};
        void *result;
        bench_check(!pthread_create(&thread, NULL, add, &o), "pthread_create");
        pthread_join(thread, &result);
        sum = (long)result;
    }
    return sum;
}

int main(void)
{
    long n = bench_opaque(10000);
    bench_check(add_up(100) == 4950, "100 threads");
    double begin = bench_cpu_ns();
    long sum = add_up(n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2, "n threads");
    bench_report("spawn-join", (end - begin) / (double)n, "ns");
    return 0;
}
