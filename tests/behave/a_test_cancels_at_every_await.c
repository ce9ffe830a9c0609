// pirn_test_cancel_everywhere cancels each suspension: its innermost scope, and
// once more everything. What then is negative is no failure.
// threads: no, a test chooses the order of tasks
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static int refused[4];   /* how often the wait of that number was */
static int alone, whole; /* runs in which the task in the scope was, and in
                            which the one around it was too */

static async int inner(void)
{
    int rc = 0;
    scope (s) {
        rc = await pirn_sleep(PIRN_S);
        refused[1] += rc == -ECANCELED;
        int second = await pirn_yield_now();
        refused[2] += second == -ECANCELED;
        rc = rc ? rc : second;
    }
    return rc;
}

static async int outer(void)
{
    int first = await pirn_sleep(PIRN_S);
    refused[0] += first == -ECANCELED;
    int rc = await inner();
    int last = await pirn_sleep(PIRN_S);
    refused[3] += last == -ECANCELED;
    alone += rc < 0 && last == 0;
    whole += rc < 0 && last < 0;
    return first ? first : rc ? rc : last;
}

static async int never_negative(void)
{
    (void)await outer();
    return 0;
}

static async int negative(void)
{
    await pirn_yield_now();
    return -EIO;
}

int main(void)
{
    struct pirn_test_report report;
    struct pirn_test_options options = {.report = &report, .quiet = true};
    printf("%d", pirn_test_cancel_everywhere(&options, outer()));
    printf(" %lu %d\n", report.runs, report.is_complete);
    /* As it is; the first and the last wait, whose innermost scope is that of
     * everything; two in the scope, each cancelled in two ways; and one run
     * that finds that there are no more. */
    // expect: 0 8 1
    printf("%d %d %d %d, %d %d\n", refused[0], refused[1], refused[2],
           refused[3], alone, whole);
    /* A yield that is cancelled has happened: only what follows is refused. */
    // expect: 1 3 3 4, 1 2
    printf("%d\n", pirn_test_cancel_everywhere(&options, never_negative()));
    // expect: 0
    /* Without a cancellation it has to succeed. */
    printf("%d", pirn_test_cancel_everywhere(&options, negative()));
    printf(" %lu\n", report.runs); // expect: -5 1
    return 0;
}
