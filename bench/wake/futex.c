/* A thread that waits on a futex: see wake.h. */
#include "wake.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

static int balls; /* thrown so far */

static void futex(int operation, int value)
{
    syscall(SYS_futex, &balls, operation, value, NULL, NULL, 0);
}

static void *waiter(void *unused)
{
    for (int round = 0; round < ROUNDS; round++) {
        while (__atomic_load_n(&balls, __ATOMIC_ACQUIRE) == round)
            futex(FUTEX_WAIT_PRIVATE, round);
        ran_at[round] = bench_wall_ns();
    }
    return unused;
}

int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, waiter, NULL))
        return 1;
    for (int i = 0; i < ROUNDS; i++) {
        bench_pause();
        woken_at[i] = bench_wall_ns();
        __atomic_store_n(&balls, i + 1, __ATOMIC_RELEASE);
        futex(FUTEX_WAKE_PRIVATE, 1);
    }
    pthread_join(thread, NULL);
    report();
    return 0;
}
