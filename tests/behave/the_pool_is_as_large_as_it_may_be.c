/* There are no more threads in the pool than PIRN_POOL_THREADS says; calls that
 * are offloaded meanwhile wait for one, and dumps tell. */
// env: PIRN_POOL_THREADS=3
// asan
// workers: any
// threads: no, each task has a thread of its own
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS = 200, THREADS = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_open = PTHREAD_COND_INITIALIZER;
static int inside, most, made, gate;

static int call(int n)
{
    pthread_mutex_lock(&lock);
    most = ++inside > most ? inside : most;
    while (!gate)
        pthread_cond_wait(&is_open, &lock);
    inside--;
    made++;
    pthread_mutex_unlock(&lock);
    return n;
}

static async int go(int n)
{
    return await offload call(n);
}

static bool are_inside(int n)
{
    pthread_mutex_lock(&lock);
    bool result = inside == n;
    pthread_mutex_unlock(&lock);
    return result;
}

/* The lines of a dump that have the text in them. */
static int count_in_dump(const char *text)
{
    char *dump = NULL;
    size_t size;
    int count = 0;
    FILE *out = open_memstream(&dump, &size);
    pirn_dump(out);
    fclose(out);
    for (const char *at = dump; (at = strstr(at, text)); at++)
        count++;
    free(dump);
    return count;
}

async int main(void)
{
    long sum = 0;
    scope (s) {
        task(int) tasks[CALLS];
        for (int i = 0; i < CALLS; i++)
            tasks[i] = spawn go(i);
        while (!are_inside(THREADS) ||
               !count_in_dump("pool: 3 of at most 3 threads, 0 of them idle; "
                              "197 calls wait for one\n"))
            await pirn_sleep(PIRN_MS);
        printf("%d\n",
               count_in_dump("waits for a thread, for an offloaded") > 0);
        // expect: 1
        pthread_mutex_lock(&lock);
        gate = 1;
        pthread_cond_broadcast(&is_open);
        pthread_mutex_unlock(&lock);
        for (int i = 0; i < CALLS; i++)
            sum += await tasks[i];
    }
    printf("%ld %d %d\n", sum, made, most); // expect: 19900 200 3
    return 0;
}
