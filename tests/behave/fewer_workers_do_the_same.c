// Where not all threads can be started, or there are too few descriptors for
// them, there are fewer workers, numbered without a gap, and everything is computed
// all the same.
// flags: -Wl,--wrap=pthread_create
// threads: no, each task needs its thread
// asan
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

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

static async void count_few(void)
{
    printf("%s: %ld\n", pirn_workers() < 4 ? "few" : "all", await tree(8));
}

/* Room for two workers, and then some. */
static void have_few_descriptors(void)
{
    struct rlimit limit;
    int next = dup(0);
    close(next);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = (rlim_t)next + 5;
    setrlimit(RLIMIT_NOFILE, &limit);
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
    left = 3;
    have_few_descriptors();
    pirn_run_with(&(struct pirn_options){.workers = 4}, count_few());
    // expect: few: 511
    return 0;
}
