// A thread without a runtime may not unlock a mutex, even while the task that
// holds it runs and nobody waits for it.
// exit: 134
// stderr: pirn: pirn_mutex_unlock on a thread that has no runtime
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_mutex m;

static void *unlock(void *arg)
{
    (void)arg;
    pirn_mutex_unlock(&m);
    return NULL;
}

async int main(void)
{
    pthread_t thread;
    await pirn_mutex_lock(&m);
    pirn_mutex_unlock(&m);
    await pirn_mutex_lock(&m);
    puts("held");
    fflush(stdout);
    pthread_create(&thread, NULL, unlock, NULL);
    pthread_join(thread, NULL);
    puts("unlocked by another thread");
    return 0;
}
// expect: held
