/* Testing. Each of these runs a coroutine call f(x) as pirn_run does, from
 * plain C, once or over and over, in a runtime whose time is virtual and whose
 * order is chosen:
 *
 *   - time begins at 0 and stands still while anything can run, then jumps to
 *     what comes next. Descriptors and operations of other threads are looked
 *     at before it jumps; it lets other threads have a few milliseconds.
 *   - which of the ready tasks runs next, and which of the timers of the very
 *     same time expires first, is chosen anew at each step.
 *
 * f returns an int, and 0 says that all is well. What it is given is evaluated
 * for each run. A run has failed if its value is not 0, or it has left a frame
 * or an open descriptor behind. That is said on standard error, with the line
 * that repeats it, and ends the test. The same line is printed if the program
 * is ended during a run: by a failed assert, a sanitizer, because everything
 * is stuck, or because the run does not end.
 *
 *   PIRN_TEST_REPLAY='TEXT'   repeats the run that TEXT stands for, and
 *                             prints each step that it takes
 *   PIRN_TEST_SEED=N          another seed where the options give none */
#ifndef PIRN_TEST_H
#define PIRN_TEST_H

#include <stdbool.h>
#include <stdint.h>

/* What came of a test. */
struct pirn_test_report {
    unsigned long runs;
    bool is_complete;  /* there is nothing else to run */
    char replay[1024]; /* the run that failed, or "" */
};

/* All of it may be left out. */
struct pirn_test_options {
    const char *name;    /* in what is printed; NULL: the text of the call */
    const char *replay;  /* run only this, as PIRN_TEST_REPLAY does */
    uint64_t seed;       /* 0: that of the environment, else 1 */
    unsigned workers;    /* which of them goes on is chosen, too; 0: 1 */
    unsigned long runs;  /* at most; 0: 1000 */
    unsigned deviations; /* pirn_test_explore: at most so many in a run; 0: any
                            number */
    bool random;   /* pirn_test_explore: orders drawn at random, one by one */
    bool quiet;    /* no line about what was run; failures are always told */
    bool may_leak; /* what a run leaves open is no failure */
    int64_t limit; /* a run that takes longer, in real nanoseconds, is ended;
                      0: 20 seconds */
    struct pirn_test_report *report; /* NULL: not wanted */
};

/* The value of each of these is 0 if no run failed, else the value of the one
 * that did, 1 for one that left something behind. options points to a struct
 * pirn_test_options and may be NULL.
 * Suspends: never. */

/* Once, in an order drawn by the seed. */
#define pirn_test_run(options, call) pirn__test(RUN, options, call)

/* In every order, those that deviate least from the usual one first: as often
 * as there are orders, or options->runs times. */
#define pirn_test_explore(options, call) pirn__test(EXPLORE, options, call)

/* Once for each suspension of each task, which is cancelled there: by its
 * innermost scope, and once more by a scope around everything. A negative
 * value, which tells of that, is no failure. In the usual order, unless a
 * seed is given. */
#define pirn_test_cancel_everywhere(options, call)                             \
    pirn__test(CANCEL, options, call)

/* Once for each allocation of the runtime that may fail, which fails: that
 * one, and once more together with all that follow. Frames come from the
 * reserve then. What has no way to say so does not fail: spawn, unlike
 * try_spawn, and making a generator. Otherwise as pirn_test_cancel_everywhere.
 */
#define pirn_test_fail_allocations(options, call)                              \
    pirn__test(ALLOCATION, options, call)

/* Once for each system call of the runtime on a descriptor, and each error
 * that is usual for it: the call fails with that. Otherwise as
 * pirn_test_cancel_everywhere. */
#define pirn_test_fail_system_calls(options, call)                             \
    pirn__test(CALL, options, call)

#if (defined(__PIRN__) && !defined(__PIRN_CHECK__)) || defined(PIRN__RUNTIME)

enum pirn__test_kind {
    PIRN__TEST_RUN,
    PIRN__TEST_EXPLORE,
    PIRN__TEST_CANCEL,
    PIRN__TEST_ALLOCATION,
    PIRN__TEST_CALL,
};

#define pirn__test(KIND, options, call)                                        \
    __pirn_test(pirn__test_begin(PIRN__TEST_##KIND, options, #call), call)

struct pirn_worker;
struct pirn__test;

/* What translated code does: */
struct pirn__test *pirn__test_begin(enum pirn__test_kind kind,
                                    const struct pirn_test_options *options,
                                    const char *call);
/* True if there is one more run: pirn__test_run, the call of the entry,
 * pirn__run_end, pirn__test_ended. */
bool pirn__test_next(struct pirn__test *test);
struct pirn_worker *pirn__test_run(struct pirn__test *test);
void pirn__test_ended(struct pirn__test *test, int result);
int pirn__test_end(struct pirn__test *test);

#else

/* Elided: run once, as it is. */
#define pirn__test(KIND, options, call) (pirn__test_elided(options), (call))

static __inline__ __attribute__((unused)) void
pirn__test_elided(const struct pirn_test_options *options)
{
    if (options && options->report)
        *options->report = (struct pirn_test_report){1, 0, ""};
}

#endif
#endif
