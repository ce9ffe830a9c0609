// If a run of a test aborts, the line that repeats it is printed.
// exit: 134
// stderr: pirn: test hasty(&last): run 11 did not come to its end; to repeat it:
// stderr: PIRN_TEST_REPLAY='hasty(&last): order=0.1+1.1'
// threads: no, a test chooses the order of tasks
#include <assert.h>
#include <stdio.h>

#include <pirn.h>

static async void set(int *last, int n)
{
    await pirn_yield_now();
    *last = n;
}

/* The first cannot come last with one deviation from the usual order, which has
 * nine neighbours; the first run with two has the others before it in both of
 * their turns. */
static async int hasty(int *last)
{
    scope (s) {
        spawn set(last, 1);
        spawn set(last, 2);
        spawn set(last, 3);
    }
    assert(*last != 1);
    return 0;
}

int main(void)
{
    int last = 0;
    struct pirn_test_options options = {.quiet = true};
    printf("before\n"); // expect: before
    fflush(stdout);
    return pirn_test_explore(&options, hasty(&last));
}
