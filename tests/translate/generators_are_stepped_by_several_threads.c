// One suspended generator is resumed by another thread each time.
// tsan
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

enum { THREADS = 8, STEPS = 10000 };

static generator long triangle(void)
{
    long sum = 0, history[4] = {0};
    for (long i = 1;; i++) {
        sum += i;
        history[i % 4] = sum;
        yield history[i % 4];
    }
}

static struct {
    pthread_mutex_t lock;
    pthread_cond_t turned;
    int turn;
    long last;
    gen(long) g;
} shared = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};

static void *step(void *arg)
{
    int me = *(int *)arg;
    for (int i = 0; i < STEPS / THREADS; i++) {
        pthread_mutex_lock(&shared.lock);
        while (shared.turn != me)
            pthread_cond_wait(&shared.turned, &shared.lock);
        if (pirn_next(shared.g, &shared.last) != 1)
            puts("ended");
        shared.turn = (me + 1) % THREADS;
        pthread_cond_broadcast(&shared.turned);
        pthread_mutex_unlock(&shared.lock);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread[THREADS];
    int number[THREADS];
    shared.g = triangle();
    for (int i = 0; i < THREADS; i++) {
        number[i] = i;
        if (pthread_create(&thread[i], NULL, step, &number[i]))
            return 1;
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    printf("%ld\n", shared.last); // expect: 50005000
    pirn_gen_close(shared.g);
    return 0;
}
