/* What is posted from other threads, one that is no task's calls: it takes
 * from the inbox of the loop, which never runs, and calls each function without
 * the lock. It is begun by the first hold, and ended with the runtime.
 *
 * It is not counted among the threads that run: as long as there is a hold,
 * something from outside is waited for. */
#include "threads.h"

void pirn__poster_wake(struct pirn__driver *hub)
{
    atomic_store(&hub->poster_word, 1);
    pirn__futex_wake(&hub->poster_word);
}

void pirn__front_call_out(void (*f)(void *arg), void *arg)
{
    struct pirn__thread *t = pirn__this_thread;
    if (!t || !t->inside) {
        f(arg);
        return;
    }
    unsigned inside = pirn__call_out(t);
    f(arg);
    pirn__call_back(t, inside);
}

/* From here on whoever puts something into the inbox wakes this thread. */
static void expect(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    atomic_store(&loop->driver->poster_word, 0);
    loop->sleeping = true;
    pthread_mutex_unlock(&loop->lock);
}

/* The last hold may be gone, and nobody runs: let somebody find that. */
static void look_for_stuck(struct pirn__driver *hub)
{
    struct pirn__thread *t = hub->outlook ? hub->outlook : hub->root;
    if (hub->takes_turns || hub->running == 0)
        pirn__kick(t);
}

static void *call_posted(void *arg)
{
    struct pirn__driver *hub = arg;
    struct pirn__thread t;
    pirn__thread_init(&t, hub, NULL);
    pirn__this_thread = &t;
    pirn__this_loop = hub->loop;
    pirn__hub_enter(&t);
    while (!hub->poster_ends) {
        expect(hub->loop);
        pirn__inbox_drain(hub->loop);
        pirn__settle(hub);
        look_for_stuck(hub);
        pirn__hub_leave(&t);
        while (!atomic_load(&hub->poster_word))
            (void)pirn__futex_wait(&hub->poster_word, 0, -1);
        pirn__hub_enter(&t);
    }
    pirn__hub_leave(&t);
    return NULL;
}

/* The lock is held. Returns whether there is one. */
static bool begin_poster(struct pirn__driver *hub)
{
    if (!hub->has_poster)
        hub->has_poster = pthread_create(&hub->poster, &hub->attributes,
                                         call_posted, hub) == 0;
    return hub->has_poster;
}

PIRN__FRONT(pirn__runtime_hold);
pirn_runtime *front_pirn__runtime_hold(const char *place)
{
    struct pirn__thread *t = pirn__this_thread;
    if (!t)
        return pirn__runtime_hold(place); /* which says what is wrong */
    pirn__hub_enter(t);
    pirn_runtime *runtime =
        begin_poster(t->hub) ? pirn__runtime_hold(place) : NULL;
    pirn__hub_leave(t);
    return runtime;
}

PIRN__FRONT(pirn_runtime_hold);
pirn_runtime *front_pirn_runtime_hold(void)
{
    return front_pirn__runtime_hold(NULL);
}

void pirn__poster_end(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    if (!hub->has_poster)
        return;
    t->task = NULL;
    pirn__hub_enter(t);
    hub->poster_ends = true;
    pirn__hub_leave(t);
    pirn__poster_wake(hub);
    pthread_join(hub->poster, NULL);
    pirn__hub_enter(t);
    pirn__posts_end(hub->loop);
    pirn__hub_leave(t);
}
