/* Where no thread can be started, or none is wanted, the thread of the task
 * makes the call that is offloaded. */
// workers: any
// threads: no, there is no pool
// no tsan: it has a pthread_create of its own
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int threads; /* that may be started */

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*f)(void *), void *arg)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                void *) = dlsym(RTLD_NEXT, "pthread_create");
    if (threads == 0)
        return EAGAIN;
    threads--;
    return real(thread, attributes, f, arg);
}

static pthread_t self(int n)
{
    errno = n;
    return pthread_self();
}

static async int is_in_line(int n)
{
    bool is = pthread_equal(await offload self(n), pthread_self());
    return errno == n ? is : -1;
}

static async int count(int tasks)
{
    int sum = 0;
    scope (s, .pinned = true) {
        task(int) list[20];
        for (int i = 0; i < tasks; i++)
            list[i] = spawn is_in_line(i);
        for (int i = 0; i < tasks; i++)
            sum += await list[i];
    }
    return sum;
}

int main(void)
{
    printf("%d\n", pirn_run(count(20))); // expect: 20
    struct pirn_options one = {.workers = 1};
    threads = 1;
    printf("%d\n", pirn_run_with(&one, count(20))); // expect: 0
    threads = 100;
    setenv("PIRN_POOL_THREADS", "0", 1);
    printf("%d\n", pirn_run(count(20))); // expect: 20
    return 0;
}
