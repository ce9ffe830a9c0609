/* Forked processes: what is left of a runtime in the child of one of its
 * threads.
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
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"

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
    loop->worker.stack_limit = loop->spawner.stack_limit = PIRN__FORKED;
    loop->worker.ring.end = 0;
    loop->member.permit = PIRN__NO_PERMIT;
    loop->clock = &no_clock;
    loop->inbox = NULL;
    loop->member.is_asked = true;
    if (loop->worker.crew)
        return;
    loop->worker.current = &pirn__nobody;
    pirn__this_loop = NULL;
}

/* No other thread is to be inside one of them when the process is copied. In
 * the order in which they are taken within each other. */
static pthread_mutex_t *const locks[] = {
    &pirn__trace_lock, &pirn__tables_lock, &pirn__leaks_lock, &pirn__site_lock,
    &pirn__quit_lock,  &pirn__names_lock,  &pirn__inside_lock};
enum { LOCKS = sizeof locks / sizeof *locks };

static void before_fork(void)
{
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_lock(locks[i]);
}

static void in_parent(void)
{
    for (size_t i = LOCKS; i-- > 0;)
        pthread_mutex_unlock(locks[i]);
}

/* Of all threads the one that has forked is left. If it is no worker's, the
 * child may have a runtime of its own. */
static void in_child(void)
{
    pirn__inside_forked(pirn__this_loop);
    pirn__quit_forget();
    in_parent();
    if (pirn__this_loop)
        leave_runtime(pirn__this_loop);
}

void pirn__register_forks(void)
{
    pthread_atfork(before_fork, in_parent, in_child);
}
