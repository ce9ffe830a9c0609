// A signal that comes to the thread of a worker that sleeps, and waits for
// nothing from outside, is handled at once: under ThreadSanitizer, too, which
// keeps signals back until the thread makes a call that it knows.
// expect: 10
// threads: no, its tasks are on no worker
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

static void *interrupt(void *arg)
{
    usleep(200000); /* by then all workers sleep */
    pthread_kill(*(pthread_t *)arg, SIGUSR1);
    return NULL;
}

static async int listen_for(pthread_t *sleeper)
{
    pthread_t thread;
    pirn_signal *signals = pirn_signal_open(PIRN_SIGNAL(SIGUSR1));
    if (!signals || pthread_create(&thread, NULL, interrupt, sleeper) != 0)
        return -1;
    int number = await pirn_signal_next(signals);
    pthread_join(thread, NULL);
    pirn_signal_close(signals);
    return number;
}

static async int run(pthread_t *self)
{
    scope (s) {
        task(int) number = spawn_on(1) listen_for(self);
        printf("%d\n", await number); /* SIGUSR1 */
    }
    return 0;
}

int main(void)
{
    pthread_t self = pthread_self();
    struct pirn_options options = {.workers = 2};
    return pirn_run_with(&options, run(&self));
}
