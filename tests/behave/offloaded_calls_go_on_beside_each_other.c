/* Calls that are offloaded go on at the same time, and beside the tasks. Each is
 * made by a thread of the pool, to which no signal of the program goes. */
// asan
// workers: any
// threads: no, in turns a call keeps its turn
#include <errno.h>
#include <pirn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

enum { CALLS = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_are_here = PTHREAD_COND_INITIALIZER;
static int here;

/* Returns when all are in it. */
static int meet(int n)
{
    sigset_t blocked;
    pthread_mutex_lock(&lock);
    if (++here == CALLS)
        pthread_cond_broadcast(&all_are_here);
    while (here < CALLS)
        pthread_cond_wait(&all_are_here, &lock);
    pthread_mutex_unlock(&lock);
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    errno = n;
#ifdef __PIRN_THREADS__
    return n;
#else
    return sigismember(&blocked, SIGINT) && sigismember(&blocked, SIGCHLD) ? n
                                                                           : -1;
#endif
}

static async int go(int n)
{
    errno = 1000;
    int value = await offload meet(n);
    return errno == n ? value : -2;
}

static int keep_errno(void)
{
    return errno;
}

async int main(void)
{
    int sum = 0;
    scope (s) {
        task(int) tasks[CALLS];
        for (int i = 0; i < CALLS; i++)
            tasks[i] = spawn go(i + 1);
        for (int i = 0; i < CALLS; i++)
            sum += await tasks[i];
    }
    printf("%d\n", sum); // expect: 15
    errno = 77;
    printf("%d\n", await offload keep_errno()); // expect: 77
    return 0;
}
