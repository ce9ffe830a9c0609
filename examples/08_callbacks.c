/* Awaiting a library that calls back, on a thread of its own.
 *
 *     pirn run examples/08_callbacks.c
 *
 * pirn_suspend hands a pirn_op to the start function; whoever has the result
 * calls pirn_complete with it, on any thread. If the scope around the wait is
 * cancelled, the cancel function passes that on. */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include <pirn.h>

/* -- Some library: works in the background, then calls back -------------- */

struct work {
    int ms, result;
    bool stop;
    pthread_t thread;
    pthread_mutex_t lock;
    void (*done)(int result, void *arg);
    void *arg;
};

static bool is_stopped(struct work *work)
{
    pthread_mutex_lock(&work->lock);
    bool stop = work->stop;
    pthread_mutex_unlock(&work->lock);
    return stop;
}

static void *work_thread(void *arg)
{
    struct work *work = arg;
    const struct timespec one_ms = {0, 1000000};
    int ms = 0;
    while (ms++ < work->ms && !is_stopped(work))
        nanosleep(&one_ms, NULL);
    work->done(is_stopped(work) ? -ECANCELED : work->result, work->arg);
    return NULL;
}

static int work_begin(struct work *work, void (*done)(int, void *), void *arg)
{
    work->done = done;
    work->arg = arg;
    pthread_mutex_init(&work->lock, NULL);
    return pthread_create(&work->thread, NULL, work_thread, work);
}

static void work_stop(struct work *work)
{
    pthread_mutex_lock(&work->lock);
    work->stop = true;
    pthread_mutex_unlock(&work->lock);
}

/* -- The same, to be awaited --------------------------------------------- */

static void done(int result, void *arg)
{
    pirn_complete(arg, result); /* on the library's thread */
}

static void start(pirn_op *op, void *arg)
{
    int error = work_begin(arg, done, op);
    if (error)
        pirn_complete(op, -error);
}

static void cancel(pirn_op *op, void *arg)
{
    (void)op;
    work_stop(arg);
}

static async int do_work(int ms, int value)
{
    struct work work = {.ms = ms, .result = value};
    int result = await pirn_suspend(start, cancel, &work);
    if (work.done) /* it was begun */
        pthread_join(work.thread, NULL);
    return result;
}

async int main(void)
{
    scope (s) {
        task(int) slow = spawn do_work(20, 1);
        task(int) fast = spawn do_work(2, 2);
        printf("%d\n", await fast + await slow); // expect: 3
    }
    scope (s, .timeout = 10 * PIRN_MS) {
        int rc = await do_work(10000, 3);
        printf("%d\n", rc == -ECANCELED); // expect: 1
    } else {
        printf("too slow\n"); // expect: too slow
    }
    return 0;
}
