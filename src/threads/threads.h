/* A program built with --threads: every task is an OS thread, every coroutine
 * a plain C function, every wait blocks its thread.
 *
 * The runtime is the same, src/runtime, and knows nothing of it. There is one
 * loop, which never runs: its worker belongs to whoever holds the lock of the
 * hub. What translated code is given instead is a worker of its thread's own.
 * Each function that it calls (entries.c, calls.c) takes the lock, makes its
 * task the current one of the loop's worker, and calls the function of the same
 * name in src/runtime: that is compiled a second time, for this library, with
 * other link names (renamed.h). If it has suspended the task, the thread waits
 * until others, holding the lock, have made the task ready.
 *
 * Locking: all of src/runtime and of struct pirn__driver is under
 * the lock. Of a struct pirn__thread, what is marked is too; the rest is its
 * thread's own. */
#ifndef PIRN_THREADS_THREADS_H
#define PIRN_THREADS_THREADS_H

#include "runtime/base/futex.h"
#include "runtime/objects/attempt.h"
#include "runtime/objects/io.h"
#include "runtime/objects/select.h"
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include "runtime/tools/trace.h"
#include "runtime/wait/sync.h"

#pragma GCC visibility push(hidden)

/* The hub, which is what the loop takes for its driver. */
struct pirn__driver {
    pthread_mutex_t lock;
    struct pirn__loop *loop;
    struct pirn__thread *root;
    pthread_attr_t attributes; /* of new threads */
    size_t running;            /* threads that do not wait */
    pthread_t last;            /* the thread that has ended last... */
    bool has_last;             /* ... if there is one */
    atomic_int *wakes[16];     /* to be woken when the lock is given up */
    size_t wakes_count;

    enum pirn__trace_by by; /* what makes tasks ready now */
    bool is_traced;         /* PIRN_TRACE */
    bool takes_turns;       /* turns.c: one thread runs at a time, */
    unsigned turns;         /* so many since the last look outside */
    struct pirn__thread *_Atomic outlook; /* it waits for what is outside */

    /* post.c: the thread that calls what is posted. */
    pthread_t poster;
    bool has_poster;
    bool poster_ends;       /* it is to */
    atomic_int poster_word; /* what it sleeps on: 1 when it has been woken */

    /* driver_poll.c */
    pirn__io_done *done;
    void *arg;
    struct pirn__io *finished; /* by cancel() and forget() */
    struct pirn__io *handed;   /* to done(), just now; or NULL */
    struct pirn__list polling; /* threads with operations */
    unsigned *waiting;         /* how many wait for a descriptor */
    int waiting_count;
};

/* The state of the first frame of a task that has not begun, if its step is the
 * runtime's. */
enum { PIRN__THREAD_NATIVE = 0xfffe };

/* A task's thread. It lies on that thread's stack. */
struct pirn__thread {
    struct pirn_worker worker, spawner; /* what its code is given */
    struct pirn__driver *hub;
    struct pirn_task *task;
    struct pirn__lane *lane; /* of PIRN_TRACE, or NULL */
    unsigned inside;         /* calls of the runtime; the first has the lock */
    pthread_t id;
    bool may_be_signalled; /* the signal that ends ppoll is blocked */
    bool unblocks;         /* it was not before */
    sigset_t mask;         /* the signals that ppoll blocks */

    /* Between an entry called with the spawner and pirn__spawn. */
    struct pirn_task *born;
    bool born_native;        /* its frame's step is the runtime's */
    struct pirn_task *fresh; /* being spawned: its thread is still to start */
    bool fresh_is_ready;

    /* Under the lock. */
    struct pirn_frame *next; /* to be run, as its task is ready; or NULL */
    struct pirn__start_call *to_cancel; /* entries.c */
    bool waits;                         /* for `next`, or to be kicked */
    bool polls;                         /* in ppoll: to be woken by a signal */
    struct pirn__io ios;                /* the list of its operations */
    bool has_attempted;     /* the next one would wait: entries.c has tried */
    struct pirn__list node; /* in hub->polling, unless ios is empty */

    atomic_int word; /* what it sleeps on: 1 when it has been woken */
};

extern __thread struct pirn__thread *pirn__this_thread;

/* hub.c: the lock, and waiting --------------------------------------------- */

/* Takes the lock, unless this thread has it. */
void pirn__hub_lock(struct pirn__driver *hub);
/* Gives it up, after waking whom the runtime has made ready. */
void pirn__hub_unlock(struct pirn__driver *hub);
/* The same, when that has been done. */
void pirn__hub_release(struct pirn__driver *hub);

/* Sees to all that the runtime has made ready. */
void pirn__settle(struct pirn__driver *hub);

/* Looks at the time, unless somebody has just done so: a task that never waits
 * is to see the deadlines around it, too. */
void pirn__hub_look(struct pirn__driver *hub);

static inline struct pirn_worker *pirn__hub_enter(struct pirn__thread *t)
{
    struct pirn_worker *w = &t->hub->loop->worker;
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    if (t->inside++ == 0) {
        pirn__hub_lock(t->hub);
        pirn__hub_look(t->hub);
    }
    w->current = t->task;
    return w;
}

static inline void pirn__hub_leave(struct pirn__thread *t)
{
    if (--t->inside == 0)
        pirn__hub_unlock(t->hub);
}

/* Around a call from the runtime to the program: gives up what is held. */
unsigned pirn__call_out(struct pirn__thread *t);
void pirn__call_back(struct pirn__thread *t, unsigned inside);

/* The task has just been suspended: blocks the thread until it has what it
 * waits for, whose result goes to *result. */
void pirn__block(struct pirn__thread *t, void *result);
/* Runs frames of the task, from `frame` on, and blocks until `end` is reached,
 * the last of them. */
struct pirn__end {
    PIRN__FRAME_HEADER;
    bool is_reached;
    struct pirn__thread *thread;
};
void pirn__end_init(struct pirn__end *end, struct pirn__thread *t);
void pirn__carry_on(struct pirn__thread *t, struct pirn__end *end,
                    struct pirn_frame *frame);
/* The same of a task that was ready, or the beginning of its thread. */
void pirn__begin_or_go_on(struct pirn__driver *hub, struct pirn_task *task);
/* The task that frame is of goes on there. */
void pirn__go_on(struct pirn_frame *frame);
/* The thread of a task that waits; NULL: it has none. */
struct pirn__thread *pirn__thread_of(const struct pirn_task *task);
/* Lets t, which may wait, look at what it waits for again. */
void pirn__kick(struct pirn__thread *t);
/* The same, of any thread that waits below s, as its deadline has moved. */
void pirn__deadline_moved(struct pirn_scope *s);

/* entries.c: a call of pirn_suspend ------------------------------------------
 */

struct pirn__start_call {
    struct pirn__thread *thread;
    pirn_op *op; /* when it is to be cancelled */
    pirn_op_start *start;
    pirn_op_cancel *cancel;
    void *arg;
};
/* Calls what is to cancel the operation that t waits for. */
void pirn__start_cancelled(struct pirn__thread *t);

/* turns.c ------------------------------------------------------------------ */

/* The task of t waits or has ended: another one's thread goes on. */
void pirn__pass_turn(struct pirn__thread *t);

/* post.c ------------------------------------------------------------------- */

/* From any thread, and from signal handlers. */
void pirn__poster_wake(struct pirn__driver *hub);
/* All tasks have ended; t is the root's thread. Calls what is still posted. */
void pirn__poster_end(struct pirn__thread *t);

/* thread.c ----------------------------------------------------------------- */

void pirn__thread_init(struct pirn__thread *t, struct pirn__driver *hub,
                       struct pirn_task *task);
/* Notes down that the task runs, as PIRN_TRACE is on. */
void pirn__thread_trace_run(struct pirn__thread *t);
/* A runtime on this thread, without a task yet: begun, its threads joined, when
 * all tasks have ended, and ended. */
struct pirn__thread *pirn__root_begin(const char *call, bool takes_turns);
void pirn__root_join(struct pirn__thread *t);
void pirn__root_end(struct pirn__thread *t);
/* Begins the thread of a task that is ready for the first time. */
void pirn__task_thread_start(struct pirn__driver *hub, struct pirn_task *task);

/* driver_poll.c ------------------------------------------------------------ */

extern const struct pirn__driver_ops pirn__driver_poll;

/* t is the runtime's no more: its signals are as they were. */
void pirn__poll_end(struct pirn__thread *t);
/* Hands over operations that cancel() and forget() have finished. */
void pirn__poll_finish(struct pirn__driver *hub);
static inline bool pirn__has_io(const struct pirn__thread *t)
{
    return t->ios.next != &t->ios;
}
/* Gives up the lock until t is kicked or the time has passed, in nanoseconds
 * from now; -1: never. */
void pirn__sleep_for(struct pirn__thread *t, int64_t timeout);
/* Gives up the lock until an operation of t may go on, t is kicked, or the
 * time has passed, in nanoseconds from now; -1: never. */
void pirn__poll_wait(struct pirn__thread *t, int64_t timeout);
/* The same for the operations of all threads, on the thread t. */
void pirn__poll_all(struct pirn__thread *t, int64_t timeout);
/* Whether an operation of any thread may go on. */
bool pirn__poll_is_any_ready(struct pirn__driver *hub);
/* How a descriptor is asked for not waiting, as far as is known: any thread
 * may call them, without the lock. */
uint8_t pirn__manner(int fd);
void pirn__manner_set(int fd, uint8_t manner);
/* True if io, of which an attempt would wait, is on a file: no use in waiting
 * for that. */
bool pirn__is_file(int fd);

/* Declares front_NAME: the function NAME that programs call, or the
 * coroutine NAME, as the linker knows it. In these files, as in src/runtime,
 * NAME itself is the runtime's own, behind it: see renamed.h. */
#define PIRN__FRONT(NAME)                                                      \
    extern __typeof__(NAME) front_##NAME __asm__(#NAME)                        \
        __attribute__((visibility("default")))
#define PIRN__FRONT_ENTRY(NAME)                                                \
    extern __typeof__(NAME) front_##NAME __asm__("pirn." #NAME)                \
        __attribute__((visibility("default")))

#pragma GCC visibility pop

#endif
