/* The same by hand: a pool of one thread, a mutex, and a condition for each of
 * the two that wait. */
#include "../bench.h"

#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

static struct job {
    long (*f)(long n);
    long n, result;
    bool is_done;
} *job;
static bool has_ended;

static void *work(void *unused)
{
    pthread_mutex_lock(&lock);
    while (!has_ended) {
        struct job *taken = job;
        job = NULL;
        if (!taken) {
            pthread_cond_wait(&posted, &lock);
            continue;
        }
        pthread_mutex_unlock(&lock);
        taken->result = taken->f(taken->n);
        pthread_mutex_lock(&lock);
        taken->is_done = true;
        pthread_cond_signal(&done);
    }
    pthread_mutex_unlock(&lock);
    return unused;
}

static long next(long n)
{
    return n + 1;
}

static long call(long times)
{
    long n = 0;
    for (long i = 0; i < times; i++) {
        struct job mine = {next, n, 0, false};
        pthread_mutex_lock(&lock);
        job = &mine;
        pthread_cond_signal(&posted);
        while (!mine.is_done)
            pthread_cond_wait(&done, &lock);
        pthread_mutex_unlock(&lock);
        n = mine.result;
    }
    return n;
}

int main(void)
{
    long times = bench_size(200000);
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL))
        return 1;
    call(times / 10);
    long long began = bench_wall_ns();
    double cpu = bench_cpu_ns();
    bench_check(call(times) == times, "the number of calls");
    bench_report("offload", (double)(bench_wall_ns() - began) / (double)times,
                 "ns");
    bench_report("offload.cpu", (bench_cpu_ns() - cpu) / (double)times, "ns");
    pthread_mutex_lock(&lock);
    has_ended = true;
    pthread_cond_signal(&posted);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
