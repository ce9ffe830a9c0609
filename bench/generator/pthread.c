/* One value from a thread, by two semaphores on one core. */
#include "../bench.h"

#include <pthread.h>
#include <semaphore.h>

static struct generator {
    sem_t wanted, given;
    long of, n, value;
    int ended;
} g;

static void *multiples(void *unused)
{
    (void)unused;
    for (long i = 0; i < g.n; i++) {
        sem_wait(&g.wanted);
        g.value = i * g.of;
        sem_post(&g.given);
    }
    sem_wait(&g.wanted);
    g.ended = 1;
    sem_post(&g.given);
    return NULL;
}

static long sum_of_multiples(long of, long n)
{
    pthread_t thread;
    long sum = 0;
    g.of = of;
    g.n = n;
    g.ended = 0;
    sem_init(&g.wanted, 0, 0);
    sem_init(&g.given, 0, 0);
    bench_check(!pthread_create(&thread, NULL, multiples, NULL),
                "pthread_create");
    for (;;) {
        sem_post(&g.wanted);
        sem_wait(&g.given);
        if (g.ended)
            break;
        sum += g.value;
    }
    pthread_join(thread, NULL);
    return sum;
}

int main(void)
{
    long n = bench_opaque(50000);
    bench_check(sum_of_multiples(3, 1000) == 1498500, "1000 multiples of 3");
    double begin = bench_cpu_ns();
    long sum = sum_of_multiples(3, n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2 * 3, "n multiples of 3");
    bench_report("generator", (end - begin) / (double)n, "ns/step");
    return 0;
}
