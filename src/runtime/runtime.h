/* The runtime's own header, sectioned by file from the bottom up: what a part
 * offers, another further down uses. Compiled without the translator, so that
 * the coroutines written by hand are declared here with their real shape. */
#ifndef PIRN_RUNTIME_H
#define PIRN_RUNTIME_H

#ifndef PIRN__RUNTIME
#error "the runtime's files are compiled with -DPIRN__RUNTIME"
#endif

#include "driver.h"
#include "fault.h"
#include <pirn.h>
#include <pirn/abi.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#pragma GCC visibility push(hidden)

struct pirn__loop;

#define pirn__likely(x) __builtin_expect(!!(x), 1)

/* The link name of the coroutine NAME, as translated code calls it. */
#define PIRN__ENTRY(NAME)                                                      \
    __asm__("pirn." #NAME) __attribute__((visibility("default")))

#define pirn__container_of(pointer, type, member)                              \
    ((type *)((char *)(pointer)-offsetof(type, member)))

static inline void pirn__list_append(struct pirn__list *list,
                                     struct pirn__list *node)
{
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

static inline void pirn__list_remove(struct pirn__list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
}

/* die.c -------------------------------------------------------------------- */

/* Misuse and what cannot be carried on after: one sentence, then abort(). */
_Noreturn void pirn__die(const char *sentence, ...)
    __attribute__((format(printf, 1, 2)));

/* frame.c: memory ---------------------------------------------------------- */

/* Where blocks come from: carved in rising order from chunks of the kernel's
 * memory, the first of them small. */
struct pirn__pool {
    char *next, *end;            /* what is left of the newest chunk */
    struct pirn__chunk *chunks;  /* all of them, newest first */
    char *reserve, *reserve_end; /* for frames, when there is no more memory;
                                    touched only then */
    bool use_malloc;             /* PIRN_POOL=0, AddressSanitizer watches, or
                                    it is a test's */
};

int pirn__pool_init(struct pirn__loop *loop); /* 0 or -ENOMEM */
void pirn__pool_deinit(struct pirn__loop *loop);
/* A block whose class's list is empty, or NULL. Its info is set. */
void *pirn__block_refill(struct pirn__loop *loop, unsigned class_, size_t size,
                         size_t align);
/* Gives a block of PIRN__CLASS_MALLOC back. */
void pirn__block_free(struct pirn__loop *loop, void *block);
/* The same of all that frames of that class have left. */
void pirn__malloc_drain(struct pirn_worker *w);

/* How the step of a native frame ends: frees it, and gives its caller rc. */
static inline struct pirn_frame *
pirn__frame_finish(struct pirn_worker *w, struct pirn_frame *frame, int rc)
{
    struct pirn_frame *caller = frame->link.caller;
    if (frame->link.result)
        *(int *)frame->link.result = rc;
    pirn__frame_free(w, frame);
    return caller;
}

/* ring.c: what is ready ---------------------------------------------------- */

/* How many tasks are run between two looks at the outside. */
enum { PIRN__BATCH = 256 };

/* Makes room for count tasks, and for a batch that has been run. Returns 0 or
 * -ENOMEM. */
int pirn__ring_grow(struct pirn__ring *ring, size_t count);

static inline int pirn__ring_reserve(struct pirn__ring *ring, size_t count)
{
    return pirn__likely(count <= ring->mask) ? 0 : pirn__ring_grow(ring, count);
}

void pirn__ring_deinit(struct pirn__ring *ring);
/* The ring is empty: starts it over, and gives memory back if it is much. */
void pirn__ring_rewind(struct pirn__ring *ring);

/* timer.c: the timing wheel ------------------------------------------------ */

enum {
    PIRN__TICK_BITS = 12, /* a tick is 4 microseconds: then the timers of a
                             slot of level 1, which are spread at once, fit
                             the cache, even at a million a second */
    PIRN__SLOT_BITS = 10,
    PIRN__SLOTS = 1 << PIRN__SLOT_BITS,
    PIRN__LEVELS =
        (64 - PIRN__TICK_BITS + PIRN__SLOT_BITS - 1) / PIRN__SLOT_BITS,
};

struct pirn__wheel {
    uint64_t tick;  /* everything before it has expired */
    size_t count;   /* timers that are set */
    bool is_tested; /* a test chooses among timers of the same time */
    struct pirn__level {
        uint64_t summary;                /* which words of used are not 0 */
        uint64_t used[PIRN__SLOTS / 64]; /* which slots are not empty */
        struct pirn__list *last[PIRN__SLOTS]; /* of a slot's circular list */
    } levels[PIRN__LEVELS];
};

/* Who is told when a timer expires; kept in the lowest bit of its time. */
enum pirn__timer_kind { PIRN__TIMER_TASK, PIRN__TIMER_SCOPE };

void pirn__timer_set(struct pirn__wheel *wheel, struct pirn__timer *timer,
                     int64_t when, enum pirn__timer_kind kind);
void pirn__timer_unset(struct pirn__wheel *wheel, struct pirn__timer *timer);
/* Hands every timer that is due at now to expired(), in the order of their
 * times, and among equals in that of their being set. */
typedef void pirn__timer_expired(struct pirn__loop *loop,
                                 struct pirn__timer *timer,
                                 enum pirn__timer_kind kind);
void pirn__wheel_advance(struct pirn__wheel *wheel, int64_t now,
                         pirn__timer_expired *expired, struct pirn__loop *loop);
/* A time before which none expires, and at which it pays to advance;
 * PIRN_NEVER if none is set. */
int64_t pirn__wheel_next(const struct pirn__wheel *wheel);

/* task.c ------------------------------------------------------------------- */

/* What a task waits for, and in brackets which member of its `wait` is good.
 * Ready and running tasks have PIRN__WAIT_NONE. */
enum pirn__wait {
    PIRN__WAIT_NONE,
    PIRN__WAIT_SLEEP,   /* [timer] */
    PIRN__WAIT_SUSPEND, /* [op] pirn_suspend: somebody calls pirn_complete */
    PIRN__WAIT_IO,      /* [op] the driver completes it */
    PIRN__WAIT_JOIN,    /* [join] */
    PIRN__WAIT_AWAIT,   /* [join] */
    PIRN__WAIT_SCOPE,   /* the end of the last task of its scope */
    PIRN__WAIT_ALL,     /* [queue] the same, of the scope `object` */
    PIRN__WAIT_FIRST,   /* [queue] the end of one; its handle goes to object */
    /* [queue] for a struct pirn_... in `object`, whose waiters it is among: */
    PIRN__WAIT_MUTEX,
    PIRN__WAIT_RELOCK, /* a mutex, after a condition was signalled... */
    PIRN__WAIT_RELOCK_CANCELLED, /* ... or that wait was cancelled */
    PIRN__WAIT_CONDITION,
    PIRN__WAIT_READ,
    PIRN__WAIT_WRITE,
    PIRN__WAIT_SEMAPHORE, /* `object` is a struct pirn__acquirer */
    PIRN__WAIT_EVENT,
    PIRN__WAIT_ONCE,
    PIRN__WAIT_GROUP,
    PIRN__WAIT_SEND,   /* [chan] */
    PIRN__WAIT_RECV,   /* [chan] */
    PIRN__WAIT_SELECT, /* [timer] leaf.caller is the select's frame */
    PIRN__WAIT_LIMIT,  /* [queue] has not begun, held back by that of the scope
                          `object` */
    /* Ready, but: */
    PIRN__WAIT_PLACED, /* it stays on this worker until it has run */
    PIRN__WAIT_MOVE,   /* it goes to another worker at the end of its turn */
    PIRN__WAIT_VALUE,  /* [result] of what it awaited, not yet taken */
    PIRN__WAIT_GONE,   /* of a freed task, until its memory is used again */
    PIRN__WAITS
};

/* What is to be known of a kind of wait, by enum pirn__wait (wait.c). */
extern const struct pirn__wait_kind {
    const char *name; /* as in "task 3 sleeps" */
    /* Asks that this wait of task end soon, as a scope around it has been
     * cancelled; more than once, if several have. Ends it, at once or later.
     * NULL: it goes on regardless. */
    void (*interrupt)(struct pirn__loop *loop, struct pirn_task *task);
    /* For dumps: prints what task does, as `name` but with the particulars;
     * NULL: `name` will do. */
    void (*describe)(FILE *out, const struct pirn_task *task);
    /* The task that can end this wait of task, by giving up what it holds; it
     * may have ended without doing so, and then points to no task. NULL, also
     * as a result: unknown, or nobody in particular. */
    struct pirn_task *(*holder)(const struct pirn_task *task);
} pirn__wait_kinds[PIRN__WAITS];

enum {
    PIRN__TASK_ENDED = 1,
    PIRN__TASK_DETACHED = 2,  /* frees itself at its end */
    PIRN__TASK_LARGE = 4,     /* its result is in wait.large */
    PIRN__TASK_ODD = 8,       /* there is more to freeing it than to put its
                                 block on the list of its class */
    PIRN__TASK_WIDE = 16,     /* its frame is over-aligned in its block */
    PIRN__TASK_REFUSED = 32,  /* a wait of it has been refused: see cancel.c */
    PIRN__TASK_REPORTED = 64, /* that has been said to be too often */
    PIRN__TASK_NAMED = 128    /* pirn_name has named it: see name.c */
};

_Static_assert(sizeof(struct pirn_task) == 80, "bytes are time");

/* Only a task's home writes its flags; others may look at them. */
static inline bool pirn__has_flag(const struct pirn_task *task, unsigned flag)
{
    return __atomic_load_n(&task->flags, __ATOMIC_RELAXED) & flag;
}

static inline void pirn__set_flag(struct pirn_task *task, unsigned flag)
{
    __atomic_store_n(&task->flags, (uint8_t)(task->flags | flag),
                     __ATOMIC_RELAXED);
}

static inline void pirn__clear_flag(struct pirn_task *task, unsigned flag)
{
    __atomic_store_n(&task->flags, (uint8_t)(task->flags & ~flag),
                     __ATOMIC_RELAXED);
}

/* Where the cancellation of s began, or NULL. */
static inline struct pirn_scope *pirn__origin(const struct pirn_scope *s)
{
    return __atomic_load_n(&s->origin, __ATOMIC_ACQUIRE);
}

/* site.c ------------------------------------------------------------------- */

/* Gives site its number; past 65,535 of them it stays 0, unknown. */
void pirn__site_register(struct pirn__site *site);
/* Where task was spawned; NULL: unknown. Its file is NULL for a root task. */
const struct pirn__site *pirn__site_of(const struct pirn_task *task);
/* The one of that number, or NULL. */
const struct pirn__site *pirn__site_at(uint16_t number);

/* splitmix64 (Steele, Lea and Flood, 2014). */
static inline uint64_t pirn__random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* worker.c: the loop ------------------------------------------------------- */

enum { PIRN__COARSE_BITS = 23 }; /* 8 ms, and 39 hours in 24 bits */

/* What worker.c leaves to crew.c. */
struct pirn__member {
    unsigned number; /* of this worker, from 0 */
    pthread_t thread;
    bool has_thread;      /* all but the first, which is the caller's */
    bool has_lock;        /* its thread holds the crew's lock */
    bool is_slow;         /* its turns are long of late: see pace() */
    bool has_plenty;      /* of blocks of some class, from others */
    unsigned budget;      /* in the place of the worker's */
    unsigned turns;       /* to go until is_slow is found out again */
    int64_t paced;        /* when it was last */
    atomic_bool is_asked; /* to look, between two turns, at what others may
                             have set */
    int32_t surplus[PIRN__CLASSES]; /* blocks that came from other workers
                                       minus those that went */
    /* Under the crew's lock: */
    bool is_idle;        /* whoever has the lock may take tasks away from it */
    bool is_hungry;      /* and nothing has been given to it since */
    uint64_t stamp;      /* crew->stamp when it was told last */
    bool is_to_be_woken; /* it is in a list of somebody's, by next_to_wake */
    struct pirn__loop *next_to_wake;
    /* Those that this thread wakes when it has given the lock back. */
    struct pirn__loop *to_wake;
    uint32_t is_awake; /* what a worker sleeps on that waits for no descriptor:
                          0 while it does */
    /* Tasks that are to go on here, and notes, newest first. Compared with
     * NULL without the lock. */
    _Atomic(struct pirn_task *) arrivals;
    _Atomic(struct pirn__note *) notes;
};

/* A worker and everything that hangs off it. */
struct pirn__loop {
    struct pirn_worker worker;
    struct pirn_worker spawner; /* its twin */
    struct pirn_task *born;     /* between an entry called with the spawner
                                   and pirn__spawn; NULL: no memory */
    struct pirn_task *refused;  /* instead of born: a test has it fail */
    struct pirn__pool pool;
    struct pirn__wheel *wheel; /* NULL: this worker only drives bodies */
    struct pirn_clock *clock;
    /* Tasks spawned by the one that runs; and a part of the ring in which all
     * have not begun yet, unless they have been run. See place_young. */
    struct pirn__span {
        size_t from, to; /* in the ring; equal: none */
    } young, unstarted;
    unsigned patience;   /* so many may still go before others... */
    size_t others_until; /* ... or, if not 0, none to this place in the ring */
    size_t tasks;        /* alive or not yet freed */
    size_t outside;      /* waits that something from outside will end */
    uint32_t coarse;     /* the time at the last look outside, in units of
                            1 << PIRN__COARSE_BITS ns, shifted by 8 */
    uint64_t random;     /* for pirn__probe_random, when seeded */
    bool is_seeded;
    struct pirn__test *test;    /* whose run this is; else NULL */
    struct pirn_scope root;     /* the scope of the root task */
    struct pirn__names *names;  /* of its tasks, by pirn_name */
    struct pirn__hog *hog;      /* NULL: nobody asks for PIRN_HOG_MS */
    struct pirn__lane *lane;    /* NULL: nobody asks for PIRN_TRACE */
    atomic_bool dump_is_wanted; /* by a SIGQUIT */

    const struct pirn__driver_ops *driver_ops;
    struct pirn__driver *driver;

    /* Completions from other threads: under the lock, but that inbox may be
     * compared with NULL without it. */
    pthread_mutex_t lock;
    _Atomic(struct pirn_op *) inbox; /* newest first */
    bool sleeping; /* in, or about to call, driver_ops->wait */

    struct pirn__member member; /* valid if worker.crew */
};

/* The time as loop->coarse has it. */
static inline uint32_t pirn__coarse(int64_t now)
{
    return (uint32_t)(now >> PIRN__COARSE_BITS << 8);
}

/* The loop of a runtime on this thread, or NULL. */
extern __thread struct pirn__loop *pirn__this_loop;

static inline struct pirn__loop *pirn__loop_of(struct pirn_worker *w)
{
    return pirn__container_of(w, struct pirn__loop, worker);
}

/* crew.c: several workers -------------------------------------------------- */

enum { PIRN__BY_SEVERAL = UINT16_MAX };

struct pirn__crew {
    /* One for all that tasks of several workers have in common: see crew.c.
     * Taken by pirn__enter alone. */
    pthread_mutex_t lock;
    pthread_cond_t changed; /* who is idle, or is_pausing */
    unsigned count;         /* of workers */
    unsigned spin;          /* how often an idle worker looks before it goes to
                               sleep */
    unsigned idle;          /* workers that are */
    uint64_t stamp;         /* of the last scope told of: cancel.c */
    atomic_uint hungry;     /* those that are hungry */
    atomic_bool is_pausing; /* all are to stand still: one makes a dump */
    atomic_bool has_ended;  /* the root task has */
    struct pirn__names *names;
    struct pirn_worker mark;    /* stands for all of them: pirn__runtime_of */
    void *depot[PIRN__CLASSES]; /* batches of free blocks: frame.c */
    /* By descriptor: the number of the one worker that has used it, plus 1; or
     * PIRN__BY_SEVERAL; 0: none. Of those beyond all are told. */
    _Atomic(uint16_t) users[1 << 16];
    struct pirn__loop *loops[];
};

/* The stack_limit of such a worker's spawner. */
#define PIRN__SPAWNER_IN_CREW (UINTPTR_MAX - 1)

/* Before a task, where it has to know where it is. */
struct pirn__prefix {
    struct pirn_task *next; /* in arrivals */
    struct pirn__loop *home;
    struct pirn_scope *family; /* the scope that it was spawned in */
    uint32_t size;             /* for PIRN__WAIT_VALUE: of the value */
    uint16_t notes;            /* that name it; it is not freed before them */
    bool is_freed;             /* so the last of them frees it */
    bool is_new;               /* among arrivals: it comes from elsewhere */
};

static inline struct pirn__prefix *pirn__prefix(const struct pirn_task *task)
{
    return (struct pirn__prefix *)(uintptr_t)task - 1;
}

void pirn__crew_lock(struct pirn__loop *loop);
void pirn__crew_unlock(struct pirn__loop *loop);

/* Around all that touches what tasks of several workers may share; loop is
 * this thread's. Within itself it does nothing. */
static inline __attribute__((warn_unused_result)) bool
pirn__enter(struct pirn__loop *loop)
{
    if (pirn__likely(!loop->worker.crew) || loop->member.has_lock)
        return false;
    pirn__crew_lock(loop);
    return true;
}

static inline void pirn__leave(struct pirn__loop *loop, bool has_entered)
{
    if (pirn__unlikely(has_entered))
        pirn__crew_unlock(loop);
}

/* The same on whatever thread. Returns the loop to leave, or NULL. */
static inline __attribute__((warn_unused_result)) struct pirn__loop *
pirn__enter_here(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && pirn__enter(loop) ? loop : NULL;
}

static inline void pirn__leave_here(struct pirn__loop *entered)
{
    if (pirn__unlikely(entered != NULL))
        pirn__crew_unlock(entered);
}

/* The loop of who calls, given a worker of its runtime. */
static inline struct pirn__loop *pirn__caller_loop(struct pirn_worker *w)
{
    return pirn__unlikely(w->crew) ? pirn__this_loop : pirn__loop_of(w);
}

/* What a lock or a channel notes down of the runtime that uses it. */
static inline struct pirn_worker *pirn__runtime_of(struct pirn_worker *w)
{
    return pirn__unlikely(w->crew) ? &w->crew->mark : w;
}

/* The worker that task is on; loop is one of its runtime. */
static inline struct pirn__loop *pirn__home(struct pirn__loop *loop,
                                            const struct pirn_task *task)
{
    return pirn__unlikely(loop->worker.crew)
               ? __atomic_load_n(&pirn__prefix(task)->home, __ATOMIC_RELAXED)
               : loop;
}

static inline bool pirn__is_shared(const struct pirn_scope *s)
{
    return pirn__unlikely(__atomic_load_n(&s->is_shared, __ATOMIC_RELAXED));
}

/* Makes of loop the first of count workers; of fewer, if not every thread can
 * be started. */
void pirn__crew_begin(struct pirn__loop *loop, unsigned count);
/* The root task has ended: ends the other workers. */
void pirn__crew_end(struct pirn__loop *loop);

/* Wakes the worker of loop, or keeps it from falling asleep. From signal
 * handlers, too. */
void pirn__crew_wake(struct pirn__loop *loop);

/* What worker.c has to do with several of them: crew.c tells what they do. */
bool pirn__crew_departs(struct pirn__loop *loop, struct pirn_task *task);
bool pirn__crew_attend(struct pirn__loop *loop);
/* Returns whether to look at the outside before the next turn. */
static inline bool pirn__crew_turn_ended(struct pirn__loop *loop)
{
    return pirn__unlikely(--loop->member.turns == 0 ||
                          atomic_load_explicit(&loop->member.is_asked,
                                               memory_order_relaxed)) &&
           pirn__crew_attend(loop);
}
void pirn__crew_look(struct pirn__loop *loop);
void pirn__crew_idle(struct pirn__loop *loop, int64_t until);
void pirn__crew_spawned(struct pirn__loop *loop);
/* Descriptor fd is about to be used by this worker, or closed by it. */
void pirn__crew_uses(struct pirn__loop *loop, int fd);
void pirn__crew_forgets(struct pirn__loop *loop, int fd);
void pirn__crew_root_ended(struct pirn__loop *loop);
bool pirn__crew_pause(struct pirn__loop *loop);
void pirn__crew_resume(struct pirn__loop *loop);

/* Marks s, which is of this worker alone, and all around it as shared. */
void pirn__scope_share(struct pirn_scope *s);
/* pirn__make_ready, of a worker that has others beside it. */
void pirn__make_ready_in_crew(struct pirn__loop *loop, struct pirn_task *task,
                              int rc);

/* Puts task, which waits and is at home here, in the ready set. */
static inline void pirn__make_ready_here(struct pirn__loop *loop,
                                         struct pirn_task *task, int rc)
{
    task->waits = PIRN__WAIT_NONE;
    task->wait.rc = rc;
    pirn__ring_push(&loop->worker.ring, task);
}

/* Puts task, which waits, in the ready set. rc is the result of what it
 * waited for. loop is this thread's. */
static inline void pirn__make_ready(struct pirn__loop *loop,
                                    struct pirn_task *task, int rc)
{
    if (pirn__unlikely(loop->worker.crew)) {
        pirn__make_ready_in_crew(loop, task, rc);
        return;
    }
    pirn__make_ready_here(loop, task, rc);
}

/* Something for another worker to do on its own thread. */
enum pirn__note_kind {
    PIRN__NOTE_STOP,     /* scope is cancelled: its tasks there are to know */
    PIRN__NOTE_DEADLINE, /* of scope: is at `time` */
    PIRN__NOTE_CANCEL,   /* task is to be cancelled for `reason` */
    PIRN__NOTE_FORGET,   /* descriptor fd is closed */
};
struct pirn__note {
    struct pirn__note *next;
    enum pirn__note_kind kind;
    struct pirn_scope *scope; /* does not close before it */
    struct pirn_task *task;
    int64_t time;
    struct pirn_cancel_reason reason;
    int fd;
};

/* frame.c: gives blocks of which there is plenty here to whoever needs some.
 * The lock is held. */
enum { PIRN__PLENTY = 64 };
void pirn__pool_give(struct pirn__loop *loop);

/* Leaves note, a copy of it, to the worker of loop. The lock is held. */
void pirn__note_post(struct pirn__loop *loop, struct pirn__note note);
/* Sends task, which is suspended and in no queue, to its home, to go on there
 * as its `waits` says. The lock is held. */
void pirn__task_post(struct pirn_task *task);

/* The operation that task has waited for since pirn__suspend ends with rc. */
static inline void pirn__wake(struct pirn__loop *loop, struct pirn_task *task,
                              int rc)
{
    loop->outside--;
    pirn__make_ready(loop, task, rc);
}

/* How a native entry waits. -------------------------------------------------
 *
 * It begins, as every entry, with pirn__must_start(w), in which case it makes
 * a frame with pirn__frame_start, stores its arguments (unless that is NULL)
 * and returns; the frame's step then does what the entry would have done.
 *
 *     if (pirn__refused(w))         in a cancelled scope it does nothing,
 *         return pirn__refuse(w);   but gives way: -ECANCELED on resumption
 *     ...                           begin the operation
 *     return pirn__suspend(w, PIRN__WAIT_..., arg);
 *
 * The operation's end is told by pirn__wake(loop, task, rc), where task was
 * w->current. As wakers run nothing, that is right at any moment on the
 * worker's thread, even before pirn__suspend's caller has returned.
 *
 * pirn__suspend is for what something outside will complete: a descriptor,
 * another thread. What only another task can end is counted by nobody: it
 * waits by pirn__wait_begin and is woken by pirn__make_ready. A program in
 * which all wait so is stuck.
 *
 * The result of such a wait is an int. An entry that has something else to
 * give, or to do on resumption, takes a frame of its own (pirn__frame_new
 * with a step written by hand) and puts it on top of the wait:
 *
 *     (void)pirn__suspend(w, PIRN__WAIT_..., frame);
 *     pirn__frame_link(w, &frame->head, &frame->rc);
 *     return 0;
 *
 * The step stores *link.result, if that is not NULL, frees the frame with
 * pirn__frame_free and returns the link's caller, which it has read before. */

/* Suspends the running task, whose `wait` is set, until pirn__make_ready. */
static inline int pirn__wait_begin(struct pirn_worker *w, enum pirn__wait how)
{
    struct pirn_task *task = w->current;
    uint32_t now = pirn__loop_of(w)->coarse;
    task->waits_since = now | how;
    w->suspended = &task->leaf;
    return 0;
}

/* Suspends the running task until pirn__wake. */
static inline int pirn__suspend(struct pirn_worker *w, enum pirn__wait how,
                                void *op)
{
    w->current->wait.op = op;
    pirn__loop_of(w)->outside++;
    return pirn__wait_begin(w, how);
}

/* Suspends the running task, ready to go on after the others with rc. */
static inline int pirn__give_way(struct pirn_worker *w, int rc)
{
    struct pirn_task *task = w->current;
    task->wait.rc = rc; /* and `waits` is PIRN__WAIT_NONE, as it runs */
    pirn__ring_push(&w->ring, task);
    w->suspended = &task->leaf;
    return 0;
}

/* True if the running task is in a cancelled scope. */
static inline bool pirn__refused(struct pirn_worker *w)
{
    return pirn__unlikely(pirn__is_cancelled(w->current->scope));
}

/* Gives way, and -ECANCELED on resumption. Reports a task that does not mind
 * for too long. */
int pirn__refuse(struct pirn_worker *w);

enum { PIRN__BUDGET = 128 };

bool pirn__exhausted_in_crew(struct pirn_worker *w);

/* True if an operation that need not wait has to give way all the same,
 * because so many before it have not. */
static inline bool pirn__exhausted(struct pirn_worker *w)
{
    if (pirn__likely(w->budget > 1)) {
        w->budget--;
        return false;
    }
    if (pirn__unlikely(w->crew))
        return pirn__exhausted_in_crew(w);
    w->budget = PIRN__BUDGET;
    return true;
}

struct pirn__loop *pirn__loop_new(void); /* NULL: no memory */
void pirn__loop_free(struct pirn__loop *loop);
/* Below this address of this thread's stack entries are not to run. */
uintptr_t pirn__stack_limit(void);
/* This thread is the worker of loop, and is it no more. */
void pirn__loop_enter(struct pirn__loop *loop);
void pirn__loop_exit(struct pirn__loop *loop);
/* Runs tasks until the root task has ended. */
void pirn__loop_run(struct pirn__loop *loop);
/* A task that has not begun is about to be pushed that has come from another
 * worker. */
void pirn__loop_unstarted(struct pirn__loop *loop);
/* A turn has ended in which tasks were spawned. Returns the new head of the
 * ring, which was `head`. */
size_t pirn__place_young(struct pirn__loop *loop, size_t head);
/* Looks at the time, and wakes those for whom it has come. */
void pirn__loop_advance(struct pirn__loop *loop);

/* task.c, once more -------------------------------------------------------- */

/* Copies the result, of size bytes, of an ended task to *out. */
void pirn__task_take_result(const struct pirn_task *task, void *out,
                            size_t size);
/* The task that handle is; aborts if the running task may not wait for it. */
struct pirn_task *pirn__to_be_waited_for(struct pirn_worker *w, void *handle);
/* Nobody waits for task any more. (The end of it may look at the same time: it
 * looks again, with the lock.) */
static inline void pirn__unwait(struct pirn_task *task)
{
    __atomic_store_n(&task->waiter, NULL, __ATOMIC_RELAXED);
}
/* Ends the wait of task, if it is one that a cancellation ends. */
static inline void pirn__task_interrupt(struct pirn__loop *loop,
                                        struct pirn_task *task)
{
    if (pirn__wait_kinds[task->waits].interrupt)
        pirn__wait_kinds[task->waits].interrupt(loop, task);
}
/* How most waits are interrupted in the end: with -ECANCELED. */
void pirn__wait_cancelled(struct pirn__loop *loop, struct pirn_task *task);
void pirn__join_interrupt(struct pirn__loop *loop, struct pirn_task *task);
/* What task has awaited has ended elsewhere: puts the value in its place. */
void pirn__task_take_value(struct pirn_task *task);
/* A note about task has been heeded. */
void pirn__task_noted(struct pirn__loop *loop, struct pirn_task *task);
/* Frees an ended task. */
void pirn__task_free(struct pirn__loop *loop, struct pirn_task *task);
/* The link that a first frame is given: ends the current task. */
extern struct pirn_frame pirn__task_end;

int pirn__join(struct pirn_worker *w, void *task, void *out, size_t size)
    PIRN__ENTRY(pirn__join);

/* scope.c ------------------------------------------------------------------ */

void pirn__scope_init(struct pirn_scope *s, struct pirn_scope *parent,
                      struct pirn_worker *w, struct pirn_task *owner);
/* The loop of s; aborts if that is not this thread's. `what` is called. */
struct pirn__loop *pirn__scope_loop(const struct pirn_scope *s,
                                    const char *what);
/* A task that belongs to s has ended: the last one, or each if that is being
 * told. ended is NULL if it has been freed. */
void pirn__scope_done(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended);
/* task, which is at home here, waits at the end of a scope that is over. */
void pirn__scope_over(struct pirn__loop *loop, struct pirn_task *task);
/* A note about s has been heeded. */
void pirn__scope_noted(struct pirn__loop *loop, struct pirn_scope *s);
/* Sets the deadline of s, whose owner is at home here. */
void pirn__scope_move_deadline(struct pirn__loop *loop, struct pirn_scope *s,
                               int64_t time);

/* cancel.c ----------------------------------------------------------------- */

/* Cancels s for the reason given, unless it is cancelled already. */
void pirn__scope_stop(struct pirn_scope *s, struct pirn_cancel_reason why);
/* The deadline of s has come. */
void pirn__scope_expired(struct pirn_scope *s);
/* task, which is about to end and belongs to a .fail_fast scope, has given a
 * value that is negative. */
void pirn__scope_child_failed(struct pirn_task *task, int64_t value);
/* s is cancelled, or a scope of task around its own is: tells the tasks at
 * home here, or it. */
void pirn__cancel_spread(struct pirn__loop *loop, struct pirn_scope *s);
void pirn__cancel_reached(struct pirn__loop *loop, struct pirn_task *task);
/* Cancels task, which is at home here. */
void pirn__cancel_task(struct pirn__loop *loop, struct pirn_task *task,
                       struct pirn_cancel_reason why);
/* Why s is cancelled; NULL: it is not. */
const struct pirn_cancel_reason *pirn__scope_reason(const struct pirn_scope *s);
/* Puts the reason into words, such as "it was cancelled in main, a.c:12". */
void pirn__reason_text(char *out, size_t size,
                       const struct pirn_cancel_reason *why);
/* Frees the edge s, whose task has ended, and tells the scope around it. */
void pirn__edge_end(struct pirn__loop *loop, struct pirn_scope *s,
                    struct pirn_task *ended);
/* A wait of a task whose innermost scope is s, which is cancelled, ends with
 * -ECANCELED. */
static inline void pirn__scope_failed_wait(struct pirn_scope *s)
{
    __atomic_store_n(&pirn__origin(s)->failed_wait, true, __ATOMIC_RELAXED);
}

/* watch.c ------------------------------------------------------------------ */

/* task has been spawned in s, which has a watch. Returns whether it is to be
 * made ready; else it is held back, and will be later. */
bool pirn__watch_spawned(struct pirn__loop *loop, struct pirn_scope *s,
                         struct pirn_task *task);
/* A task of s, which has a watch, has ended. */
void pirn__watch_tell(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended);
/* So many tasks of s have not ended. */
size_t pirn__watch_running(const struct pirn_scope *s);
/* s, which has a watch, closes: frees that. */
void pirn__watch_end(struct pirn__loop *loop, struct pirn_scope *s);
void pirn__watch_interrupt(struct pirn__loop *loop, struct pirn_task *task);
/* At most so many tasks of s, which has just been opened, are to run at once.
 * Aborts if that is none. */
void pirn__watch_limit(struct pirn_scope *s, int64_t most);

int pirn_all(struct pirn_worker *w, struct pirn_scope *s) PIRN__ENTRY(pirn_all);
int pirn__first(struct pirn_worker *w, struct pirn_scope *s, void *out)
    PIRN__ENTRY(pirn__first);

/* limit.c ------------------------------------------------------------------ */

struct pirn__limit;

struct pirn__limit *pirn__limit_new(struct pirn__loop *loop, int64_t most);
/* Whether task, which has been spawned in s, may begin. Else it waits. */
bool pirn__limit_admits(struct pirn__loop *loop, struct pirn_scope *s,
                        struct pirn__limit *limit, struct pirn_task *task);
/* A task that has begun has ended: lets the next begin. */
void pirn__limit_ended(struct pirn__loop *loop, struct pirn__limit *limit);
void pirn__limit_describe(FILE *out, const struct pirn_task *task);

/* clock.c, sleep.c --------------------------------------------------------- */

/* The clock for runtimes that begin on this thread. */
struct pirn_clock *pirn__clock_default(void);
int64_t pirn__clock_now(struct pirn_clock *clock);
bool pirn__clock_is_real(const struct pirn_clock *clock);

void pirn__sleep_interrupt(struct pirn__loop *loop, struct pirn_task *task);

int pirn_yield_now(struct pirn_worker *w) PIRN__ENTRY(pirn_yield_now);
int pirn_move_to(struct pirn_worker *w, unsigned worker)
    PIRN__ENTRY(pirn_move_to);

int pirn_sleep(struct pirn_worker *w, int64_t ns) PIRN__ENTRY(pirn_sleep);
int pirn_sleep_until(struct pirn_worker *w, int64_t time)
    PIRN__ENTRY(pirn_sleep_until);

/* op.c --------------------------------------------------------------------- */

/* Wakes those whose operations other threads have completed. */
void pirn__inbox_drain(struct pirn__loop *loop);
void pirn__suspend_interrupt(struct pirn__loop *loop, struct pirn_task *task);

int pirn_suspend(struct pirn_worker *w, pirn_op_start *start,
                 pirn_op_cancel *cancel, void *arg) PIRN__ENTRY(pirn_suspend);

/* chan.c, select.c: see chan.h --------------------------------------------- */

int pirn__chan_send(struct pirn_worker *w, struct pirn_chan *c,
                    const void *item, size_t size) PIRN__ENTRY(pirn__chan_send);
int pirn__chan_recv(struct pirn_worker *w, struct pirn_chan *c, void *item,
                    size_t size) PIRN__ENTRY(pirn__chan_recv);
int pirn__select(struct pirn_worker *w, const struct pirn_clause *clauses,
                 int count, int is_fair) PIRN__ENTRY(pirn__select);

void pirn__send_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__recv_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__select_interrupt(struct pirn__loop *loop, struct pirn_task *task);
/* What a task in a select waits for has come: its timer, the end of another
 * task, an answer of the driver. */
void pirn__select_expired(struct pirn__loop *loop, struct pirn_task *task);
void pirn__select_joined(struct pirn__loop *loop, struct pirn_task *task,
                         const struct pirn_task *ended);
void pirn__select_polled(struct pirn__loop *loop, struct pirn__io *io);
/* It is decided; task is at home here. */
void pirn__select_decided(struct pirn__loop *loop, struct pirn_task *task);
/* sync.c: what all that tasks queue up for has in common ------------------- */

/* The waiters of an object: a circular list of which it knows the last; NULL:
 * there are none. They are linked through wait.queue, whose object it is. */

static inline struct pirn_task *pirn__waiter(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, wait.queue.node);
}

/* The one that has waited longest; there is one. */
static inline struct pirn_task *pirn__waiters_first(struct pirn__list *last)
{
    return pirn__waiter(last->next);
}

static inline void pirn__waiters_append(struct pirn__list **last,
                                        struct pirn_task *task, void *object)
{
    struct pirn__list *node = &task->wait.queue.node;
    task->wait.queue.object = object;
    if (*last)
        pirn__list_append((*last)->next, node);
    else
        node->prev = node->next = node;
    *last = node;
}

static inline void pirn__waiters_remove(struct pirn__list **last,
                                        struct pirn_task *task)
{
    struct pirn__list *node = &task->wait.queue.node;
    if (*last == node)
        *last = node->prev == node ? NULL : node->prev;
    pirn__list_remove(node);
}

/* The first of them no longer waits. */
static inline struct pirn_task *pirn__waiters_take(struct pirn__list **last)
{
    struct pirn_task *task = pirn__waiters_first(*last);
    pirn__waiters_remove(last, task);
    return task;
}

/* Ends the wait of task, which is in no list any more, or of all. */
void pirn__waiter_wake(struct pirn_task *task, int rc);
void pirn__waiters_wake(struct pirn__list **last, int rc);

/* The running task is to be among those waiters until it is woken. */
static inline int pirn__queue_up(struct pirn_worker *w, enum pirn__wait how,
                                 struct pirn__list **last, void *object)
{
    pirn__waiters_append(last, w->current, object);
    return pirn__wait_begin(w, how);
}

/* How an operation that need not wait ends with rc. */
static inline int pirn__at_once(struct pirn_worker *w, int rc)
{
    return pirn__exhausted(w) ? pirn__give_way(w, rc) : rc;
}

/* A native coroutine on one or two objects. When its entry may not run, it is
 * pirn__begin_later that makes the frame; begin does all else. */
typedef int pirn__begin(struct pirn_worker *w, void *object, void *other);
int pirn__begin_later(struct pirn_worker *w, pirn__begin *begin, void *object,
                      void *other);
int pirn__begin_in_crew(struct pirn_worker *w, pirn__begin *begin, void *object,
                        void *other);

static inline __attribute__((always_inline)) int
pirn__begin_now(struct pirn_worker *w, pirn__begin *begin, void *object,
                void *other)
{
    return pirn__unlikely(w->crew)
               ? pirn__begin_in_crew(w, begin, object, other)
               : begin(w, object, other);
}

/* The running task; aborts outside of any, where `what` is called. */
struct pirn_task *pirn__running(const char *what);

/* mutex.c, rwlock.c, semaphore.c, event.c, once.c */

void pirn__mutex_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__condition_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__rwlock_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__semaphore_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__event_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__once_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__group_interrupt(struct pirn__loop *loop, struct pirn_task *task);

struct pirn_task *pirn__mutex_holder(const struct pirn_task *task);
struct pirn_task *pirn__rwlock_holder(const struct pirn_task *task);
struct pirn_task *pirn__once_holder(const struct pirn_task *task);

/* A call of pirn_semaphore_acquire that waits. */
struct pirn__acquirer {
    PIRN__FRAME_HEADER;
    int rc;
    struct pirn_semaphore *semaphore;
    size_t n;
};

int pirn_mutex_lock(struct pirn_worker *w, struct pirn_mutex *m)
    PIRN__ENTRY(pirn_mutex_lock);
int pirn_condition_wait(struct pirn_worker *w, struct pirn_condition *c,
                        struct pirn_mutex *m) PIRN__ENTRY(pirn_condition_wait);
int pirn_rwlock_rdlock(struct pirn_worker *w, struct pirn_rwlock *l)
    PIRN__ENTRY(pirn_rwlock_rdlock);
int pirn_rwlock_wrlock(struct pirn_worker *w, struct pirn_rwlock *l)
    PIRN__ENTRY(pirn_rwlock_wrlock);
int pirn_semaphore_acquire(struct pirn_worker *w, struct pirn_semaphore *s,
                           size_t n) PIRN__ENTRY(pirn_semaphore_acquire);
int pirn_event_wait(struct pirn_worker *w, struct pirn_event *e)
    PIRN__ENTRY(pirn_event_wait);
int pirn_once(struct pirn_worker *w, struct pirn_once *o,
              int (*f)(struct pirn_worker *w, void *arg), void *arg)
    PIRN__ENTRY(pirn_once);
int pirn_wait_group_wait(struct pirn_worker *w, struct pirn_wait_group *g)
    PIRN__ENTRY(pirn_wait_group_wait);

/* io.c --------------------------------------------------------------------- */

/* The driver's: io is complete. arg is the loop. */
void pirn__io_complete(void *arg, struct pirn__io *io);
void pirn__io_awake(void *arg);
/* driver_ops->submit, for this worker's driver. */
bool pirn__io_submit(struct pirn__loop *loop, struct pirn__io *io);
void pirn__io_interrupt(struct pirn__loop *loop, struct pirn_task *task);
void pirn__io_describe(FILE *out, const struct pirn_task *task);

ssize_t pirn_read(struct pirn_worker *w, int fd, void *buf, size_t n)
    PIRN__ENTRY(pirn_read);
ssize_t pirn_write(struct pirn_worker *w, int fd, const void *buf, size_t n)
    PIRN__ENTRY(pirn_write);
ssize_t pirn_readv(struct pirn_worker *w, int fd, const struct iovec *parts,
                   int count) PIRN__ENTRY(pirn_readv);
ssize_t pirn_writev(struct pirn_worker *w, int fd, const struct iovec *parts,
                    int count) PIRN__ENTRY(pirn_writev);
int pirn_write_all(struct pirn_worker *w, int fd, const void *buf, size_t n,
                   size_t *done) PIRN__ENTRY(pirn_write_all);
ssize_t pirn_recv(struct pirn_worker *w, int fd, void *buf, size_t n, int flags)
    PIRN__ENTRY(pirn_recv);
ssize_t pirn_send(struct pirn_worker *w, int fd, const void *buf, size_t n,
                  int flags) PIRN__ENTRY(pirn_send);
int pirn_accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                socklen_t *length) PIRN__ENTRY(pirn_accept);
int pirn__accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                 socklen_t *length, const char *place)
    PIRN__ENTRY(pirn__accept);
int pirn_connect(struct pirn_worker *w, int fd, const struct sockaddr *address,
                 socklen_t length) PIRN__ENTRY(pirn_connect);
int pirn_poll(struct pirn_worker *w, int fd, int events) PIRN__ENTRY(pirn_poll);
int pirn_close(struct pirn_worker *w, int fd) PIRN__ENTRY(pirn_close);

/* net.c -------------------------------------------------------------------- */

int pirn_tcp_connect(struct pirn_worker *w, const char *address, int port)
    PIRN__ENTRY(pirn_tcp_connect);
int pirn__tcp_connect(struct pirn_worker *w, const char *address, int port,
                      const char *place) PIRN__ENTRY(pirn__tcp_connect);

/* Dumps: what the rest of the runtime says to them ------------------------- */

/* Tells dumps what the frames with this step are, for a coroutine by hand
 * that takes frames: its name, or, if that is NULL, the function that gives
 * it. */
struct pirn__native {
    pirn_step step;
    const char *name;
    const char *(*name_of)(const struct pirn_frame *frame);
};
#define PIRN__NATIVE(STEP, NAME, NAME_OF)                                      \
    static const struct pirn__native STEP##_native = {STEP, NAME, NAME_OF};    \
    static const struct pirn__native *const STEP##_native_entry                \
        __attribute__((section("pirn_natives"), used)) = &STEP##_native

/* The last part of a path, for messages. */
const char *pirn__file_name(const char *path);

/* For the `describe` of a wait: task and scope as a dump calls them. */
void pirn__dump_task(FILE *out, const struct pirn_task *task);
void pirn__dump_scope(FILE *out, const struct pirn_scope *scope);

/* dump.c: nothing of loop can ever go on. */
_Noreturn void pirn__dump_stuck(struct pirn__loop *loop);
/* Prints the tasks of loop to standard error, as a SIGQUIT has asked. */
void pirn__dump_wanted(struct pirn__loop *loop);

/* quit.c: from here on, and up to there, a SIGQUIT wants loop dumped. */
void pirn__quit_begin(struct pirn__loop *loop);
void pirn__quit_end(struct pirn__loop *loop);

/* hog.c: PIRN_HOG_MS */
void pirn__hog_begin(struct pirn__loop *loop);
void pirn__hog_end(struct pirn__loop *loop);
/* Runs a batch, or a turn of task, as worker.c does, under the eyes of a
 * watchdog. */
void pirn__hog_run_batch(struct pirn__loop *loop);
void pirn__hog_resume(struct pirn__loop *loop, struct pirn_task *task);

/* trace.c: PIRN_TRACE. See trace.h */
void pirn__trace_begin(struct pirn__loop *loop);
void pirn__trace_end(struct pirn__loop *loop);
/* Instead of following frame to where its task waits or ends. */
void pirn__trace_turn(struct pirn_worker *w, struct pirn_frame *frame);
/* What is in the ring by now is known. */
void pirn__trace_seen(struct pirn__loop *loop);
/* In a turn: tasks are about to be taken out of the ring, and have been. */
void pirn__trace_passed(struct pirn__loop *loop, bool is_over);
/* The running task sends task, which it has made ready, to another worker. */
void pirn__trace_sent(struct pirn__loop *loop, const struct pirn_task *task);
void pirn__trace_idle(struct pirn__lane *lane, bool is_idle);
/* Who has made tasks ready, if it was not a task. */
enum pirn__trace_by {
    PIRN__BY_TASK,
    PIRN__BY_TIMER,
    PIRN__BY_DESCRIPTOR,
    PIRN__BY_THREAD, /* another */
    PIRN__BY_NOBODY, /* unknown */
    PIRN__BYS
};
/* What has come into the ring since has been made ready like this. */
void pirn__trace_ready(struct pirn__loop *loop, enum pirn__trace_by how);
/* The program is about to end, or wants to know: writes the file. */
void pirn__trace_write(void);

/* name.c: what pirn_name has called task; NULL: nothing. */
const char *pirn__name_of(struct pirn__loop *loop,
                          const struct pirn_task *task);
/* Before task, which is PIRN__TASK_NAMED, is freed. */
void pirn__name_forget(struct pirn__loop *loop, struct pirn_task *task);
/* Notes down the names of all tasks in the trace. */
void pirn__names_trace(struct pirn__loop *loop);

/* leaks.c: PIRN_DEBUG=1 is in the environment, and then: g and fd have been
 * made, and are no more. place is "file:line"; NULL: unknown. */
extern bool pirn__debugs;
void pirn__debug_gen_made(struct pirn_gen *g);
void pirn__debug_gen_closed(struct pirn_gen *g);
void pirn__debug_fd_made(int fd, const char *place);
void pirn__debug_fd_closed(int fd);

/* run.c -------------------------------------------------------------------- */

/* A loop that can wait, with no task yet. Aborts if there can be none; or gives
 * NULL then, and -errno. */
struct pirn__loop *pirn__loop_begin(struct pirn_clock *clock);
struct pirn__loop *pirn__loop_try_begin(struct pirn_clock *clock, int *error);
void pirn__loop_end(struct pirn__loop *loop);
/* A runtime on this thread, with no task yet. */
struct pirn__loop *pirn__run_loop(struct pirn_clock *clock);

/* test.c, test_order.c, test_fault.c: a runtime that is tested ------------- */

/* Runs some tasks, instead of a batch. */
void pirn__test_turn(struct pirn__loop *loop);
/* The order in which things happen that may happen in any: a number below
 * count. Outside of tests a random one. */
unsigned pirn__choose(struct pirn__loop *loop, unsigned count);
/* Which of the first timers of a sorted slot, all of the same time, expires
 * next. */
struct pirn__list *pirn__test_timer(struct pirn__loop *loop,
                                    struct pirn__list *first);

/* Blocks that frames and tasks hold, so that what is left over has a name. */
void pirn__test_taken(struct pirn__test *test, void *block);
void pirn__test_given_back(struct pirn__test *test, void *block);
/* pirn__fault while a test makes allocations fail. */
bool pirn__test_fault(size_t size);

/* frames.c ----------------------------------------------------------------- */

/* Prints what each coroutine of this program keeps in its frame, the largest
 * first, and exits. */
_Noreturn void pirn__frames_report(void);

#pragma GCC visibility pop

#endif
