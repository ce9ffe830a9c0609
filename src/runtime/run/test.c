/* pirn_test_run and its like: which runs there are, one after the other, and
 * what is told of them. */
#include "runtime/run/test.h"
#include "runtime/runtime.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_LIMIT (20 * PIRN_S)
#define PATIENCE (10 * PIRN_MS) /* how long others may take before a jump */

enum { DEFAULT_RUNS = 1000, DEFAULT_SEED = 1 };

/* The test that a run of goes on on this thread, or NULL. */
static __thread struct pirn__test *current;

/* Telling ------------------------------------------------------------------ */

static const char *const injuries[] = {
    [PIRN__INJURY_NONE] = "",
    [PIRN__INJURY_CANCEL] = "cancel",
    [PIRN__INJURY_CANCEL_ALL] = "cancel-all",
    [PIRN__INJURY_ALLOCATION] = "allocation",
    [PIRN__INJURY_ALLOCATIONS] = "allocations",
    [PIRN__INJURY_CALL] = "call",
};

/* A text that grows as far as there is room. It may be written in the middle
 * of an abort, so nothing here allocates. */
struct line {
    char *text;
    size_t length, size;
};

__attribute__((format(printf, 2, 3))) static void put(struct line *line,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line->text + line->length, line->size - line->length,
                      format, arguments);
    va_end(arguments);
    line->length += n < 0 ? 0 : (size_t)n;
    if (line->length >= line->size)
        line->length = line->size - 1;
}

/* Writes what repeats the run: "name: order=3.1+7.2", or
 * "name: usual,cancel=5". */
static void describe(const struct pirn__test *test, struct line *line)
{
    const struct pirn__plan *plan = &test->plan;
    put(line, "%s: ", test->name);
    if (plan->workers > 1)
        put(line, "workers=%u,", plan->workers);
    if (plan->order == PIRN__ORDER_RANDOM)
        put(line, "seed=%llu", (unsigned long long)plan->seed);
    else
        put(line, plan->count ? "order=" : "usual");
    for (unsigned i = 0; i < plan->count; i++)
        put(line, "%s%u.%u", i > 0 ? "+" : "", plan->deviations[i].step,
            plan->deviations[i].choice);
    if (plan->injury)
        put(line, ",%s=%lu", injuries[plan->injury], plan->at);
    if (plan->injury == PIRN__INJURY_CALL)
        put(line, ".%u", plan->variant);
}

/* The run has failed, or is the last that this program does. What repeats it
 * is quoted for a shell. */
static void tell(struct pirn__test *test, const char *how)
{
    char text[2 * sizeof test->replay];
    struct line replay = {test->replay, 0, sizeof test->replay};
    struct line line = {text, 0, sizeof text};
    describe(test, &replay);
    put(&line,
        "pirn: test %s: run %lu %s; to repeat it:\n"
        "    PIRN_TEST_REPLAY='",
        test->name, test->runs, how);
    for (const char *c = test->replay; *c; c++)
        put(&line, "%s%c", *c == '\'' ? "'\\'" : "", *c);
    put(&line, "'\n");
    (void)!write(STDERR_FILENO, text, line.length);
}

static void tell_of_result(struct pirn__test *test)
{
    char how[100];
    if (test->result < 0)
        snprintf(how, sizeof how, "failed with %d (%s)", test->result,
                 strerror(-test->result));
    else
        snprintf(how, sizeof how, "failed with %d", test->result);
    tell(test, how);
}

static void tell_of_end(void)
{
    struct pirn__test *test = current;
    current = NULL;
    if (test)
        tell(test, "did not come to its end");
}

/* When the program ends in the middle of a run ----------------------------- */

static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
enum { SIGNALS = sizeof signals / sizeof *signals };
static struct sigaction before[SIGNALS];

/* What had it before has it again: if it was a fault, at once. */
static void on_signal(int number)
{
    tell_of_end();
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i] == number)
            sigaction(number, &before[i], NULL);
}

static void signals_take(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &action, &before[i]);
}

static void signals_give_back(void)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
}

extern void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));

static void watch_exits(void)
{
    atexit(tell_of_end);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(tell_of_end);
}

/* Time --------------------------------------------------------------------- */

int64_t pirn__test_check_time(struct pirn__test *test)
{
    int64_t left = test->started + test->options.limit - pirn__real_now();
    if (left > 0)
        return left;
    fflush(stdout);
    current = NULL;
    tell(test, "takes too long");
    exit(PIRN_EXIT_STUCK);
}

static int64_t clock_now(struct pirn_clock *clock)
{
    struct pirn__test *test =
        pirn__container_of(clock, struct pirn__test, clock);
    if (test->ahead)
        test->time = test->ahead;
    test->ahead = 0;
    return test->time;
}

/* Whether another thread may be about to end a wait. */
static bool is_thread_expected(struct pirn__loop *loop)
{
    const struct pirn__crew *crew = loop->worker.crew;
    bool any = loop->holders != NULL;
    for (unsigned i = 0; crew && i < crew->count; i++)
        any |= crew->loops[i]->holders != NULL;
    return any || pirn__test_any_waits(loop, PIRN__WAIT_SUSPEND);
}

/* Everything that was to be seen outside has been looked at. */
static int64_t clock_idle(struct pirn_clock *clock, int64_t until)
{
    struct pirn__test *test =
        pirn__container_of(clock, struct pirn__test, clock);
    if (until == PIRN_NEVER)
        return pirn__test_check_time(test);
    if (!test->was_patient && is_thread_expected(pirn__this_loop)) {
        test->was_patient = true;
        return PATIENCE;
    }
    test->ahead = until;
    return 0;
}

/* What is asked for -------------------------------------------------------- */

/* Reads a number at *text and passes it. */
static unsigned long number(const char **text)
{
    char *end;
    unsigned long n = strtoul(*text, &end, 10);
    *text = end;
    return n;
}

/* True if word stands at *text, which is passed then. */
static bool pass(const char **text, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*text, word, length) != 0)
        return false;
    *text += length;
    return true;
}

static bool parse_order(struct pirn__plan *plan, const char **text)
{
    plan->order = PIRN__ORDER_PLAN;
    while (**text >= '0' && **text <= '9') {
        struct pirn__deviation *d = &plan->deviations[plan->count];
        if (plan->count++ == PIRN__DEVIATIONS)
            return false;
        d->step = (uint32_t)number(text);
        if (!pass(text, "."))
            return false;
        d->choice = (uint32_t)number(text);
        pass(text, "+");
    }
    return true;
}

static bool parse_injury(struct pirn__plan *plan, const char **text)
{
    for (int i = 1; i <= PIRN__INJURY_CALL; i++) {
        const char *at = *text;
        if (!pass(&at, injuries[i]) || !pass(&at, "="))
            continue;
        plan->injury = (enum pirn__injury)i;
        plan->at = number(&at);
        if (pass(&at, "."))
            plan->variant = (unsigned)number(&at);
        *text = at;
        return true;
    }
    return false;
}

static bool parse_plan(struct pirn__plan *plan, const char *text)
{
    *plan = (struct pirn__plan){.workers = 1, .order = PIRN__ORDER_USUAL};
    do {
        if (pass(&text, "workers=")) {
            plan->workers = (unsigned)number(&text);
            if (plan->workers < 1 || plan->workers > PIRN__TEST_WORKERS)
                return false;
        } else if (pass(&text, "seed=")) {
            plan->order = PIRN__ORDER_RANDOM;
            plan->seed = strtoull(text, (char **)&text, 10);
        } else if (pass(&text, "usual")) {
            plan->order = PIRN__ORDER_USUAL;
        } else if (pass(&text, "order=")) {
            if (!parse_order(plan, &text))
                return false;
        } else if (!parse_injury(plan, &text)) {
            return false;
        }
    } while (pass(&text, ","));
    return *text == '\0';
}

/* One run is asked for: "name: plan", or "plan". */
static void take_replay(struct pirn__test *test, const char *text)
{
    const char *colon = strrchr(text, ':');
    test->is_replay = true;
    if (colon) {
        size_t length = (size_t)(colon - text);
        test->is_skipped = strlen(test->name) != length ||
                           strncmp(test->name, text, length) != 0;
        text = colon + 1 + strspn(colon + 1, " ");
    }
    if (!parse_plan(&test->plan, text))
        pirn__die("PIRN_TEST_REPLAY is none: %s", text);
}

static void take_options(struct pirn__test *test)
{
    struct pirn_test_options *options = &test->options;
    const char *seed = getenv("PIRN_TEST_SEED");
    const char *replay =
        options->replay ? options->replay : getenv("PIRN_TEST_REPLAY");
    if (options->limit < 0)
        pirn__die("a test whose runs may take %lld ns",
                  (long long)options->limit);
    if (!options->runs)
        options->runs = DEFAULT_RUNS;
    if (!options->limit)
        options->limit = DEFAULT_LIMIT;
    if (!options->seed && seed)
        options->seed = strtoull(seed, NULL, 10);
    if (test->kind == PIRN__TEST_EXPLORE)
        test->plan.order =
            options->random ? PIRN__ORDER_RANDOM : PIRN__ORDER_PLAN;
    else if (options->seed || test->kind == PIRN__TEST_RUN)
        test->plan.order = PIRN__ORDER_RANDOM;
    if (options->workers > PIRN__TEST_WORKERS)
        pirn__die("a test with %u workers: there may be 1 to %d",
                  options->workers, PIRN__TEST_WORKERS);
    test->plan.workers = options->workers ? options->workers : 1;
    test->plan.seed = options->seed ? options->seed : DEFAULT_SEED;
    if (replay)
        take_replay(test, replay);
}

/* What translated code calls ----------------------------------------------- */

static struct pirn__test *test_new(void)
{
    struct pirn__test *test = calloc(1, sizeof *test);
    if (!test)
        pirn__die("out of memory: cannot begin a test");
    return test;
}

struct pirn__test *pirn__test_begin(enum pirn__test_kind kind,
                                    const struct pirn_test_options *options,
                                    const char *call)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct pirn__test *test = test_new();
    pthread_once(&once, watch_exits);
    test->kind = kind;
    if (options)
        test->options = *options;
    test->name = test->options.name ? test->options.name : call;
    test->clock = (struct pirn_clock){clock_now, clock_idle};
    take_options(test);
    return test;
}

bool pirn__test_next(struct pirn__test *test)
{
    if (test->is_over || test->is_skipped)
        return false;
    if (test->runs == test->options.runs) {
        test->is_cut = true;
        return false;
    }
    test->runs++;
    pirn__descriptors_note(test->descriptors);
    return true;
}

void pirn__test_adopt(struct pirn__loop *loop, struct pirn__test *test)
{
    loop->test = test;
    loop->wheel->choose = pirn__test_timer;
    loop->pool.use_malloc = true;
}

void pirn__test_enter(struct pirn__test *test)
{
    current = test;
}

struct pirn_worker *pirn__test_run(struct pirn__test *test)
{
    test->time = test->ahead = 0; /* which the loop begins with */
    struct pirn__loop *loop = pirn__run_loop(&test->clock);
    pirn__test_adopt(loop, test);
    test->turns = 0;
    test->started = pirn__real_now();
    test->was_patient = false;
    pirn__order_begin(test);
    pirn__injury_begin(test);
    pirn__test_enter(test);
    signals_take();
    if (test->plan.workers > 1)
        pirn__baton_begin(test, loop);
    return &loop->spawner;
}

/* After a run that has not failed: plans the next one. */
static bool plan_next(struct pirn__test *test)
{
    switch (test->kind) {
    case PIRN__TEST_RUN:
        return false;
    case PIRN__TEST_EXPLORE:
        return pirn__order_next(test);
    case PIRN__TEST_CANCEL:
    case PIRN__TEST_ALLOCATION:
    case PIRN__TEST_CALL:
        break;
    }
    return pirn__injury_next(test);
}

void pirn__test_ended(struct pirn__test *test, int result)
{
    bool is_excused = result < 0 && test->was_hit;
    test->is_armed = false;
    current = NULL;
    signals_give_back();
    pirn__injury_end(test);
    pirn__baton_finish(test);
    test->result = is_excused ? 0 : result;
    if (pirn__test_leaks(test) && !test->result) {
        test->result = 1;
        tell(test, "has left something behind");
    } else if (test->result) {
        tell_of_result(test);
    }
    test->is_over = test->result || test->is_replay;
    if (!test->is_over && !plan_next(test))
        test->is_over = test->is_complete = true;
}

static void summarise(const struct pirn__test *test)
{
    static const char *const what[] = {
        [PIRN__TEST_RUN] = "",
        [PIRN__TEST_EXPLORE] = "orders",
        [PIRN__TEST_CANCEL] = "runs, each cancelled somewhere",
        [PIRN__TEST_ALLOCATION] = "runs with failing allocations",
        [PIRN__TEST_CALL] = "runs with failing system calls",
    };
    if (test->is_skipped)
        fprintf(stderr, "pirn: test %s: left out\n", test->name);
    else if (!test->result && !test->is_replay && test->kind != PIRN__TEST_RUN)
        fprintf(stderr, "pirn: test %s: %lu %s, %s\n", test->name, test->runs,
                what[test->kind],
                test->is_complete ? "all there are" : "there are more");
    if (test->diverged)
        fprintf(stderr,
                "pirn: test %s: %lu times a run went another way than "
                "its like before: something outside has a say\n",
                test->name, test->diverged);
}

int pirn__test_end(struct pirn__test *test)
{
    int result = test->result;
    struct pirn_test_report *report = test->options.report;
    test->is_complete &= !test->is_cut;
    if (report) {
        report->runs = test->runs;
        report->is_complete = test->is_complete;
        memcpy(report->replay, test->replay, sizeof report->replay);
    }
    if (!test->options.quiet)
        summarise(test);
    pirn__order_deinit(test);
    free(test);
    return result;
}
