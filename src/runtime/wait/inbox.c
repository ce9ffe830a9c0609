/* What other threads leave for a worker to do: operations that they have
 * completed, functions that they have posted.
 *
 * An arrival is put into the inbox under the loop's lock, and the driver is
 * woken under it too. So when the worker has got hold of the lock after that,
 * the other thread will touch neither the arrival nor the loop again, and both
 * may cease to be. */
#include "runtime/runtime.h"
#include "runtime/wait/baton.h"

void pirn__inbox_put(struct pirn__loop *loop, struct pirn__arrival *arrival)
{
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    pthread_mutex_lock(&loop->lock);
    arrival->next = loop->inbox;
    loop->inbox = arrival;
    if (loop->sleeping) {
        loop->sleeping = false;
        pirn__point_wake(loop);
        loop->driver_ops->wake(loop->driver);
    }
    pthread_mutex_unlock(&loop->lock);
}

void pirn__inbox_drain(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct pirn__arrival *newest = loop->inbox, *oldest = NULL, *next;
    loop->inbox = NULL;
    pthread_mutex_unlock(&loop->lock);
    for (; newest; newest = next) {
        next = newest->next;
        newest->next = oldest;
        oldest = newest;
    }
    for (; oldest; oldest = next) {
        next = oldest->next;
        oldest->take_in(loop, oldest);
    }
}
