// With one task alone the locks read as serial code does.
// elided: same
// exit: 121
// stderr: stuck
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_mutex m;
static struct pirn_rwlock l = PIRN_RWLOCK_INIT;

static async int set_up(void *arg)
{
    int *calls = arg;
    return ++*calls > 1 ? 40 + *calls : -EIO;
}

async int main(void)
{
    struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(3);
    struct pirn_event e = PIRN_EVENT_INIT;
    struct pirn_wait_group g = {0};
    struct pirn_once o = {0};
    struct pirn_condition c = {0};
    int calls = 0;

    printf("%d ", await pirn_mutex_lock(&m));
    printf("%d ", pirn_mutex_try_lock(&m) == -EAGAIN);
    pirn_mutex_unlock(&m);
    printf("%d\n", pirn_mutex_try_lock(&m)); // expect: 0 1 0
    pirn_condition_signal(&c);
    pirn_condition_broadcast(&c);

    printf("%d %d ", await pirn_rwlock_rdlock(&l), pirn_rwlock_try_rdlock(&l));
    printf("%d ", pirn_rwlock_try_wrlock(&l) == -EAGAIN);
    pirn_rwlock_unlock(&l);
    pirn_rwlock_unlock(&l);
    printf("%d ", await pirn_rwlock_wrlock(&l));
    printf("%d\n", pirn_rwlock_try_rdlock(&l) == -EAGAIN); // expect: 0 0 1 0 1
    pirn_rwlock_unlock(&l);

    printf("%d ", await pirn_semaphore_acquire(&units, 2));
    printf("%d ", pirn_semaphore_try_acquire(&units, 2) == -EAGAIN);
    pirn_semaphore_release(&units, 1);
    printf("%d\n", pirn_semaphore_try_acquire(&units, 2)); // expect: 0 1 0

    int first = await pirn_once(&o, set_up, &calls);
    int second = await pirn_once(&o, set_up, &calls);
    int third = await pirn_once(&o, set_up, &calls);
    printf("%d %d %d\n", first == -EIO, second, third); // expect: 1 42 42

    pirn_event_set(&e);
    pirn_wait_group_add(&g, 1);
    pirn_wait_group_done(&g);
    printf("%d %d %d\n", await pirn_event_wait(&e), pirn_event_is_set(&e),
           await pirn_wait_group_wait(&g)); // expect: 0 1 0
    fflush(stdout);

    await pirn_condition_wait(&c, &m); /* nobody can end this */
    printf("unreachable\n");
    return 0;
}
