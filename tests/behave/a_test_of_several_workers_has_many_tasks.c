// In a test with several workers, hundreds of tasks spread over all of them.
// asan
// threads: no, a test chooses the order of tasks
#include <stdatomic.h>
#include <stdio.h>

#include <pirn.h>

enum { TASKS = 200 };

static atomic_uint places; /* where tasks have been, a bit for each worker */

static async int step(int n)
{
    atomic_fetch_or(&places, 1u << pirn_worker());
    await pirn_yield_now();
    return n ? await step(n - 1) : 1;
}

static async int many(void)
{
    int sum = 0;
    scope (s) {
        task(int) t[TASKS];
        for (int i = 0; i < TASKS; i++)
            t[i] = spawn step(i % 4);
        for (int i = 0; i < TASKS; i++)
            sum += await t[i];
    }
    return sum == TASKS ? 0 : 1;
}

int main(void)
{
    struct pirn_test_options options = {.quiet = true};
    for (options.workers = 1; options.workers <= 3; options.workers++) {
        options.random = false;
        options.runs = 2;
        places = 0;
        int rc = pirn_test_explore(&options, many());
        options.random = true;
        options.runs = 5;
        rc |= pirn_test_explore(&options, many());
        printf("%u workers: %d, places %u\n", options.workers, rc, places);
    }
    // expect: 1 workers: 0, places 1
    // expect: 2 workers: 0, places 3
    // expect: 3 workers: 0, places 7
    return 0;
}
