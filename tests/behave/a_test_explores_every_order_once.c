// pirn_test_explore runs each order once, those that deviate least first, and
// pirn_test_run one that its seed repeats.
// asan
// threads: no, a test chooses the order of tasks
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static char orders[1000][16]; /* as seen, each once */
static int seen;
static char order[16];

static void note(void)
{
    for (int i = 0; i < seen; i++)
        if (strcmp(orders[i], order) == 0)
            return;
    strcpy(orders[seen++], order);
}

static async void step(char c)
{
    strncat(order, &c, 1);
    await pirn_yield_now();
    strncat(order, &c, 1);
}

static async int three_tasks(void)
{
    order[0] = '\0';
    scope (s) {
        spawn step('a');
        spawn step('b');
        spawn step('c');
    }
    note();
    return 0;
}

/* What ends at the same time may end in any order. */
static async int sleep_until(int64_t time, char c)
{
    int rc = await pirn_sleep_until(time);
    strncat(order, rc < 0 ? "-" : &c, 1);
    return rc;
}

static async int at_the_same_time(void)
{
    order[0] = '\0';
    scope (s, .deadline = PIRN_MS) {
        spawn sleep_until(PIRN_MS, 'a');
        spawn sleep_until(PIRN_MS, 'b');
        spawn sleep_until(PIRN_MS + 2, 'c'); /* but not this one */
    }
    note();
    return 0;
}

/* Whoever awaits a task queues like the others when that has ended. */
static async void put(char c)
{
    strncat(order, &c, 1);
}

static async int awaiting(void)
{
    order[0] = '\0';
    scope (s) {
        task(void) t = spawn put('t');
        spawn put('o');
        await t;
        strcat(order, "w");
    }
    note();
    return 0;
}

static int is_seen(const char *text)
{
    for (int i = 0; i < seen; i++)
        if (strcmp(orders[i], text) == 0)
            return 1;
    return 0;
}

int main(void)
{
    struct pirn_test_report report;
    struct pirn_test_options options = {.report = &report, .quiet = true};

    /* Three tasks of two turns each, 6! / 2^3. */
    int rc = pirn_test_explore(&options, three_tasks());
    printf("%d: %lu runs, complete %d, %d orders, first %s\n", rc, report.runs,
           report.is_complete, seen, orders[0]);
    // expect: 0: 90 runs, complete 1, 90 orders, first abcabc

    /* 3, 3, 3, 3, 2 and 1 task are ready in the usual order: one deviation
     * from it at a time makes 2 + 2 + 2 + 2 + 1 others. */
    seen = 0;
    options.deviations = 1;
    pirn_test_explore(&options, three_tasks());
    printf("%lu runs, complete %d, %d orders\n", report.runs,
           report.is_complete, seen);
    // expect: 10 runs, complete 0, 10 orders
    options.deviations = 0;

    seen = 0;
    options.runs = 20;
    pirn_test_explore(&options, three_tasks());
    printf("%lu runs, complete %d, %d orders\n", report.runs,
           report.is_complete, seen);
    // expect: 20 runs, complete 0, 20 orders
    options.runs = 0;

    seen = 0;
    options.random = true;
    pirn_test_explore(&options, three_tasks());
    printf("%lu runs, complete %d, %d\n", report.runs, report.is_complete,
           seen > 70);
    // expect: 1000 runs, complete 0, 1
    options.random = false;

    seen = 0;
    pirn_test_explore(&options, at_the_same_time());
    printf("%d: usual %s, %d %d %d\n", report.is_complete, orders[0],
           is_seen("ba-"), is_seen("a--") && is_seen("b--"), is_seen("abc"));
    // expect: 1: usual ---, 1 1 0

    seen = 0;
    pirn_test_explore(&options, awaiting());
    printf("%d: %d %d %d\n", seen, is_seen("tow"), is_seen("two"),
           is_seen("otw"));
    // expect: 3: 1 1 1

    char first[16];
    options.seed = 42;
    pirn_test_run(&options, three_tasks());
    strcpy(first, order);
    pirn_test_run(&options, three_tasks());
    printf("%lu %d", report.runs, strcmp(first, order));
    int others = 0;
    for (options.seed = 1; options.seed < 20; options.seed++) {
        pirn_test_run(&options, three_tasks());
        others += strcmp(first, order) != 0;
    }
    printf(" %d\n", others > 10);
    // expect: 1 0 1
    return 0;
}
