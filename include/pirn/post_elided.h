/* The serial elision of post.h. There is no worker, but the one thread that
 * does all: it calls what others have posted where it would be stuck if nobody
 * could post. What waits by blocking, as pirn_read does, is not disturbed. */
#ifndef PIRN_POST_ELIDED_H
#define PIRN_POST_ELIDED_H

#include <pirn/run.h>
#include <pirn/system_elided.h>

struct pirn__elided_post {
    struct pirn__elided_post *next; /* posted before it */
    void (*function)(void *arg);
    void *arg;
};

struct pirn_runtime {
    struct pirn__elided_post *newest;
    int changes; /* a futex: counts posts, releases, completed operations */
    int holds;
};

/* One for all files of a program. */
__attribute__((weak)) struct pirn_runtime pirn__elided_runtime;

enum { PIRN__FUTEX_WAIT = 0x80, PIRN__FUTEX_WAKE = 0x81 }; /* private ones */

PIRN__ELIDED void pirn__elided_changed(void)
{
    int *changes = &pirn__elided_runtime.changes;
    __atomic_add_fetch(changes, 1, __ATOMIC_RELEASE);
    (void)syscall(SYS_futex, changes, (long)PIRN__FUTEX_WAKE, (long)__INT_MAX__,
                  NULL, NULL, 0L);
}

/* Waits until the count is no longer what it was. */
PIRN__ELIDED void pirn__elided_await_change(int seen)
{
    int *changes = &pirn__elided_runtime.changes, saved = errno;
    while (__atomic_load_n(changes, __ATOMIC_ACQUIRE) == seen)
        (void)syscall(SYS_futex, changes, (long)PIRN__FUTEX_WAIT, (long)seen,
                      NULL, NULL, 0L);
    errno = saved;
}

PIRN__ELIDED int pirn__elided_changes(void)
{
    return __atomic_load_n(&pirn__elided_runtime.changes, __ATOMIC_ACQUIRE);
}

/* Calls all that has been posted, in order. Returns whether there was any. */
PIRN__ELIDED int pirn__elided_call_posted(void)
{
    struct pirn__elided_post *oldest = NULL, *next;
    struct pirn__elided_post *newest =
        __atomic_exchange_n(&pirn__elided_runtime.newest,
                            (struct pirn__elided_post *)0, __ATOMIC_ACQUIRE);
    int any = newest != NULL;
    for (; newest; newest = next) {
        next = newest->next;
        newest->next = oldest;
        oldest = newest;
    }
    for (; oldest; oldest = next) {
        next = oldest->next;
        oldest->function(oldest->arg);
        __builtin_free(oldest);
    }
    return any;
}

/* Returns when something has been posted, and called; 0 if nothing can be. */
PIRN__ELIDED int pirn__elided_await_post(void)
{
    for (;;) {
        int seen = pirn__elided_changes();
        int held =
            __atomic_load_n(&pirn__elided_runtime.holds, __ATOMIC_ACQUIRE);
        if (pirn__elided_call_posted())
            return 1;
        if (!held)
            return 0;
        pirn__elided_await_change(seen);
    }
}

PIRN__ELIDED pirn_runtime *pirn_runtime_hold(void)
{
    __atomic_add_fetch(&pirn__elided_runtime.holds, 1, __ATOMIC_RELAXED);
    return &pirn__elided_runtime;
}

PIRN__ELIDED pirn_runtime *pirn__runtime_hold(const char *place)
{
    (void)place;
    return pirn_runtime_hold();
}

PIRN__ELIDED void pirn_runtime_release(pirn_runtime *runtime)
{
    if (!runtime)
        return;
    __atomic_sub_fetch(&runtime->holds, 1, __ATOMIC_RELEASE);
    pirn__elided_changed();
}

PIRN__ELIDED int pirn_post(pirn_runtime *runtime, void (*function)(void *arg),
                           void *arg)
{
    struct pirn__elided_post *post =
        (struct pirn__elided_post *)__builtin_malloc(sizeof *post);
    if (!post)
        return -ENOMEM;
    post->function = function;
    post->arg = arg;
    post->next = __atomic_load_n(&runtime->newest, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&runtime->newest, &post->next, post, 1,
                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        ;
    pirn__elided_changed();
    return 0;
}

#endif
