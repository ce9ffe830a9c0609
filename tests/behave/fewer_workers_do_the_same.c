// Where not all threads can be started there are fewer workers, numbered without
// a gap, and everything is computed all the same.
// flags: -Wl,--wrap=pthread_create
// threads: no, each task needs its thread
// asan
// tsan
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

static int left; /* so many more threads may be started */

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *arg);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *arg)
{
    if (left-- <= 0)
        return EAGAIN;
    return __real_pthread_create(thread, attributes, start, arg);
}

static async long tree(int depth)
{
    long sum = 1;
    if (depth == 0)
        return 1;
    scope (s) {
        task(long) a = spawn tree(depth - 1);
        task(long) b = spawn_on((unsigned)depth) tree(depth - 1);
        sum += await a;
        sum += await b;
    }
    return pirn_worker() < pirn_workers() ? sum : -1;
}

static async void count(void)
{
    printf("%u workers: %ld\n", pirn_workers(), await tree(8));
}

int main(void)
{
    for (int threads = 0; threads <= 4; threads++) {
        left = threads;
        pirn_run_with(&(struct pirn_options){.workers = 4}, count());
    }
    // expect: 1 workers: 511
    // expect: 2 workers: 511
    // expect: 3 workers: 511
    // expect: 4 workers: 511
    // expect: 4 workers: 511
    return 0;
}
