// The text that a failed test reports repeats the very run that has failed.
// asan
// stderr: pirn: test transfer(&balance, 5): run 2 failed with 1; to repeat it:
// stderr: PIRN_TEST_REPLAY='transfer(&balance, 5): order=0.1'
// stderr: pirn: test cashier: run 3 failed with 3; to repeat it:
// stderr: PIRN_TEST_REPLAY='cashier: usual,cancel=2'
// threads: no, a test chooses the order of tasks
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static char order[64];

static async void deposit(int *balance, int n, const char *name)
{
    strcat(order, name);
    *balance += n;
    await pirn_yield_now();
}

static async void pay_interest(int *balance)
{
    strcat(order, "i");
    *balance *= 2;
    await pirn_yield_now();
}

/* Right only if the deposit comes first, which nobody sees to. */
static async int transfer(int *balance, int n)
{
    order[0] = '\0';
    *balance = 0;
    scope (s) {
        spawn deposit(balance, n, "d");
        spawn pay_interest(balance);
    }
    return *balance == 2 * n ? 0 : 1;
}

/* Takes a cancellation of its second wait for a success of it. */
static async int forgetful(void)
{
    int rc = await pirn_sleep(PIRN_S);
    if (rc < 0)
        return rc;
    return await pirn_sleep(PIRN_S) < 0 ? 3 : 0;
}

int main(void)
{
    int balance;
    struct pirn_test_report report, again;
    struct pirn_test_options options = {.report = &report};

    printf("%d\n", pirn_test_explore(&options, transfer(&balance, 5)));
    // expect: 1
    printf("%s\n", report.replay);
    // expect: transfer(&balance, 5): order=0.1
    printf("%lu runs, %s\n", report.runs, order); // expect: 2 runs, id

    struct pirn_test_options replay = {.replay = report.replay,
                                       .report = &again};
    order[0] = '\0';
    printf("%d", pirn_test_run(&replay, transfer(&balance, 5)));
    printf(" %lu run, %s, %d\n", again.runs, order,
           strcmp(report.replay, again.replay));
    // expect: 1 1 run, id, 0

    /* It is for the test of that name alone. */
    printf("%d", pirn_test_run(&replay, transfer(&balance, 6)));
    printf(" %lu\n", again.runs); // expect: 0 0

    options.random = true;
    options.quiet = true;
    printf("%d", pirn_test_explore(&options, transfer(&balance, 5)));
    replay.replay = report.replay;
    order[0] = '\0';
    printf(" %d %s\n", pirn_test_explore(&replay, transfer(&balance, 5)),
           order);
    // expect: 1 1 id

    options.name = "cashier";
    printf("%d", pirn_test_cancel_everywhere(&options, forgetful()));
    // expect: 3 usual,cancel=2
    printf(" %s\n", strchr(report.replay, ' ') + 1);
    return 0;
}
