/* An offloaded call is made, and waited for, in a cancelled scope too; the
 * cancellation is seen at the next wait. */
// asan
// workers: any
// threads: no, in turns a call keeps its turn
#include <errno.h>
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static int pass(int n)
{
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return n;
}

static int next(int n)
{
    return n + 1;
}

static async void work(void)
{
    printf("%d\n", await offload pass(5)); // expect: 5
    printf("%s\n", pirn_is_cancelled() ? "cancelled" : "not cancelled");
    // expect: cancelled
    printf("%d\n", await offload next(6)); // expect: 7
    printf("%d\n", await pirn_sleep(1) == -ECANCELED); // expect: 1
}

async int main(void)
{
    pthread_mutex_lock(&gate);
    scope (s) {
        spawn work();
        await pirn_sleep(10 * PIRN_MS);
        pirn_scope_cancel(s);
        scope (t, .shield = true)
            await pirn_sleep(10 * PIRN_MS);
        pthread_mutex_unlock(&gate);
    }
    return 0;
}
