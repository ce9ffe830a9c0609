// Runtimes of several threads run beside each other.
// elided: same
// threads: any order
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

static async int fibonacci(int n)
{
    if (n < 2) {
        await pirn_yield_now();
        return n;
    }
    return await fibonacci(n - 1) + await fibonacci(n - 2);
}

static async int several(int n)
{
    int sum = 0;
    scope (s) {
        task(int) a = spawn fibonacci(n);
        task(int) b = spawn fibonacci(n - 1);
        sum = await a + await b;
        await pirn_sleep(PIRN_US);
    }
    return sum;
}

static void *run(void *arg)
{
    int *n = arg;
    *n = pirn_run(several(*n));
    return NULL;
}

int main(void)
{
    pthread_t thread[4];
    int n[4] = {10, 11, 12, 13};
    for (int i = 0; i < 4; i++)
        if (pthread_create(&thread[i], NULL, run, &n[i]))
            return 1;
    for (int i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    printf("%d %d %d %d\n", n[0], n[1], n[2], n[3]); // expect: 89 144 233 377
    return 0;
}
