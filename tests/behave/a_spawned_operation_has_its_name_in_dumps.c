// An operation of Pirn's that is spawned is called by its name in a dump, and
// so is a select that is awaited.
// exit: 121
// stderr: task 1 (main) waits in a select
// stderr: in pirn_select
// stderr: task 2 (pirn_chan_recv) waits to receive from a channel
// stderr: task 3 (pirn_chan_send) waits to send on a channel
// stderr: task 4 (pirn_semaphore_acquire) waits for a semaphore
// stderr: task 5 (pirn_event_wait) waits for an event
// stderr: task 6 (pirn_barrier_wait) waits at a barrier
#include <pirn.h>

async int main(void)
{
    chan(int) c = pirn_chan_new(int, 0), d = pirn_chan_new(int, 0);
    int x = 0, y;
    struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(0);
    struct pirn_event event = PIRN_EVENT_INIT;
    struct pirn_barrier barrier = PIRN_BARRIER_INIT(2);
    scope (s) {
        spawn pirn_chan_recv(c, &x);
        spawn pirn_chan_send(d, &x);
        spawn pirn_semaphore_acquire(&units, 1);
        spawn pirn_event_wait(&event);
        spawn pirn_barrier_wait(&barrier);
        await pirn_select(PIRN_RECV(c, &y));
    }
    return 0;
}
