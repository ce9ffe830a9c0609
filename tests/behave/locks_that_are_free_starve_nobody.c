// A task that takes and gives back what is always free gives way to others,
// but not each time.
#include <stdio.h>

#include <pirn.h>

static long others_turns;

static async void other(bool *stop)
{
    while (!*stop) {
        others_turns++;
        await pirn_yield_now();
    }
}

static async int nothing(void *arg)
{
    (void)arg;
    return 0;
}

static async void operate(int which)
{
    static struct pirn_mutex m;
    static struct pirn_rwlock l;
    static struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(1);
    static struct pirn_event e;
    static struct pirn_once o;
    static struct pirn_wait_group g;
    switch (which) {
    case 0: await pirn_mutex_lock(&m); pirn_mutex_unlock(&m); break;
    case 1: await pirn_rwlock_rdlock(&l); pirn_rwlock_unlock(&l); break;
    case 2: await pirn_rwlock_wrlock(&l); pirn_rwlock_unlock(&l); break;
    case 3:
        await pirn_semaphore_acquire(&units, 1);
        pirn_semaphore_release(&units, 1);
        break;
    case 4: pirn_event_set(&e); await pirn_event_wait(&e); break;
    case 5: await pirn_once(&o, nothing, NULL); break;
    case 6: await pirn_wait_group_wait(&g); break;
    }
}

async int main(void)
{
    scope (s) {
        bool stop = false;
        spawn other(&stop);
        for (int which = 0; which < 7; which++) {
            long before = others_turns;
            for (int i = 0; i < 12800; i++)
                await operate(which);
            long turns = others_turns - before;
            if (turns < 90 || turns > 110)
                printf("%d: %ld turns\n", which, turns);
        }
        stop = true;
    }
    printf("end\n"); // expect: end
    return 0;
}
