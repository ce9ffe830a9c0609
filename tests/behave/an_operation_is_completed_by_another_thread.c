// pirn_suspend waits for pirn_complete, which any thread may call.
// elided: same
// threads: any order, tsan
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

struct job {
    pthread_t thread;
    pirn_op *op;
    int n;
};

static void *work(void *arg)
{
    struct job *job = arg;
    pirn_complete(job->op, job->n * job->n);
    return NULL;
}

static void start(pirn_op *op, void *arg)
{
    struct job *job = arg;
    job->op = op;
    if (pthread_create(&job->thread, NULL, work, job))
        pirn_complete(op, -1);
}

static async int square(int n)
{
    struct job job = {.n = n};
    int result = await pirn_suspend(start, NULL, &job);
    pthread_join(job.thread, NULL);
    return result;
}

static void at_once(pirn_op *op, void *arg)
{
    pirn_complete(op, *(int *)arg);
}

async int main(void)
{
    printf("%d\n", await square(5)); // expect: 25
    int sum = 0;
    scope (s) {
        task(int) list[20];
        for (int i = 0; i < 20; i++)
            list[i] = spawn square(i);
        for (int i = 0; i < 20; i++)
            sum += await list[i];
    }
    printf("%d\n", sum); // expect: 2470
    for (int i = 0; i < 3; i++)
        sum += await pirn_suspend(at_once, NULL, &i);
    printf("%d\n", sum); // expect: 2473
    return 0;
}
