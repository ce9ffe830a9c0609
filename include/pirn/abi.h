/* The contract between translated code and the runtime.
 *
 * A coroutine `async T f(A a)` is two C functions. The *entry*
 *
 *     T f(struct pirn_worker *w, A a);
 *
 * runs the body on the native stack with ordinary locals, and takes a frame
 * only when something it awaits really suspends. The *step* is the same body
 * as a state machine over that frame; it carries on where the frame's state
 * says. A suspended task is a list of heap objects, each of which knows who
 * runs when it is finished (its link), and nothing else.
 *
 * How a call ends. After an entry has returned, w->suspended tells how:
 *   NULL      finished, and the C result is the value;
 *   not NULL  suspended, the C result means nothing, and w->suspended is the
 *             link of the topmost suspended frame. The caller fills that link
 *             in with its own frame and the place where the value has to go,
 *             then either suspends in turn (an entry: takes a frame, points
 *             w->suspended at its own link, returns) or returns NULL to the
 *             executor (a step).
 * A step returns the frame to run next: its caller when it is finished, NULL
 * when it is suspended; its own link has been filled in long before.
 * Only the executor clears w->suspended.
 *
 * Suspended but ready. An entry that finds the native stack used up makes a
 * frame in state 0 and sets w->ready to it, beside w->suspended. The executor
 * runs w->ready at once. That bounds the native stack, so that recursion is
 * bounded by memory alone.
 *
 * Spawning. `spawn f(a)` calls the entry with the worker's *spawner*, a twin
 * whose stack_limit is UINTPTR_MAX: the very same path makes the child
 * instead of running it, through function pointers too. */
#ifndef PIRN_ABI_H
#define PIRN_ABI_H

#ifndef PIRN__ALONE /* see alone.h */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif
#include "lease.h"
#include "reason.h"

#ifdef __cplusplus
#error "Pirn translates C; its frames are not for C++"
#endif

/* The version of all this. It is raised by every change after which an object
 * that was translated before would not work with the runtime, or not with
 * objects that are translated now. */
#define PIRN__ABI 3

/* The names that pirn__stamp refers to and the runtime defines: an object of
 * another version misses the first, one of the other kind of build the second.
 */
#define PIRN__ABI_NAME_OF(abi)                                                 \
    pirn__translated_for_abi_##abi##_recompile_it_with_this_pirn
#define PIRN__ABI_NAME(abi) PIRN__ABI_NAME_OF(abi)
#define PIRN__THREADS_NAME pirn_object_of_cc_threads_linked_without_it
#define PIRN__PLAIN_NAME pirn_object_of_plain_cc_linked_with_threads

struct pirn_worker;
struct pirn_frame;
struct pirn_task;
struct pirn__loop;
struct pirn__crew;
struct pirn__large;
struct pirn_scope;
struct pirn_gen;
struct pirn_task_tag; /* only their names occur, in the types of handles */
struct pirn_gen_tag;
struct pirn_chan_tag;

/* Carries self on. Returns the frame to run next, or NULL if suspended. */
typedef struct pirn_frame *(*pirn_step)(struct pirn_frame *self,
                                        struct pirn_worker *w);

/* What a suspended computation owes: who runs when it is finished, and where
 * its value goes. Set by the caller, after the callee has suspended. */
struct pirn_link {
    struct pirn_frame *caller;
    void *result; /* a slot of the callee's result type, or NULL: nobody wants
                     the value */
};
_Static_assert(_Alignof(struct pirn_link) == _Alignof(void *),
               "with -fpack-struct the program's structs are not those of "
               "Pirn's runtime");

/* The members every frame begins with. A frame's own members follow at once:
 * the first of them may lie in what would be the header's tail padding. */
#define PIRN__FRAME_HEADER                                                     \
    struct pirn_link link;                                                     \
    pirn_step step;                                                            \
    uint16_t state; /* suspension point to resume at; 0: not started */        \
    uint16_t info   /* the size class, an index of pirn_worker.free */

/* A coroutine's own frame is another type to the compiler, hence the
 * attribute: both name the same memory. */
struct __attribute__((may_alias)) pirn_frame {
    PIRN__FRAME_HEADER;
};

/* Size classes: n stands for blocks of 8 * n bytes, up to PIRN__CLASS_MAX.
 * Blocks of a multiple of 16 bytes are aligned to 16, the others to 8. */
enum {
    PIRN__CLASS_NONE = 0,   /* part of a larger block: giving it back does
                               nothing (list 0 is written and never read) */
    PIRN__CLASS_MALLOC = 1, /* from malloc: the runtime empties the list */
    PIRN__CLASS_MAX = 128,
    PIRN__CLASSES
};

/* The tasks that are ready, first come, first served. It always has room for
 * every task that is alive, so that waking one cannot fail: it grows when a
 * task is made. */
struct pirn__ring {
    struct pirn_task **slots;
    size_t head, tail; /* counted without end; slots[head & mask] is next,
                          but during a batch the executor is ahead of it */
    size_t mask;
    size_t end; /* of the batch: the executor stops there */
};

/* The part of a worker that translated code touches. */
struct pirn_worker {
    struct pirn_link *suspended; /* see above */
    struct pirn_frame *ready;    /* to be run at once; else NULL */
    uintptr_t stack_limit;       /* entries below it do not run the body */
    struct pirn_worker *spawner; /* the twin that makes children */
    struct pirn_task *current;   /* the task that is running; the spawner's is
                                    none, in a cancelled scope */
    struct pirn__crew *crew;     /* it has others beside it; NULL: it is the
                                    only one of its runtime */
    struct pirn_worker *runtime; /* what locks note down of who uses them: this
                                    worker; if it has others beside it, what
                                    stands for all of them */
    unsigned budget;             /* operations that need not wait before one
                                    has to give way all the same; with others
                                    beside it always 1 */
    struct pirn__ring ring;      /* what is ready; not the spawner's */
    void *free[PIRN__CLASSES];   /* lists of free frames by size class, linked
                                    through their first word */
};

#define pirn__unlikely(x) __builtin_expect(!!(x), 0)

/* Where a macro of ours is used, as "file:line". */
#define PIRN__TEXT_OF(x) #x
#define PIRN__TEXT(x) PIRN__TEXT_OF(x)
#define PIRN__PLACE __FILE__ ":" PIRN__TEXT(__LINE__)

/* What an object says of itself. */
struct pirn__stamp {
    unsigned abi;
    unsigned as_threads; /* built with --threads */
};

/* Aborts unless objects of that stamp may use this copy of the runtime. */
void pirn__loaded(const struct pirn__stamp *stamp);

#ifndef PIRN__RUNTIME
void pirn__loaded(const struct pirn__stamp *stamp) __attribute__((weak));

#ifdef __PIRN_THREADS__
#define PIRN__AS_THREADS 1
#define PIRN__BUILD_NAME PIRN__THREADS_NAME
#else
#define PIRN__AS_THREADS 0
#define PIRN__BUILD_NAME PIRN__PLAIN_NAME
#endif

extern const char PIRN__ABI_NAME(PIRN__ABI), PIRN__BUILD_NAME;

/* A reference for the linker. What a shared library is made of has no use for
 * one that the dynamic linker sees: the library would not be loaded, and nobody
 * would learn of which version it is. So there it is in a section that is not
 * loaded, as a relocation that does nothing. (clang before 15 forgets a symbol
 * that is named by .reloc alone.) */
#if defined(__PIC__) && !defined(__PIE__)
#define PIRN__REFER(NAME) PIRN__REFER_TEXT(PIRN__TEXT(NAME))
#define PIRN__REFER_TEXT(TEXT)                                                 \
    __asm__ __volatile__(".pushsection .debug_pirn,\"\",%progbits;"            \
                         ".globl " TEXT "; .reloc ., BFD_RELOC_NONE, " TEXT    \
                         "; .byte 0; .popsection")
#else
#define PIRN__REFER(NAME) __asm__ __volatile__("" : : "r"(&NAME))
#endif

/* The body of a constructor that translated files have. A file that is linked
 * with the runtime of another version is an error of the linker. A shared
 * library may be linked without the runtime, or bring one: it is compared when
 * it is loaded. (Weak: it may be loaded where there is no runtime at all.) */
static __inline__ __attribute__((always_inline, unused,
                                 __no_profile_instrument_function__)) void
pirn__stamp(void)
{
    static const struct pirn__stamp stamp = {PIRN__ABI, PIRN__AS_THREADS};
    PIRN__REFER(PIRN__ABI_NAME(PIRN__ABI));
    PIRN__REFER(PIRN__BUILD_NAME);
    if (pirn__loaded)
        pirn__loaded(&stamp);
}
#endif

/* True if an entry must make a frame in state 0 instead of running: its native
 * stack address is below the limit. */
static __inline__ __attribute__((always_inline, unused)) int
pirn__must_start(const struct pirn_worker *w)
{
#ifdef __x86_64__
    /* __builtin_frame_address would cost a frame pointer; and a register
     * variable bound to rsp counts as written by gcc, which then restores it
     * from where it is not. */
    uintptr_t address;
    __asm__("mov %%rsp, %0" : "=r"(address));
#else
    uintptr_t address = (uintptr_t)__builtin_frame_address(0);
#endif
    return pirn__unlikely(address < w->stack_limit);
}

#if defined(__SANITIZE_ADDRESS__)
#define PIRN__ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIRN__ASAN 1
#endif
#endif

/* A block of size bytes of the class given (worked out at compile time by
 * pirn__frame_class), when the class's list is empty. Never NULL: there is a
 * reserve, and when that is gone too it aborts with a sentence. */
void *pirn__frame_refill(struct pirn_worker *w, unsigned class_, size_t size,
                         size_t align);
void *pirn__start(struct pirn_worker *w, unsigned class_, size_t size,
                  size_t align, pirn_step step); /* see pirn__frame_start */
/* Under AddressSanitizer frames come from malloc and go back there. */
void pirn__frame_release(struct pirn_worker *w, struct pirn_frame *frame);

static __inline__ __attribute__((always_inline, unused)) unsigned
pirn__frame_class(size_t size, size_t align)
{
    size_t n = align == 16 ? (size + 15) / 16 * 2 : (size + 7) / 8;
    return align > 16 || n > PIRN__CLASS_MAX ? (unsigned)PIRN__CLASS_MALLOC
                                             : (unsigned)n;
}

/* A frame in state 0 whose arguments the entry then stores. For a spawner it
 * is the child's, with room for its task in the same block, or NULL for want
 * of memory; else it is set ready (w->ready, w->suspended). */
static __inline__ __attribute__((always_inline, unused)) void *
pirn__frame_start(struct pirn_worker *w, size_t size, size_t align,
                  pirn_step step)
{
    return pirn__start(w, pirn__frame_class(size, align), size, align, step);
}

/* A frame for a coroutine that suspends: in the state given, link unset. */
static __inline__ __attribute__((always_inline, unused)) void *
pirn__frame_new(struct pirn_worker *w, size_t size, size_t align,
                pirn_step step, unsigned state)
{
    unsigned class_ = pirn__frame_class(size, align);
    void *block = w->free[class_];
    struct pirn_frame *frame;
#ifndef PIRN__ASAN
    if (pirn__unlikely(!block || class_ == PIRN__CLASS_MALLOC))
#endif
        block = pirn__frame_refill(w, class_, size, align);
#ifndef PIRN__ASAN
    else
        w->free[class_] = *(void **)block;
#endif
    frame = block;
    frame->step = step;
    frame->state = (uint16_t)state;
    return frame; /* info was set when the block was first made */
}

/* Gives the frame's block back; only its first word is written. */
static __inline__ __attribute__((always_inline, unused)) void
pirn__frame_free(struct pirn_worker *w, struct pirn_frame *frame)
{
#ifdef PIRN__ASAN
    pirn__frame_release(w, frame);
#else
    unsigned class_ = frame->info;
    *(void **)frame = w->free[class_];
    w->free[class_] = frame;
#endif
}

/* In a step: the frame waits for what is suspended, and asks for its value. */
static __inline__ __attribute__((always_inline, unused)) void
pirn__frame_wait(struct pirn_worker *w, struct pirn_frame *frame, void *result)
{
    w->suspended->caller = frame;
    w->suspended->result = result;
}

/* In an entry, for a frame that it has just made: the same, and the frame is
 * what is suspended now. */
static __inline__ __attribute__((always_inline, unused)) void
pirn__frame_link(struct pirn_worker *w, struct pirn_frame *frame, void *result)
{
    w->suspended->caller = frame;
    w->suspended->result = result;
    w->suspended = &frame->link;
}

/* Both out of line, for coroutines that suspend at very many places. */
static __attribute__((noinline, unused)) void *
pirn__frame_new_apart(struct pirn_worker *w, size_t size, size_t align,
                      pirn_step step, unsigned state)
{
    return pirn__frame_new(w, size, align, step, state);
}

static __attribute__((noinline, unused)) void
pirn__frame_link_apart(struct pirn_worker *w, struct pirn_frame *frame,
                       void *result)
{
    pirn__frame_link(w, frame, result);
}

/* Aborts: the object of a call, of that kind, is NULL. */
_Noreturn void pirn__is_null(const char *call, const char *kind)
    __attribute__((cold));

/* The worker that a step is entered with by a thread of the pool, in a state
 * in which it waits for an offloaded call: it makes that call, stores the value
 * in its frame, and returns NULL. */
#define PIRN__HELPER ((struct pirn_worker *)1)

/* Called by translated code ------------------------------------------------
 *
 * Each of these is the runtime's. "Native entry" says that a function follows
 * the protocol above, so that its caller looks at w->suspended. */

#define PIRN_NEVER INT64_MAX /* a time that never comes */

/* A member of a circular list; the list's own node is one too. */
struct pirn__list {
    struct pirn__list *prev, *next;
};

/* A place in a channel's queue. Links tell by their lowest bits what they
 * point to: see src/runtime/objects/chan.h. */
struct pirn__links {
    uintptr_t prev, next;
};
struct pirn__waiter {
    struct pirn__links links;
    void *item; /* where it lies, or is wanted */
};

/* A place in the queue of any other object: see src/runtime/wait/sync.h. */
struct pirn__queued {
    struct pirn__list node;
    void *object; /* what a task waits for there; NULL: it is the place of a
                     clause of a select */
};

/* Something that happens at a time: a sleeping task, a scope's deadline. */
struct pirn__timer {
    struct pirn__list node; /* in a slot of the wheel while it is set */
    uint64_t expires;
};

/* A place in the source where something stands. */
struct pirn__place {
    const char *function, *file;
    uint32_t line;
};

/* An open scope. It lies in its coroutine's frame, so that its size is known
 * here; its members are the runtime's. */
struct pirn_scope {
    struct pirn_scope *parent;  /* the scope around it; NULL: a runtime's */
    struct pirn_worker *worker; /* whose thread it belongs to */
    struct pirn_task *owner;    /* the task whose block it is */
    struct pirn__list tasks;    /* spawned in it and not yet freed */
    struct pirn__timer timer;   /* set while it has a deadline to come */
    struct pirn_cancel_reason reason; /* of a cancellation that began here */
    struct pirn_scope *origin; /* where its cancellation began; NULL: it is
                                  not cancelled */
    struct pirn_scope *next;   /* while a cancellation spreads through it */
    const struct pirn__place *place; /* of its statement; NULL: unknown */
    /* What is 0 when it is opened, together, to be cleared at once: */
    struct pirn__lease lease; /* while it is shared */
    size_t running; /* tasks of it that have not ended; if each end is told
                       (tally.c), whether there are any */
    struct pirn_local_binding *bindings; /* made in it, newest first */
    struct pirn__tally *tally; /* those who wait in pirn_first and pirn_all;
                                  NULL: nobody has yet */
    int32_t error;             /* of the first child that has failed */
    uint32_t messages;         /* to other workers, that name it */
    bool waiting;              /* it is to be told when `running` is 0 */
    bool leaving;              /* its owner waits for that */
    bool failed_wait;          /* its deadline made a wait fail */
    bool closed;
    bool is_shield;
    bool is_fail_fast;
    bool is_cancel_scope; /* put around a task by pirn_cancel */
    uint8_t is_slow_path; /* not 0: it is closed or shared, or its children are
                       told of; or PIRN__SLOW_IN_CREW */
    bool is_defer;        /* opened for a defer that waits */
    bool keeps_handles;   /* those of its tasks are freed by pirn__scope_drop */
    bool is_shared;       /* tasks of several workers may touch it: crew.c */
    bool is_pinned;       /* it or one around it is: its body and its tasks stay
                             on the worker where they are */
    bool deadline_is_posted; /* for its owner's worker: it is to be... */
    int64_t deadline;        /* ... this */
    bool had_deadline;       /* so its timer may be set, or just expiring */
    bool has_moved;     /* its timer is to be set again where its owner goes */
    uint16_t opened_on; /* if it is pinned: the number of the worker on which
                           it was opened, and its tasks begin */
};

enum { PIRN__SLOW_IN_CREW = 2 }; /* just that there are other workers */

enum { PIRN__RESULT_INLINE = 24 };

/* A task, in one block with its first frame, which follows it. What a switch
 * touches stands at the end, beside the frame. Its members are the runtime's.
 *
 * A task that is not running is the leaf of what it waits for: leaf tells who
 * goes on then, and where the int result of the wait goes. */
struct pirn_task {
    struct pirn__list siblings; /* in the list of the scope it belongs to */
    struct pirn_task *waiter;   /* the task that waits for its end, or NULL */
    uint16_t site; /* the number of the struct pirn__site that has spawned it;
                      0: unknown */
    /* The size class of its block stands where the block has its `info`, so
     * that it is there before the task; with no flag set, as in a free block.
     */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint8_t class_, flags; /* flags: PIRN__TASK_... */
#else
    uint8_t flags, class_;
#endif
    union {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        uint8_t waits; /* enum pirn__wait */
#else
        struct {
            uint8_t unused[3], waits;
        };
#endif
        uint32_t waits_since; /* with the time, on the loop's coarse clock, in
                                 the other 24 bits: see pirn__wait_begin, and
                                 refuse_slowly */
    };
    struct pirn_scope *scope; /* its innermost open one; at its end the one
                                 that it belongs to */
    union {
        struct pirn__timer timer;
        void *op; /* the operation's own */
        struct pirn__queued queue;
        struct pirn__waiter chan; /* in a queue of a channel */
        struct {
            struct pirn_task *task; /* whose `waiter` we are */
            void *out;              /* where the result goes; NULL: nowhere.
                                       Not for PIRN__WAIT_AWAIT */
            size_t size;
        } join;
        /* While it is ready: the result of its wait. */
        struct {
            uint64_t unused[2];
            int32_t rc;
        };
        /* After its end: its result, if it fits, else the block with it. */
        uint64_t result[PIRN__RESULT_INLINE / 8];
        struct pirn__large *large;
    } wait;
    struct pirn_link leaf;
};

#if defined(__SANITIZE_THREAD__)
#define PIRN__TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PIRN__TSAN 1
#endif
#endif

/* Another worker may be cancelling s at this moment. A plain load will do: it
 * is of one word, which is set once. */
static __inline__ __attribute__((always_inline, unused)) int
pirn__is_cancelled(const struct pirn_scope *s)
{
#ifdef PIRN__TSAN
    return __atomic_load_n(&s->origin, __ATOMIC_RELAXED) != 0;
#else
    return s->origin != 0;
#endif
}

/* Puts task in the ready set. */
static __inline__ __attribute__((always_inline, unused)) void
pirn__ring_push(struct pirn__ring *ring, struct pirn_task *task)
{
    ring->slots[ring->tail++ & ring->mask] = task;
}

/* Entries at hand. A native coroutine may have a second definition in a
 * header, for those who call it by its name: it does what is common and leaves
 * all else to the real entry, which it knows under another name. Pointers are
 * to the real one. It stands before the coroutine's `async` declaration, and
 * need not ask pirn__must_start: it takes little of the stack, and a spawner's
 * current task is one in a cancelled scope, which is not common. */
#define PIRN__AT_HAND                                                          \
    extern __inline__                                                          \
        __attribute__((gnu_inline, always_inline, artificial, unused))

/* For a step that yields in a cancelled scope: what it returns. */
struct pirn_frame *pirn__yield_refused(struct pirn_worker *w);

#if !defined(PIRN__RUNTIME) && !defined(__PIRN_THREADS__)
int pirn_yield_now(struct pirn_worker *w) __asm__("pirn.pirn_yield_now");
int pirn__yield_now(struct pirn_worker *w) __asm__("pirn.pirn_yield_now");

PIRN__AT_HAND int pirn_yield_now(struct pirn_worker *w)
{
    struct pirn_task *task = w->current;
    if (pirn__unlikely(pirn__is_cancelled(task->scope)))
        return pirn__yield_now(w);
    task->wait.rc = 0;
    pirn__ring_push(&w->ring, task);
    w->suspended = &task->leaf;
    return 0;
}

/* The same and pirn__frame_wait, as the last thing in a step that only the
 * executor calls: it does not ask for w->suspended. Returns NULL. */
static __inline__ __attribute__((always_inline, unused)) struct pirn_frame *
pirn__yield_step(struct pirn_worker *w, struct pirn_frame *frame, void *result)
{
    struct pirn_task *task = w->current;
    task->leaf.caller = frame;
    task->leaf.result = result;
    if (pirn__unlikely(pirn__is_cancelled(task->scope)))
        return pirn__yield_refused(w);
    if (result)
        task->wait.rc = 0;
    pirn__ring_push(&w->ring, task);
    return 0;
}
#endif

/* What `scope (s, ...)` may be given. The translator writes the first three
 * members as PIRN_NEVER before the user's, which override them. */
struct pirn_scope_options {
    int64_t timeout;      /* in nanoseconds from now */
    int64_t deadline;     /* on the clock of pirn_now() */
    int64_t limit;        /* so many of its tasks run at once, at most */
    bool shield;          /* a cancellation of a scope around it does not reach
                             into it */
    bool fail_fast;       /* a child that fails cancels it */
    bool pinned;          /* it stays on the worker where it is opened */
    bool pirn__passed_on; /* others than its owner may have a pointer to it */
    const struct pirn__place *pirn__place; /* where it stands */
};

/* Opens s, in the memory of the running task's frame, as its innermost scope.
 * options may be NULL. */
void pirn__scope_enter(struct pirn_worker *w, struct pirn_scope *s,
                       const struct pirn_scope_options *options);
/* Before pirn__scope_leave, when the block is left in the middle, in the line
 * given (0: unknown): tells the tasks of s to stop. */
void pirn__scope_abandon(struct pirn_worker *w, struct pirn_scope *s,
                         uint32_t line);
/* Native entry. Waits for the tasks of s, whatever happens; then frees their
 * handles and closes s. Returns 1 if its `else` is due, else 0. Of a closed
 * scope it only does the latter. */
int pirn__scope_leave(struct pirn_worker *w, struct pirn_scope *s);
/* Of a closed scope with defers, for which the handles were kept
 * (s->keeps_handles): frees them. */
void pirn__scope_drop(struct pirn_worker *w, struct pirn_scope *s);

/* Around a defer that awaits: a shield as the task's innermost scope. It has
 * no name, so that it has no tasks to wait for. */
void pirn__defer_enter(struct pirn_worker *w, struct pirn_scope *s);
void pirn__defer_leave(struct pirn_worker *w, struct pirn_scope *s);

/* For spawn_in outside a coroutine: the spawner and the worker of s. Aborts
 * if s does not belong to this thread. */
struct pirn_worker *pirn__scope_spawner(struct pirn_scope *s);
struct pirn_worker *pirn__scope_worker(struct pirn_scope *s);

enum {
    PIRN__SPAWN_DETACHED = 1,   /* nobody holds the handle: the task frees
                                   itself at its end */
    PIRN__SPAWN_TRY = 2,        /* NULL for want of memory, not an abort */
    PIRN__SPAWN_SIGNED = 4,     /* the result is of a signed integer type */
    PIRN__SPAWN_PASSED_ON = 16, /* others than the spawner may wait for it */
    PIRN__SPAWN_ON = 8, /* on the worker whose number is in the bits from
                           PIRN__SPAWN_SHIFT on */
    PIRN__SPAWN_SHIFT = 8
};

unsigned pirn_workers(void); /* of <pirn/run.h> */

/* For spawn_on: those of its bits. A number that has no room in them, a hash
 * say, is taken modulo pirn_workers() here. */
static __inline__ __attribute__((always_inline, unused)) unsigned
pirn__spawn_on(unsigned number)
{
    enum { MOST = (1 << 24) - 1 };
    return PIRN__SPAWN_ON | (number < MOST ? number : number % pirn_workers())
                                << PIRN__SPAWN_SHIFT;
}

/* A place in the source where tasks are spawned. */
struct pirn__site {
    const char *function, *file;
    uint32_t line;
    uint32_t number; /* the runtime's: given when it first spawns */
};

/* The two halves of pirn__spawn: whose result fits in its task, and others. */
void *pirn__spawn_small(struct pirn_worker *w, struct pirn_scope *s,
                        struct pirn__site *site, size_t size, unsigned flags);
void *pirn__spawn_any(struct pirn_worker *w, struct pirn_scope *s,
                      struct pirn__site *site, size_t size, size_t align,
                      unsigned flags);
/* Starts the child that an entry has just made with w->spawner, as a task of
 * s. size and align are those of its result (0 and 1 for void). The handle
 * is good until it is awaited or s ends. w is the worker, not the spawner. */
static __inline__ __attribute__((always_inline, unused)) void *
pirn__spawn(struct pirn_worker *w, struct pirn_scope *s,
            struct pirn__site *site, size_t size, size_t align, unsigned flags)
{
    if (pirn__unlikely(!s)) /* never of a scope of the coroutine's own */
        pirn__is_null("spawn_in", "scope");
    if (size <= PIRN__RESULT_INLINE && align <= _Alignof(uint64_t) &&
        !(flags & (PIRN__SPAWN_DETACHED | PIRN__SPAWN_ON)))
        return pirn__spawn_small(w, s, site, size, flags);
    return pirn__spawn_any(w, s, site, size, align, flags);
}

/* Native entry; the int that it returns means nothing. Waits for task to end
 * and frees it. If it did not suspend, the size bytes of the result are in
 * *out; if it did, they go to the link's result on resumption. */
int pirn__await_task(struct pirn_worker *w, void *task, void *out, size_t size);

/* Suspends the running task, whose frame stands at an offloaded call, with all
 * that this needs in it, until that has been made. */
void pirn__offload(struct pirn_worker *w, struct pirn_frame *frame);

/* A new runtime on this thread; aborts if there is one. The caller makes the
 * root task by calling its entry with the spawner returned. */
struct pirn_worker *pirn__run_begin(void);
/* Runs that task to its end, stores its result of size bytes in *result, and
 * ends the runtime. */
void pirn__run_end(void *result, size_t size, size_t align);

/* Generators --------------------------------------------------------------- */

/* What the frame of a generator begins with. It comes from malloc and belongs
 * to no worker: each step may be on another thread.
 *
 * A step of a plain generator is called with w == NULL. It stores a value in
 * *link.result and returns NULL (yielded), or sets status to 0 or -errno and
 * returns anything else (ended).
 *
 * A step of an async generator is called with a worker, and link.caller is
 * &next. When it suspends it returns NULL, as any step. Else it sets status
 * to 1 (yielded) or to 0 or -errno (ended), and returns link.caller. */
#define PIRN__GEN_HEADER                                                       \
    PIRN__FRAME_HEADER;                                                        \
    int32_t status;                                                            \
    struct pirn_frame next /* async: resumes who waits for the next value */

struct __attribute__((may_alias)) pirn_gen {
    PIRN__GEN_HEADER;
};

/* The state of a generator while its step runs. A step that finds it has been
 * resumed from inside itself, and calls pirn__gen_reentered(). */
#define PIRN__RUNNING UINT16_MAX
/* In the state of one that is suspended: it has something to do when it is
 * closed there; and, set by who then carries it on, it is being closed. */
#define PIRN__GEN_OPEN 0x4000
#define PIRN__GEN_CLOSING 0x8000

/* What a step returns that comes to `yield_from inner;`, its state being that
 * of its suspension there: values come from inner until that has ended and
 * been freed. Then self is carried on, and next.info is the errno with which
 * inner has failed, or 0. */
struct pirn_frame *pirn__gen_enter(struct pirn_gen *self,
                                   struct pirn_gen *inner);
struct pirn_frame *pirn__gen_enter_async(struct pirn_gen *self,
                                         struct pirn_gen *inner);

/* A generator in state 0, whose arguments the caller then stores. */
void *pirn__gen_new(size_t size, size_t align, pirn_step step, bool is_async);
/* What pirn_next gives when the step has not stored a value: for a generator
 * that has just ended its status the first time, then 0 for ever; for one that
 * yields from another what that gives. */
int pirn__gen_ended(struct pirn_gen *g);
/* Runs what g, which may be NULL, has to do when it is closed, and frees it. */
void pirn__gen_close(struct pirn_gen *g);

/* Translated code calls it behind the call of a generator: PIRN_DEBUG=1 tells
 * that place, "file:line", if g is never closed. */
void pirn__gen_made(void *g, const char *place);

/* Native entries, for generators of both kinds: 1 with a value in *value,
 * 0 at the end, -errno once after pirn_fail; and pirn_gen_close. */
int pirn__gen_await_next(struct pirn_worker *w, struct pirn_gen *g,
                         void *value);
int pirn__gen_await_close(struct pirn_worker *w, struct pirn_gen *g);

/* For a step of an async generator that was called with w == NULL. */
_Noreturn void pirn__gen_misuse(void);
_Noreturn void pirn__gen_reentered(void);
_Noreturn void pirn__gen_failed(int status);

/* The status of a generator that ends by pirn_fail(status). A positive one
 * would be taken for that of a value. */
static __inline__ __attribute__((always_inline, unused)) int
pirn__gen_failure(int status)
{
    if (pirn__unlikely(status > 0))
        pirn__gen_failed(status);
    return status;
}

static __inline__ __attribute__((always_inline, unused)) int
pirn__gen_next(struct pirn_gen *g, void *value)
{
    if (pirn__unlikely(!g))
        pirn__is_null("pirn_next", "generator");
    g->link.result = value;
    return g->step((struct pirn_frame *)g, NULL) ? pirn__gen_ended(g) : 1;
}

/* Programs turned by --async-all ------------------------------------------- */

/* What a plain function that drives its coroutine puts back at its end. The
 * program's own malloc may have called it while another coroutine, which took a
 * frame, was just about to suspend. */
struct pirn__drive {
    struct pirn_worker *worker;
    struct pirn_link *suspended;
    struct pirn_frame *ready;
};
/* The worker that carries coroutine bodies in plain C on this thread: that of
 * its runtime, or else one of the thread's own; in a signal handler, which may
 * have interrupted that one anywhere, another one. */
struct pirn_worker *pirn__drive_begin(struct pirn__drive *drive);
/* When an entry called with that worker has suspended: runs it to its end and
 * stores its value in *result (NULL: nobody wants it). A longjmp may pass
 * over it, and loses no more than the frames. */
void pirn__drive(struct pirn_worker *w, void *result);
void pirn__drive_end(const struct pirn__drive *drive);

/* Native entries that suspend without reason and are ready at once: always,
 * or at random, one time in four. Return 0. */
int pirn__probe(struct pirn_worker *w);
int pirn__probe_random(struct pirn_worker *w, uint64_t seed);

/* How many frames such a program took at the start of a body and how many
 * late; printed at its exit if PIRN_STATS=1. */
extern struct pirn__stats {
    unsigned long start, late;
} pirn__stats;

/* What a coroutine looks like, for dumps, gdb and `pirn frames`. The tables
 * stand in the section "pirn_tables" as pointers; the hot path never reads
 * them. */
struct pirn_variable {
    const char *name;      /* with a space in it: what it is, having no name.
                              NULL: the list is over */
    uint32_t line;         /* where it is declared, or comes from */
    uint32_t offset, size; /* in the frame, in bytes */
    const struct pirn_variable *next; /* what has been there for longer */
};
struct pirn_suspension {
    uint32_t state, line;
    const struct pirn_variable *kept; /* the first of those alive there */
};
struct pirn_table {
    const char *name, *file;
    uint32_t line, frame_size;
    const char *early;   /* why the frame is taken at the start; NULL: it is
                            taken where the coroutine first waits */
    uint32_t early_line; /* the cause of that */
    pirn_step step;
    const struct pirn_suspension *suspensions; /* by state, from 0: not yet
                            started; ended by line 0 */
};
/* A mark in the code of an entry and of its clones; or, without a name, before
 * the call of one in a plain function. A function is what the first mark in
 * its code says. They stand in the section "pirn_entries", one behind the
 * other, aligned like this. */
struct pirn_mark {
    int32_t code;  /* where in the code it stands, from here */
    uint32_t line; /* of the coroutine's table, as its name */
    char name[];
};

#endif
