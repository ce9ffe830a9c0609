// A program may exit while its other threads make dumps.
// asan
// threads: any order, tsan
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_barrier_t barrier;

static async void dump_for_ever(void)
{
    FILE *out = fopen("/dev/null", "w");
    (pthread_barrier_wait)(&barrier);
    while (await pirn_yield_now() == 0)
        pirn_dump(out);
}

static void *run(void *unused)
{
    pirn_run(dump_for_ever());
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, run, NULL);
    pthread_detach(thread);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 100; i++)
        pirn_run(pirn_yield_now());
    printf("over\n"); // expect: over
    exit(0);
}
