/* Scenarios are coroutines that use a part of the runtime, return 0 if all was
 * as it should be, a negative errno if something failed and they have passed
 * that on, and a positive number if something was wrong. check_all runs each
 * of a table in many orders, cancelled everywhere, and with everything that
 * can fail failing, with one worker and with two. It prints "name: ok" for
 * each.
 *
 * PIRN_TEST_REPLAY, as printed by a failure, repeats it. */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

/* Under ThreadSanitizer a run takes ten times as long: one in so many. What
 * the order of tasks may break, the other builds show. */
#ifdef __SANITIZE_THREAD__
enum { ONE_IN = 10 };

/* What the scenarios count is their own, and the runtime is what is tested: so
 * races of which one side is in their files are none. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "race_top:survive_every_order\n"
           "race_top:scenarios.h\n";
}
#else
enum { ONE_IN = 1 };
#endif

/* With how many workers at most. A file whose scenarios are for one says so. */
#ifndef MOST_WORKERS
#define MOST_WORKERS 2
#endif

struct scenario {
    const char *name;
    async int (*run)(void);
    unsigned long runs; /* most in each way; 0: 100 */
};

/* Tasks that are between their begin and their end. Each scenario must leave
 * none. */
static int alive;

/* For conditions that must hold whatever fails: the run ends here. */
#define MUST(condition)                                                        \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,         \
                    #condition);                                               \
            abort();                                                           \
        }                                                                      \
    } while (0)

static async int scenario_run(const struct scenario *scenario)
{
    alive = 0;
    int rc = await scenario->run();
    MUST(alive == 0);
    MUST(rc != -EINTR); /* nobody is told of that */
    return rc;
}

static int check_with(const struct scenario *scenario, unsigned workers)
{
    struct pirn_test_options options = {
        .name = scenario->name, .workers = workers, .quiet = true};
    options.runs = (scenario->runs ? scenario->runs : 100) / ONE_IN;
    int rc = pirn_test_explore(&options, scenario_run(scenario));
    rc |= pirn_test_cancel_everywhere(&options, scenario_run(scenario));
    rc |= pirn_test_fail_allocations(&options, scenario_run(scenario));
    rc |= pirn_test_fail_system_calls(&options, scenario_run(scenario));
    options.random = true;
    rc |= pirn_test_explore(&options, scenario_run(scenario));
    options.random = false;
    options.seed = 7; /* the same, in another order than the usual one */
    rc |= pirn_test_cancel_everywhere(&options, scenario_run(scenario));
    return rc;
}

static int check(const struct scenario *scenario)
{
    int rc = 0;
    for (unsigned workers = 1; workers <= MOST_WORKERS; workers++)
        rc |= check_with(scenario, workers);
    return rc;
}

static void check_all(const struct scenario *scenarios, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%s: %s\n", scenarios[i].name,
               check(&scenarios[i]) ? "failed" : "ok");
}

#define CHECK_ALL(scenarios)                                                   \
    check_all(scenarios, sizeof scenarios / sizeof *scenarios)

#endif
