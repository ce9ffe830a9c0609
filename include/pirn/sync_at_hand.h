/* Locking and unlocking what nobody else wants, inline: see "Entries at hand"
 * in abi.h. Where there are several workers nothing is that simple: the budget
 * is always used up, and the worker that is noted down runs no task. */
#ifndef PIRN_SYNC_AT_HAND_H
#define PIRN_SYNC_AT_HAND_H

#include <pirn/abi.h>

int pirn_mutex_lock(struct pirn_worker *w,
                    struct pirn_mutex *m) __asm__("pirn.pirn_mutex_lock");
int pirn__mutex_lock(struct pirn_worker *w,
                     struct pirn_mutex *m) __asm__("pirn.pirn_mutex_lock");

PIRN__AT_HAND int pirn_mutex_lock(struct pirn_worker *w, struct pirn_mutex *m)
{
    struct pirn_task *task = w->current;
    if (pirn__unlikely(pirn__is_cancelled(task->scope) || --w->budget == 0 ||
                       !m || m->owner))
        return pirn__mutex_lock(w, m);
    m->owner = task;
    m->worker = w;
    if (w->suspended)
        __builtin_unreachable(); /* the caller need not look */
    return 0;
}

void pirn_mutex_unlock(struct pirn_mutex *m);

/* What the translator calls in the place of it in a coroutine. A plain function
 * may be on another thread while the owner is its worker's running task. */
static __inline__ __attribute__((always_inline, artificial, unused)) void
pirn__mutex_unlock_here(struct pirn_mutex *m)
{
    if (pirn__unlikely(!m || !m->owner || m->worker->current != m->owner ||
                       m->waiters.last))
        pirn_mutex_unlock(m);
    else
        m->owner = NULL;
}

#endif
