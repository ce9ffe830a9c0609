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
 * when it is suspended, in which case w->suspended is its own link, unset.
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

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#error "Pirn translates C; its frames are not for C++"
#endif

struct pirn_worker;
struct pirn_frame;
struct pirn_task;
struct pirn_scope;
struct pirn_gen;

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

/* The members every frame begins with. A frame's own members follow at once:
 * the first of them may lie in what would be the header's tail padding. */
#define PIRN__FRAME_HEADER                                                     \
    struct pirn_link link;                                                     \
    pirn_step step;                                                            \
    uint16_t state; /* suspension point to resume at; 0: not started */        \
    uint16_t info   /* the size class, an index of pirn_worker.free */

struct pirn_frame {
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

/* The part of a worker that translated code touches. */
struct pirn_worker {
    struct pirn_link *suspended; /* see above */
    struct pirn_frame *ready;    /* to be run at once; else NULL */
    uintptr_t stack_limit;       /* entries below it do not run the body */
    struct pirn_worker *spawner; /* the twin that makes children */
    struct pirn_task *current;   /* the task that is running */
    void *free[PIRN__CLASSES];   /* lists of free frames by size class, linked
                                    through their first word */
};

#define pirn__unlikely(x) __builtin_expect(!!(x), 0)

/* The native stack address that an entry compares with w->stack_limit. */
#if defined(__x86_64__) && !defined(__clang__)
#define pirn__stack_address()                                                  \
    (__extension__({                                                           \
        register uintptr_t pirn__sp __asm__("rsp");                            \
        __asm__("" : "=r"(pirn__sp));                                          \
        pirn__sp;                                                              \
    }))
#else
#define pirn__stack_address() ((uintptr_t)__builtin_frame_address(0))
#endif

/* True if an entry must make a frame in state 0 instead of running. */
#define pirn__must_start(w) \
    pirn__unlikely(pirn__stack_address() < (w)->stack_limit)

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
/* Under AddressSanitizer frames come from malloc and go back there. */
void pirn__frame_release(struct pirn_worker *w, struct pirn_frame *frame);

/* A frame in state 0 whose arguments the entry then stores. For a spawner it
 * is the child's, with room for its task in the same block, or NULL for want
 * of memory; else it is set ready (w->ready, w->suspended). */
void *pirn__frame_start(struct pirn_worker *w, size_t size, size_t align,
                        pirn_step step);

static inline __attribute__((always_inline, unused)) unsigned
pirn__frame_class(size_t size, size_t align)
{
    size_t n = align == 16 ? (size + 15) / 16 * 2 : (size + 7) / 8;
    return align > 16 || n > PIRN__CLASS_MAX ? (unsigned)PIRN__CLASS_MALLOC
                                             : (unsigned)n;
}

/* A frame for a coroutine that suspends: in the state given, link unset. */
static inline __attribute__((always_inline, unused)) void *
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
static inline __attribute__((always_inline, unused)) void
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

/* Makes the frame on top of what is suspended, and asks for its value. */
static inline __attribute__((always_inline, unused)) void
pirn__frame_link(struct pirn_worker *w, struct pirn_frame *frame, void *result)
{
    w->suspended->caller = frame;
    w->suspended->result = result;
    w->suspended = &frame->link;
}

/* What a coroutine looks like, for dumps, gdb and `pirn frames`. The tables
 * stand in the section "pirn_tables" as pointers; the hot path never reads
 * them. */
struct pirn_variable {
    const char *name;
    uint32_t offset, size; /* in the frame, in bytes */
};
struct pirn_suspension {
    uint32_t state, line;
    const struct pirn_variable *kept; /* alive there; ended by a NULL name */
};
struct pirn_table {
    const char *name, *file;
    uint32_t line, frame_size;
    pirn_step step;
    const struct pirn_suspension *suspensions; /* ended by line 0 */
};

#endif
