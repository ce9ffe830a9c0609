/* The executor: the only place that follows frame->step. Everything that runs
 * tasks includes this header: a worker, alone or beside others, the trace, the
 * watchdog, a test's scheduler, a plain function that drives coroutines, a
 * thread of --threads. They differ in what they want to see of a turn, which is
 * their observer. It is a constant, and all of this is inlined, so the compiler
 * removes what an observer does not ask for. */
#ifndef PIRN_RUNTIME_EXECUTE_H
#define PIRN_RUNTIME_EXECUTE_H

#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

#define PIRN__INLINE inline __attribute__((always_inline, unused))

struct pirn__observer {
    /* The current task is about to take a step, at frame; or NULL. */
    void (*before_step)(struct pirn_worker *w, struct pirn_frame *frame);
    /* The task `ended` has handed the rest of its turn to the task that waited
     * for it. That task is w->current now, has the value, and would go on at
     * frame. The observer returns frame; or NULL, which ends the turn, after it
     * has made sure that the task goes on there later. May be NULL. */
    struct pirn_frame *(*after_end)(struct pirn_worker *w,
                                    struct pirn_task *ended,
                                    struct pirn_frame *frame);
};

/* The frame at which task goes on after its wait, now that the result of that
 * is in its place. */
static PIRN__INLINE struct pirn_frame *pirn__resumed(struct pirn_task *task)
{
    struct pirn_frame *frame = task->leaf.caller;
    if (task->leaf.result)
        *(int *)task->leaf.result = task->wait.rc;
    return frame;
}

/* Runs frame, and then the frames that the steps return, until a task suspends,
 * or ends while nobody waits for it. It may leave a frame in w->ready.
 * observer may be NULL. */
static PIRN__INLINE void pirn__run(struct pirn_worker *w,
                                   struct pirn_frame *frame,
                                   const struct pirn__observer *observer)
{
    struct pirn_task *task = w->current;
    w->suspended = NULL;
    do {
        if (observer && observer->before_step)
            observer->before_step(w, frame);
        frame = frame->step(frame, w);
        if (observer && observer->after_end && frame && w->current != task) {
            frame = observer->after_end(w, task, frame);
            task = w->current;
        }
    } while (frame);
}

/* Runs frame, unless it is NULL, and then what is set ready in the same turn.
 */
static PIRN__INLINE void pirn__run_turn(struct pirn_worker *w,
                                        struct pirn_frame *frame,
                                        const struct pirn__observer *observer)
{
    for (; frame; frame = w->ready) {
        w->ready = NULL;
        pirn__run(w, frame, observer);
    }
}

#pragma GCC visibility pop

#endif
