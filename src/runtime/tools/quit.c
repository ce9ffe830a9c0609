/* SIGQUIT, the quit character of the terminal: dumps every runtime of the
 * process, each by its own loop at its next turn, and the program goes on.
 *
 * The handler is there while there are runtimes, unless the program has one of
 * its own or ignores the signal. It only sets flags and wakes the loops; so it
 * works where a task has the thread, but there is no dump before that gives
 * way. If it does not for a second, the next SIGQUIT does what it does without
 * a handler, and ends the program.
 *
 * The list of runtimes is read by the handler, on whatever thread, without a
 * lock: a runtime that ends takes itself out and then waits until no handler
 * runs that may still have seen it. */
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

enum { MOST = 256 }; /* runtimes beyond that are not dumped */

static _Atomic(struct pirn__loop *) loops[MOST];
static atomic_int handlers;       /* that are running */
static _Atomic(int64_t) asked_at; /* of what has not been dumped yet */

pthread_mutex_t pirn__quit_lock = PTHREAD_MUTEX_INITIALIZER;
static int count; /* runtimes, under the lock */

static bool is_stubborn(void)
{
    for (int i = 0; i < MOST; i++) {
        struct pirn__loop *loop = loops[i];
        if (loop && loop->dump_is_wanted)
            return pirn__real_now() - asked_at >= PIRN_S;
    }
    return false;
}

static void ask(void)
{
    asked_at = pirn__real_now();
    for (int i = 0; i < MOST; i++) {
        struct pirn__loop *loop = loops[i];
        if (!loop)
            continue;
        loop->dump_is_wanted = true;
        if (loop->worker.crew)
            pirn__crew_wake(loop);
        else
            loop->driver_ops->wake(loop->driver);
    }
}

static void on_quit(int signal_number)
{
    int saved = errno;
    handlers++;
    if (is_stubborn()) {
        signal(signal_number, SIG_DFL);
        raise(signal_number); /* when this handler has returned */
    } else {
        ask();
    }
    handlers--;
    errno = saved;
}

static void install(void)
{
    struct sigaction action, old;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_quit;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGQUIT, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction(SIGQUIT, &action, NULL);
}

static void uninstall(void)
{
    struct sigaction old;
    if (sigaction(SIGQUIT, NULL, &old) == 0 && old.sa_handler == on_quit)
        signal(SIGQUIT, SIG_DFL);
}

void pirn__quit_begin(struct pirn__loop *loop)
{
    pthread_mutex_lock(&pirn__quit_lock);
    for (int i = 0; i < MOST; i++) {
        if (!loops[i]) {
            loops[i] = loop;
            break;
        }
    }
    if (count++ == 0)
        install();
    pthread_mutex_unlock(&pirn__quit_lock);
}

void pirn__quit_forget(void)
{
    for (int i = 0; i < MOST; i++)
        loops[i] = NULL;
    count = 0;
    handlers = 0;
}

void pirn__quit_end(struct pirn__loop *loop)
{
    pthread_mutex_lock(&pirn__quit_lock);
    for (int i = 0; i < MOST; i++)
        if (loops[i] == loop)
            loops[i] = NULL;
    if (--count == 0)
        uninstall();
    pthread_mutex_unlock(&pirn__quit_lock);
    while (handlers)
        sched_yield();
}
