/* A crew: several workers of one runtime. What there is of it, and what its
 * files do for the rest of the runtime. state.h tells who may touch what; "the
 * lock" is the crew's. How to get at what workers share is in crew_inline.h. */
#ifndef PIRN_RUNTIME_CREW_H
#define PIRN_RUNTIME_CREW_H

#include "runtime/base/common.h"
#include "runtime/base/lock.h"
#include "runtime/wait/depot.h"
#include <pthread.h>

#pragma GCC visibility push(hidden)

/* What there is ------------------------------------------------------------ */

enum { PIRN__BY_SEVERAL = UINT16_MAX }; /* in `users` */

enum { PIRN__CACHE_LINE = 64 };

enum { PIRN__HELD_AT_ONCE = 8 }; /* locks of objects, by one worker */

/* What stands in the place of a permit: see lease.c. */
#define PIRN__NO_PERMIT ((uint64_t)1)    /* a worker has none */
#define PIRN__TESTED ((uint64_t)1 << 63) /* a bit of one under test */
#define PIRN__SHARED UINT64_MAX          /* an object is leased to nobody */
/* The same, and it is used with the crew's lock in the place of its own. */
#define PIRN__OF_CREW (UINT64_MAX - 1)

/* Between two looks of an idle worker for tasks; then ever longer. */
#define PIRN__SHORTEST_PAUSE (20 * PIRN_US)

struct pirn__crew {
    /* For what tasks of several workers have in common and has no lock of its
     * own: see crew.c. */
    struct pirn__lock lock;
    _Atomic(uint32_t) changes; /* of which workers are idle, and of is_pausing,
                                  while that is so: somebody waits for them */
    unsigned count;            /* of workers */
    bool has_leases;           /* else the lock is taken always */
    bool may_poll;           /* idle workers, before they go to sleep: there is
                                a core for each */
    atomic_uint idle;        /* workers that are; with the lock */
    uint64_t stamp;          /* of the last scope told of: cancel.c */
    _Atomic(uint64_t) runs;  /* how often a worker has become idle after it had
                                turns: counted if the clock is not real */
    atomic_uint sleeping;    /* idle workers that look for tasks only from time
                                to time */
    _Atomic(uint32_t) rests; /* how often one has become idle */
    atomic_bool is_pausing;  /* all are to stand still: one makes a dump */
    atomic_bool has_ended;   /* the root task has */
    struct pirn__names *names;   /* of their tasks, by pirn_name */
    struct pirn_worker stand_in; /* stands for all of them: their `runtime` */
    struct pirn__depot depot;    /* of free blocks */
    /* By descriptor: the number of the one worker that has used it, plus 1; or
     * PIRN__BY_SEVERAL; 0: none. Of those beyond all are told. */
    _Atomic(uint16_t) users[1 << 16];
    struct pirn__loop *loops[];
};

/* What a worker has for being one of a crew. It is in its loop. */
struct pirn__member {
    /* What its thread touches all the time: */
    uint32_t inside;  /* not 0: its thread holds the lock, or uses what is
                         its own, or leased to it */
    unsigned number;  /* of this worker, from 0 */
    uint64_t permit;  /* to do that without the lock, or PIRN__NO_PERMIT:
                         see lease.c */
    size_t few;       /* it wakes another worker when more tasks are ready than
                         that; SIZE_MAX: it may not */
    bool has_lock;    /* its thread holds the crew's lock */
    bool has_run;     /* turns, since it was idle */
    bool is_slow;     /* its turns are long of late: see crew_move.c */
    bool has_thread;  /* all but the first, which is the caller's */
    atomic_bool gate; /* for ThreadSanitizer: see lease.h */
    unsigned budget;  /* in the place of the worker's */
    struct pirn_task *to_post; /* tasks that it posts when it has given the lock
                                  back, newest first */
    struct pirn__loop *to_wake; /* and after that it wakes these, by
                                   next_to_wake */
    struct pirn_op *to_stop;    /* and after that it tells these to stop, newest
                                   first: op.c */
    /* The locks of objects that it holds, innermost last. */
    struct pirn__lock *held[PIRN__HELD_AT_ONCE];
    unsigned held_count;
    /* By its own thread inside, or with the lock when it is outside: */
    struct pirn__ring queue; /* what is ready. worker.ring has only the task
                                whose turn it is, if that has given way */
    size_t gave_way_at;      /* where in it the last task that has given way is,
                                or was */

    /* Between its turns: */
    pthread_t thread;
    uint64_t looked;     /* crew->runs when it looked outside last, and found
                            nothing; valid if the clock is not real */
    unsigned vain_calls; /* in a row: nobody has taken a task then */
    unsigned calm;       /* looks outside until it may call again... */
    int64_t calm_until;  /* ... if it is not that late before */
    int64_t pause;       /* when it looks for tasks next, while it is idle */
    int64_t idle_since;  /* this time, or the last */
    int64_t poll;        /* so long it looks around before it sleeps */
    struct pirn__loop *suspect; /* by this worker, while it is idle: whose
                                   queue was the longest at its last look, */
    size_t suspect_tail;        /* where it ended, */
    unsigned surpluses;         /* and how many looks in a row it had more than
                                   may just have been woken */
    unsigned batch;             /* so many turns between two looks at the
                                   outside */
    unsigned turns;             /* since `paced`, */
    int64_t paced;              /* when is_slow was found out last */
    struct pirn__stock stock;   /* of free blocks */

    /* What others write to, in a cache line of its own: so that those who post
     * something need no other, and take none away that its thread uses all the
     * time. Tasks that are to go on here, and messages, newest first, are
     * posted by anybody, without any lock; its thread alone takes them, all at
     * once. */
    _Alignas(PIRN__CACHE_LINE) _Atomic(struct pirn_task *) mailbox;
    _Atomic(struct pirn__message *) messages;
    bool is_asked;       /* to look, between two turns, at what others may have
                            set */
    atomic_bool is_idle; /* then the holder of the crew's lock may take
                            tasks away from it */
    atomic_bool is_roused;      /* since then: so it must not fall asleep */
    atomic_bool is_asleep;      /* as crew->sleeping counts it */
    atomic_bool is_to_be_woken; /* it is in a list of somebody's, by... */
    uint32_t is_awake; /* what a worker sleeps on that waits for no descriptor:
                          0 while it does */
    struct pirn__loop *next_to_wake; /* ... this */
    _Atomic(size_t) departed; /* tasks, and loop->tasks does not know that yet:
                                 with the lock alone */
    uint64_t stamp; /* crew->stamp when it was told last: with the lock */
};

/* The stack_limit of the spawner of a worker that is in a crew. */
#define PIRN__SPAWNER_IN_CREW (UINTPTR_MAX - 1)
/* The stack_limit of a worker and its spawner in a forked process. */
#define PIRN__FORKED (UINTPTR_MAX - 2)

/* The claim word of a task that has none to open. */
#define PIRN__UNCLAIMED ((uintptr_t)0)

/* What stands before a task there: it has to know where it is. */
struct pirn__prefix {
    uintptr_t claim; /* of its wait, or its place in a mailbox: see claim.h */
    struct pirn__loop *home;
    struct pirn_scope *spawn_scope; /* the scope that it was spawned in */
    uint16_t unused;
    uint16_t info; /* stands here, in most blocks, and is kept */
    union {
        uint64_t none_yet; /* 0, as all of these when it is made: */
        struct {
            uint16_t messages; /* that name it; it is not freed before them */
            bool is_to_be_cancelled; /* one of them says so */
            bool is_freed;           /* so the last of them frees it */
            bool is_new;        /* in the mailbox: it comes from elsewhere */
            uint16_t begins_on; /* spawn_on: that worker, plus one, if the task
                                   has been held back by a limit */
        };
    };
    uint64_t size; /* for PIRN__WAIT_VALUE: of the value */
};

_Static_assert(sizeof(struct pirn__prefix) % 16 == 0,
               "frames are aligned as their blocks are");
_Static_assert(offsetof(struct pirn__prefix, info) ==
                   offsetof(struct pirn_frame, info),
               "a block keeps its size class");

static inline struct pirn__prefix *pirn__prefix(const struct pirn_task *task)
{
    return (struct pirn__prefix *)(uintptr_t)task - 1;
}

/* Something for another worker to do on its own thread. */
enum pirn__message_kind {
    PIRN__MESSAGE_STOP, /* scope is cancelled: its tasks there are to know */
    PIRN__MESSAGE_DEADLINE, /* of scope has moved: its deadline_is_posted is set
                             */
    PIRN__MESSAGE_CANCEL,   /* task is to be cancelled for `reason` */
    PIRN__MESSAGE_FORGET,   /* descriptor fd is about to be closed */
    PIRN__MESSAGE_CLOSED,   /* it has been */
};
struct pirn__message {
    struct pirn__message *next;
    enum pirn__message_kind kind;
    struct pirn_scope *scope; /* does not close before it */
    struct pirn_task *task;
    struct pirn_cancel_reason reason;
    int fd;
};

/* crew.c: beginning, ending, the lock -------------------------------------- */

/* Makes of loop the first of count workers; of fewer, if not every thread can
 * be started. */
void pirn__crew_begin(struct pirn__loop *loop, unsigned count);
/* The last task of the root scope has ended: the other workers are to end. The
 * lock is held. */
void pirn__crew_root_ended(struct pirn__loop *loop);
/* Ends them, and the crew, on the first one's thread. */
void pirn__crew_end(struct pirn__loop *loop);

/* For pirn__enter and pirn__leave. Giving the lock back also wakes those to
 * whom something was posted under it. */
void pirn__crew_lock(struct pirn__loop *loop);
void pirn__crew_unlock(struct pirn__loop *loop);

/* This worker has let go of what it held: posts and wakes those that it has put
 * by meanwhile, and tells operations to stop. */
void pirn__crew_deliver(struct pirn__loop *loop);

/* For pirn__exhausted. */
bool pirn__exhausted_in_crew(struct pirn_worker *w);

/* crew_move.c: how tasks get to other workers ------------------------------ */

/* Marks s, which is of one worker alone, and all around it as shared: inside,
 * or with the lock when that worker is outside. */
void pirn__scope_share(struct pirn_scope *s);
/* The same of one of this worker, which is outside. */
void pirn__scope_pass_on(struct pirn__loop *loop, struct pirn_scope *s);

/* Sends task, which is suspended and in no queue, to its home, to go on there
 * as its `waits` says; if the lock is held, when it has been given back. */
void pirn__task_post(struct pirn_task *task);
/* Sends those that pirn__task_post has put by while the lock was held. */
void pirn__crew_post_all(struct pirn__loop *loop);
/* Takes in the tasks and messages that have been posted to loop, which is this
 * thread's, or no other worker is left. */
void pirn__crew_take_in(struct pirn__loop *loop);

/* For pirn__make_ready. */
void pirn__make_ready_in_crew(struct pirn__loop *loop, struct pirn_task *task,
                              int rc);

/* True if something of task, which is ready or waits for another task, lies
 * with its home: its own scopes have deadlines, which that worker may be
 * looking at just now. */
bool pirn__is_bound(const struct pirn_task *task);
/* The running task has ended the wait of task, which is at home elsewhere and
 * has nothing in the wheel or the driver there. Returns whether this is its
 * home now, and its turn is to come here. The lock is held. */
bool pirn__crew_takes_over(struct pirn__loop *loop, struct pirn_task *task);
/* task, which has just been spawned, is to begin on another worker, as its
 * `waits` says. */
void pirn__crew_send(struct pirn__loop *loop, struct pirn_task *task);
/* Whether task, which is ready, has had a turn. */
bool pirn__has_begun(const struct pirn_task *task);
/* task, which is ready, goes from one worker to this one. The lock is held, and
 * the other worker is outside. */
void pirn__crew_take(struct pirn__loop *loop, struct pirn__loop *from,
                     struct pirn_task *task);
/* task, whose turn it is, is ready in a way of its own. Returns whether it has
 * gone elsewhere. */
bool pirn__crew_departs(struct pirn__loop *loop, struct pirn_task *task);
/* Some turns have ended, and it is now: finds out how long they take, and so
 * how many there are to be between two looks at the outside; and whether to
 * call for help. */
void pirn__crew_pace(struct pirn__loop *loop, int64_t now);
/* The next turn is the first after a rest, which is no part of it. It is now.
 */
void pirn__crew_rested(struct pirn__loop *loop, int64_t now);
/* A turn has ended, and it is time to look around. Returns whether to look at
 * the outside before the next one. */
bool pirn__crew_attend(struct pirn__loop *loop);

/* op.c: those that are put by in to_stop are told. */
void pirn__ops_stop(struct pirn__loop *loop);

/* crew_steal.c: taking what others do not come to -------------------------- */

/* So many tasks are ready here that one that sleeps may be of help: wakes it,
 * and is not to be called again for a while. */
void pirn__crew_call(struct pirn__loop *loop);
/* This worker is idle: takes tasks from another one that has had them for a
 * while. Returns whether it did. The lock is held. */
bool pirn__crew_steal(struct pirn__loop *loop);
/* Looks which other worker has the most tasks ready. Returns whether it seems
 * not to come to them. */
bool pirn__crew_has_backlog(struct pirn__loop *loop);

/* crew_messages.c: what one worker leaves another to do -----------------------
 */

/* Leaves a copy of message to the worker of loop. The lock is held, if it names
 * a task or a scope. */
void pirn__message_post(struct pirn__loop *loop, struct pirn__message message);
/* Does what the messages to loop say, and frees them. */
void pirn__messages_act(struct pirn__loop *loop);

/* Descriptor fd is about to be used by this worker, or closed by it; or has
 * been closed. */
void pirn__crew_uses(struct pirn__loop *loop, int fd);
void pirn__crew_forgets(struct pirn__loop *loop, int fd);
void pirn__crew_closed(struct pirn__loop *loop, int fd);

/* crew_idle.c: sleeping, waking, standing still ---------------------------- */

/* Wakes the worker of loop, or keeps it from falling asleep. From signal
 * handlers, too. */
void pirn__crew_wake(struct pirn__loop *loop);

/* Wakes those that this worker, which is loop's, has roused and not woken yet.
 */
void pirn__crew_wake_roused(struct pirn__loop *loop);

/* For pirn__crew_rouse, of a worker that is idle. */
void pirn__crew_rouse_idle(struct pirn__loop *loop);
/* Rouses all of them. */
void pirn__crew_rouse_all(struct pirn__crew *crew);

/* No task is ready: waits for work, or until that time. */
void pirn__crew_idle(struct pirn__loop *loop, int64_t until);
/* Takes in what other workers have sent, and stands still if one wants it. */
void pirn__crew_look(struct pirn__loop *loop);

/* The dump of a crew is made by one worker while the others are idle, or made
 * so between two turns. Waits for that, but not for ever: a task may compute.
 * Returns whether they are. The lock is held, also until pirn__crew_resume. */
bool pirn__crew_pause(struct pirn__loop *loop);
void pirn__crew_resume(struct pirn__loop *loop);

/* The driver's: wait() has returned from the kernel, and touches what is the
 * worker's own from here on. arg is the loop. */
void pirn__io_awake(void *arg);

#pragma GCC visibility pop

#endif
