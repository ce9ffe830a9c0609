/* Starting threads. */
#include "runtime/base/thread.h"
#include "runtime/base/fault.h"
#include <signal.h>
#include <stdint.h>

/* A thread blocks all signals but those that tell what it has done itself.
 * These cannot be kept waiting: while they are blocked, the kernel ends the
 * process without asking its handler. */
bool pirn__thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    sigset_t all, old;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(&all, own[i]);
    if (pirn__fails(sizeof *thread))
        return false;
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int rc = pthread_create(thread, NULL, run, arg);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return rc == 0;
}
