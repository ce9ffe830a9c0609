/* Objects that one worker has used alone for long are used by another one, by
 * both, and in the next runtime. Nothing is lost, and no two are in a section
 * at a time. */
// asan
// threads: no, they have no workers
// expect: 0
// expect: 0
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORKERS = 2, OFTEN = 300, TURNS = 6 };

static struct pirn_mutex mutex;
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(1);
static struct pirn_rwlock rwlock;
static struct pirn_event event;
static struct pirn_wait_group group;
static chan(int) items, rendezvous;
static long counted; /* plain: the sections have to protect it */
static atomic_int inside;
static atomic_long mistakes;

static async void use(int n)
{
    for (int i = 0; i < n; i++) {
        int item = i, got = -1;
        await pirn_mutex_lock(&mutex);
        mistakes += inside++ != 0;
        counted++;
        inside--;
        pirn_mutex_unlock(&mutex);
        mistakes += await pirn_semaphore_acquire(&semaphore, 1) != 0;
        pirn_semaphore_release(&semaphore, 1);
        mistakes += await pirn_rwlock_rdlock(&rwlock) != 0;
        pirn_rwlock_unlock(&rwlock);
        mistakes += await pirn_event_wait(&event) != 0;
        mistakes += await pirn_chan_send(items, &item) != 0;
        mistakes += await pirn_chan_recv(items, &got) != 0 || got < 0;
    }
    pirn_wait_group_done(&group);
}

static async void hand_over(int n, bool sends)
{
    for (int i = 0; i < n; i++) {
        int item = i;
        int rc = sends ? await pirn_chan_send(rendezvous, &item)
                       : await pirn_chan_recv(rendezvous, &item);
        mistakes += rc != 0 || item != i;
    }
}

/* On one worker, on the other, on both, on the one... */
static async void program(void)
{
    for (int turn = 0; turn < TURNS; turn++) {
        scope (s, .pinned = true) {
            bool both = turn % 3 == 2;
            pirn_wait_group_add(&group, both ? 2 : 1);
            spawn_on(turn % WORKERS) use(OFTEN);
            if (both)
                spawn_on((turn + 1) % WORKERS) use(OFTEN);
            spawn_on(turn % WORKERS) hand_over(OFTEN, true);
            spawn_on((turn + both) % WORKERS) hand_over(OFTEN, false);
            await pirn_wait_group_wait(&group);
        }
    }
}

int main(void)
{
    items = pirn_chan_new(int, 4);
    rendezvous = pirn_chan_new(int, 0);
    for (int i = 1; i <= 2; i++) {
        event.set = false;
        counted = 0;
        pirn_event_set(&event);
        pirn_run_with(&(struct pirn_options){.workers = WORKERS}, program());
        long wanted = (long)OFTEN * (TURNS + TURNS / 3);
        printf("%ld\n", mistakes + labs(counted - wanted));
    }
    pirn_chan_free(items);
    pirn_chan_free(rendezvous);
    return 0;
}
