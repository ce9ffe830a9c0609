/* A runtime that is tested: what the rest of the runtime asks of the test, and
 * what its files share. test.c: which runs there are, and what is told of them;
 * test_order.c: the order of one; test_workers.c: which of several workers goes
 * on; test_fault.c: what goes wrong in it, and what it leaves behind. */
#ifndef PIRN_RUNTIME_TEST_H
#define PIRN_RUNTIME_TEST_H

#include "runtime/base/tsan.h"
#include "runtime/wait/wait.h"
#include <pirn/test.h>

#pragma GCC visibility push(hidden)

/* What the rest of the runtime asks ---------------------------------------- */

/* Runs some tasks, instead of a batch. */
void pirn__test_turn(struct pirn__loop *loop);
/* For pirn__chance. */
bool pirn__test_chance(struct pirn__test *test, unsigned count);
/* For the wheel, as `choose`. */
struct pirn__list *pirn__test_timer(struct pirn__loop *loop,
                                    struct pirn__list *first);

/* Blocks that frames and tasks hold, so that what is left over has a name. */
void pirn__test_taken(struct pirn__test *test, void *block);
void pirn__test_given_back(struct pirn__test *test, void *block);

/* Between the three files -------------------------------------------------- */

enum pirn__order {
    PIRN__ORDER_USUAL,  /* the first of what may come next */
    PIRN__ORDER_RANDOM, /* any of it */
    PIRN__ORDER_PLAN,   /* the first, but for some deviations */
};

enum pirn__injury {
    PIRN__INJURY_NONE,
    PIRN__INJURY_CANCEL, /* the innermost scope of the task that suspends */
    PIRN__INJURY_CANCEL_ALL,
    PIRN__INJURY_ALLOCATION,
    PIRN__INJURY_ALLOCATIONS, /* that and all that follow */
    PIRN__INJURY_CALL,
};

/* At the step given, choice is taken, which is not 0. */
struct pirn__deviation {
    uint32_t step, choice;
};

enum { PIRN__DEVIATIONS = 100, PIRN__TEST_WORKERS = 64 /* at most */ };

/* What a run is made of: the same again is the same run. */
struct pirn__plan {
    unsigned workers;
    enum pirn__order order;
    uint64_t seed; /* of PIRN__ORDER_RANDOM */
    unsigned count;
    struct pirn__deviation deviations[PIRN__DEVIATIONS]; /* by step */
    enum pirn__injury injury;
    unsigned long at; /* the how-manieth is hit; from 1 */
    unsigned variant; /* of PIRN__INJURY_CALL: which of its errors */
};

/* A table of addresses (test_fault.c). */
struct pirn__blocks {
    void **slots;
    size_t mask, count;
};

struct pirn__test {
    enum pirn__test_kind kind;
    struct pirn_test_options options;
    const char *name;
    bool is_replay;  /* of the one run that is asked for */
    bool is_skipped; /* the one that is asked for is another test's */
    bool is_over, is_complete;
    bool is_cut; /* there were more runs than could be tried */
    unsigned long runs;
    int result;
    char replay[sizeof((struct pirn_test_report *)0)->replay];

    /* The run that is going on, or to come. */
    struct pirn__plan plan;
    bool is_armed; /* its loop is running */
    struct pirn_clock clock;
    int64_t time;
    int64_t ahead;   /* where the time jumps to, unless something comes when
                        it has looked outside once more; else 0 */
    int64_t started; /* in real time */
    bool was_patient;
    bool was_hit; /* the injury has happened */
    bool has_more_variants;
    uint64_t random;
    uint32_t steps;  /* choices so far */
    unsigned played; /* of plan.deviations */
    unsigned long turns, suspensions, allocations, calls;
    struct pirn__baton *baton; /* which worker goes on; NULL: there is one */
    struct pirn__blocks blocks;
    uint64_t descriptors[16]; /* those open before it, as far as these go */

    /* The width of each step of the run. */
    uint16_t *widths;
    size_t widths_size;
    struct pirn__node *nodes; /* of the tree of orders */
    size_t nodes_count, nodes_size, node;
    unsigned long diverged; /* runs that did not follow their plan */
};

/* Before and after memory of the test's is allocated anew, which another thread
 * may have allocated before: ThreadSanitizer knows nothing of the baton. */
static inline void pirn__test_memory_begin(struct pirn__test *test)
{
    pirn__tsan_acquire(test);
}
static inline void pirn__test_memory_end(struct pirn__test *test)
{
    pirn__tsan_release(test);
}

/* test.c */
/* loop is a worker of a run of test; and so is this thread. */
void pirn__test_adopt(struct pirn__loop *loop, struct pirn__test *test);
void pirn__test_enter(struct pirn__test *test);
/* Ends the program if the run takes too long. Returns the real time that is
 * left to it. */
int64_t pirn__test_check_time(struct pirn__test *test);

/* test_order.c */
void pirn__order_begin(struct pirn__test *test);
/* After a run: plans the next one. False if there is none. */
bool pirn__order_next(struct pirn__test *test);
void pirn__order_deinit(struct pirn__test *test);
/* A number below count. */
unsigned pirn__test_choose(struct pirn__test *test, size_t count);
/* True if some task waits in the way given. */
bool pirn__test_any_waits(struct pirn__loop *loop, enum pirn__wait how);

/* The same as pirn__test_turn in three parts, for one worker of several: which
 * task is first in queue, how many turns there may be, and that one has ended.
 */
void pirn__test_pick(struct pirn__loop *loop, struct pirn__ring *queue);
unsigned pirn__test_batch(struct pirn__test *test);
void pirn__test_turn_ended(struct pirn__loop *loop, struct pirn_task *task);

/* test_workers.c */
extern const struct pirn__explorer pirn__explorer;
/* Gives loop, which has begun, the other workers of the run; and when all have
 * ended, forgets them. */
void pirn__baton_begin(struct pirn__test *test, struct pirn__loop *loop);
void pirn__baton_finish(struct pirn__test *test);

/* test_fault.c */
void pirn__injury_begin(struct pirn__test *test);
void pirn__injury_end(struct pirn__test *test);
/* The running task has just suspended. */
void pirn__injury_suspended(struct pirn__loop *loop, struct pirn_task *task);
/* After a run: plans the next one. False if there is none. */
bool pirn__injury_next(struct pirn__test *test);
void pirn__descriptors_note(uint64_t open[16]);
/* Says what the run has left behind, and returns whether that is anything. */
bool pirn__test_leaks(struct pirn__test *test);
/* The table of the coroutine whose step it is, or NULL. */
const struct pirn_table *pirn__test_table(pirn_step step);

#pragma GCC visibility pop

#endif
