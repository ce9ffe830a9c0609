// A test with several workers chooses which of them goes on, so that it finds
// what only two of them do to each other, and repeats that.
// asan
// no tsan: the race that it finds is one
// stderr: PIRN_TEST_REPLAY='adding: workers=2,order=
// stderr: PIRN_TEST_REPLAY='adding: workers=2,seed=
// threads: no, a test chooses the order of tasks
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static int counter;
static struct pirn_mutex mutex;
static struct pirn_event event;
static unsigned places; /* where a task has been, a bit for each worker */

/* Nobody waits here, so that with one worker nothing comes in between. */
static async void add_carelessly(void)
{
    int before = counter;
    places |= 1u << pirn_worker();
    pirn_event_set(&event);
    counter = before + 1;
}

static async void add(void)
{
    await pirn_mutex_lock(&mutex);
    await add_carelessly();
    pirn_mutex_unlock(&mutex);
}

static async int add_twice(bool is_careful)
{
    counter = 0;
    event = (struct pirn_event)PIRN_EVENT_INIT;
    scope (s) {
        for (int i = 0; i < 2; i++) {
            if (is_careful)
                spawn add();
            else
                spawn add_carelessly();
        }
    }
    return counter == 2 ? 0 : 1;
}

/* Time goes on when all workers have nothing to do, and what two of them wait
 * for comes from the third. */
static async int wait_for_the_body(void)
{
    struct pirn_event here = PIRN_EVENT_INIT, there = PIRN_EVENT_INIT;
    int rc;
    scope (s) {
        spawn_on(1) pirn_event_wait(&here);
        spawn_on(2) pirn_event_wait(&there);
        rc = await pirn_sleep(PIRN_S);
        pirn_event_set(&here);
        pirn_event_set(&there);
    }
    return rc < 0 ? rc : pirn_workers() == 3 && pirn_now() == PIRN_S ? 0 : 1;
}

static async int never(void)
{
    struct pirn_event e = PIRN_EVENT_INIT;
    scope (s, .timeout = PIRN_S) {
        spawn_on(1) pirn_event_wait(&e);
        await pirn_event_wait(&e);
    } else {
        return pirn_now() == PIRN_S ? 0 : 1;
    }
    return 2;
}

int main(void)
{
    struct pirn_test_report report, again;
    struct pirn_test_options options = {
        .name = "adding", .report = &report, .quiet = true};

    printf("%d", pirn_test_explore(&options, add_twice(false)));
    printf(" %d %u\n", report.is_complete, places); // expect: 0 1 1

    places = 0;
    options.workers = 2;
    printf("%d", pirn_test_explore(&options, add_twice(false)));
    printf(" %u\n", places); // expect: 1 3

    struct pirn_test_options replay = {
        .name = "adding", .replay = report.replay, .report = &again};
    counter = 0;
    printf("%d", pirn_test_explore(&replay, add_twice(false)));
    printf(" %lu, %d, %d\n", again.runs, counter,
           strcmp(report.replay, again.replay));
    // expect: 1 1, 1, 0

    options.random = true;
    printf("%d", pirn_test_explore(&options, add_twice(false)));
    replay.replay = report.replay;
    counter = 0;
    printf(" %d", pirn_test_explore(&replay, add_twice(false)));
    printf(", %d\n", counter);
    // expect: 1 1, 1

    places = 0;
    printf("%d", pirn_test_explore(&options, add_twice(true)));
    options.random = false;
    printf(" %d", pirn_test_explore(&options, add_twice(true)));
    printf(" %u\n", places);
    // expect: 0 0 3

    options.workers = 3;
    options.runs = 200;
    printf("%d %d\n", pirn_test_explore(&options, wait_for_the_body()),
           pirn_test_cancel_everywhere(&options, wait_for_the_body()));
    // expect: 0 0
    printf("%d %d\n", pirn_test_explore(&options, never()),
           pirn_test_fail_allocations(&options, never()));
    // expect: 0 0
    return 0;
}
