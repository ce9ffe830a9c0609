// Runtimes that begin at the same time on several threads, and spawn at the
// same places, may be watched and dumped.
// env: PIRN_HOG_MS=100000
// asan
// threads: any order, tsan
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 6 };

static pthread_barrier_t barrier;

static async int sleep_a_little(int number)
{
    await pirn_sleep(number * PIRN_US);
    return number;
}

/* Each use is another place. */
#define SPAWN(number)                                                          \
    scope (s)                                                                  \
    {                                                                          \
        task(int) t = spawn sleep_a_little(number);                            \
        pirn_dump(out);                                                        \
        sum += await t;                                                        \
    }

static async int spawn_some(void)
{
    int sum = 0;
    FILE *out = fopen("/dev/null", "w");
    SPAWN(1)
    SPAWN(2)
    SPAWN(3)
    SPAWN(4)
    SPAWN(5)
    fclose(out);
    return sum;
}

static void *run(void *sum)
{
    pthread_barrier_wait(&barrier);
    *(int *)sum = pirn_run(spawn_some());
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int sums[THREADS], sum = 0;
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, run, &sums[i]);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += sums[i];
    }
    pthread_barrier_destroy(&barrier);
    printf("%d\n", sum); // expect: 90
}
