/* `await offload f(x)`: a call that may block, made by a thread of the pool.
 *
 * The call stands in the step of the coroutine that awaits it, and nowhere
 * else: its arguments, which have been evaluated, are in the frame. The thread
 * of the pool enters that step with PIRN__HELPER for a worker, and the step
 * then makes the call, stores the value in the frame, and returns. Nothing else
 * of the task, and nothing of its worker, is touched there.
 *
 * The wait cannot be interrupted: the call would go on, with what the task has
 * lent to it. */
#include "runtime/base/tsan.h"
#include "runtime/runtime.h"
#include "runtime/wait/op.h"
#include <errno.h>

struct offload {
    PIRN__FRAME_HEADER; /* link.caller: whose step makes the call */
    struct pirn_op op;
    struct pirn__job job;
    int error; /* errno, for the call, and after it */
};

static void describe(FILE *out, const struct pirn_task *task)
{
    const struct offload *self =
        pirn__container_of(task->wait.op, struct offload, op);
    fputs(self->job.has_begun ? "waits for an offloaded call"
                              : "waits for a thread, for an offloaded call",
          out);
}

PIRN__OWN_WAIT_KIND(WAITS_FOR_CALL, 48, .name = "waits for an offloaded call",
                    .describe = describe);

/* The thread seems to have no runtime: so fork.c leaves a child as it is, and
 * here it is seen that it returns. */
static void make_call(struct offload *self)
{
    struct pirn_frame *caller = self->link.caller;
    unsigned forks = pirn__forks;
    errno = self->error;
    (void)caller->step(caller, PIRN__HELPER);
    self->error = errno;
    if (pirn__unlikely(pirn__forks != forks))
        pirn__die("a process that was forked in an offloaded call returns from "
                  "it: it may exec or _exit");
}

/* The call is to find what it finds on a thread of the pool, where there is no
 * runtime: it may begin one, and what is none of it is refused. */
static void make_call_here(struct offload *self)
{
    struct pirn__loop *loop = pirn__this_loop;
    pirn__this_loop = NULL;
    make_call(self);
    pirn__this_loop = loop;
}

static void run(struct pirn__job *job)
{
    struct offload *self = pirn__container_of(job, struct offload, job);
    pirn__tsan_acquire(self); /* pairs with post() */
    make_call(self);
    pirn_complete(&self->op, 0);
}

static struct pirn_frame *offload_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    int error = ((struct offload *)frame)->error;
    struct pirn_frame *caller = pirn__frame_finish(w, frame, 0);
    errno = error;
    return caller;
}

PIRN__NATIVE(offload_step, "offload", NULL);

/* From the post on the other thread may be at work. */
static bool post(struct pirn__loop *loop, struct offload *self)
{
    pirn__tsan_release(self);
    if (loop->test ||
        !pirn__jobs_post(&pirn__first_loop(loop)->jobs, &self->job))
        return false;
    loop->offloaded++;
    return true;
}

void pirn__offload(struct pirn_worker *w, struct pirn_frame *frame)
{
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    struct offload *self = pirn__frame_new(
        w, sizeof *self, _Alignof(struct offload), offload_step, 1);
    pirn__op_init(&self->op, w);
    self->op.phase = SUSPENDED;
    self->op.is_offloaded = true;
    self->job.run = run;
    self->error = errno;
    self->link = (struct pirn_link){frame, NULL};
    if (post(pirn__loop_of(w), self)) {
        (void)pirn__suspend(w, WAITS_FOR_CALL, &self->op);
    } else {
        make_call_here(self);
        (void)pirn__give_way(w, 0);
    }
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    w->suspended = &frame->link; /* which self->link leads to already */
}
