/* Who is inside a runtime: of threads those that are workers of one; of
 * processes not those that have been forked by one of these threads.
 *
 * The child of fork(2) has the memory of its parent, and the very epoll
 * instance: if it went on it would take events that are the parent's. So it may
 * exec or _exit. All else that it asks of the runtime ends with a sentence, and
 * nobody else pays for that: the child's copy of the worker is left such that
 * every way leads to where somebody looks for it.
 *   - No entry may run: they all come to pirn__start.
 *   - The turn is the last of its batch, and the clock that is asked after it
 *     is not to be asked.
 *   - The task that runs seems to be in a cancelled scope: so entries that are
 *     inlined do not run without being called.
 *   - The thread seems to have no runtime, for what looks for that, such as
 *     events.
 * The last two are not needed beside other workers, nor where tasks are
 * threads: there all comes to a lock. */
#include "runtime.h"

/* Registered threads ------------------------------------------------------- */

static struct pirn__list running = {&running, &running};
static pthread_mutex_t running_lock = PTHREAD_MUTEX_INITIALIZER;

static void in_child(void);

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, in_child);
}

void pirn__inside_add(struct pirn__loop *loop)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    pthread_mutex_lock(&running_lock);
    pirn__list_append(&running, &loop->running);
    pthread_mutex_unlock(&running_lock);
}

void pirn__inside_remove(struct pirn__loop *loop)
{
    pthread_mutex_lock(&running_lock);
    pirn__list_remove(&loop->running);
    pthread_mutex_unlock(&running_lock);
}

bool pirn__is_running(const struct pirn_worker *runtime)
{
    bool found = pirn__is_forked;
    pthread_mutex_lock(&running_lock);
    for (struct pirn__list *node = running.next; node != &running && !found;
         node = node->next) {
        struct pirn__loop *loop =
            pirn__container_of(node, struct pirn__loop, running);
        found = !runtime || loop->worker.runtime == runtime;
    }
    pthread_mutex_unlock(&running_lock);
    return found;
}

void pirn__die_outside(const char *what)
{
    if (pirn__is_forked)
        pirn__die_forked();
    pirn__die("%s on a thread that has no runtime: let a task do that, which "
              "waits in pirn_suspend until this thread calls pirn_complete",
              what);
}

/* Forked processes --------------------------------------------------------- */

bool pirn__is_forked;

static struct pirn__loop *forked; /* the loop of the thread that did it */
static struct pirn_task *forker;  /* its task; NULL: none */

void pirn__die_forked(void)
{
    pirn__this_loop = forked;
    forked->worker.current = forker;
    pirn__die(
        "a process that was forked inside a runtime goes on in it: it may "
        "exec or _exit, or be forked before pirn_run");
}

static int64_t no_time(struct pirn_clock *clock)
{
    (void)clock;
    pirn__die_forked();
}

static int64_t no_wait(struct pirn_clock *clock, int64_t until)
{
    (void)until;
    return no_time(clock);
}

static struct pirn_clock no_clock = {no_time, no_wait};

static void leave_runtime(struct pirn__loop *loop)
{
    forked = loop;
    forker = loop->worker.current;
    loop->worker.stack_limit = loop->spawner.stack_limit = PIRN__FORKED;
    loop->worker.ring.end = 0;
    loop->clock = &no_clock;
    loop->inbox = NULL;
    loop->member.is_asked = true;
    pirn__is_forked = true;
    if (loop->worker.crew)
        return;
    loop->worker.current = &pirn__nobody;
    pirn__this_loop = NULL;
}

/* Of all threads the one that has forked is left. If it is no worker's, the
 * child may have a runtime of its own. */
static void in_child(void)
{
    running.prev = running.next = &running;
    pthread_mutex_init(&running_lock, NULL);
    if (pirn__this_loop)
        leave_runtime(pirn__this_loop);
}
