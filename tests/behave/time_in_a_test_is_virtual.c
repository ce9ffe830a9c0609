// In a test time begins at 0, stands while anything can run, and jumps, exactly
// to what comes next; descriptors and other threads come first.
// threads: no, a test chooses the order of tasks
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <pirn.h>

static async int a_year(void)
{
    for (int day = 0; day < 365; day++)
        await pirn_sleep(24 * 60 * 60 * PIRN_S);
    return pirn_now() == 365 * 24 * 60 * 60 * PIRN_S ? 0 : 1;
}

static async int exactly(void)
{
    if (pirn_now() != 0)
        return 1;
    for (int i = 0; i < 1000; i++)
        await pirn_yield_now();
    if (pirn_now() != 0)
        return 2;
    await pirn_sleep(2);
    if (pirn_now() != 2)
        return 3;
    await pirn_sleep_until(1234567890);
    if (pirn_now() != 1234567890)
        return 4;
    scope (s, .timeout = PIRN_US) {
        await pirn_sleep(PIRN_S);
    }
    return pirn_now() == 1234567890 + PIRN_US ? 0 : 5;
}

/* A byte that is there is seen before a minute has passed. */
static async int write_later(int fd)
{
    await pirn_sleep(PIRN_S);
    return (int)await pirn_write(fd, "x", 1);
}

static async int descriptors(void)
{
    int ends[2], rc = 1;
    char c;
    if (pipe(ends))
        return 2;
    scope (s, .timeout = 60 * PIRN_S) {
        spawn write_later(ends[1]);
        rc = await pirn_read(ends[0], &c, 1) != 1;
    }
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
    return rc || pirn_now() != PIRN_S;
}

static void *work(void *op)
{
    struct timespec t = {0, 100000};
    nanosleep(&t, NULL);
    pirn_complete(op, 7);
    return NULL;
}

static pthread_t thread;

static void start(pirn_op *op, void *arg)
{
    (void)arg;
    if (pthread_create(&thread, NULL, work, op))
        pirn_complete(op, -1);
}

static async int other_threads(void)
{
    int rc = await pirn_suspend(start, NULL, NULL);
    pthread_join(thread, NULL);
    return rc == 7 && pirn_now() == 0 ? 0 : 1;
}

int main(void)
{
    struct pirn_test_options options = {.runs = 20, .quiet = true};
    printf("%d\n", pirn_test_run(&options, a_year()));            // expect: 0
    printf("%d\n", pirn_test_explore(&options, exactly()));       // expect: 0
    printf("%d\n", pirn_test_explore(&options, descriptors()));   // expect: 0
    printf("%d\n", pirn_test_explore(&options, other_threads())); // expect: 0
    options.random = true;
    printf("%d\n", pirn_test_explore(&options, exactly()));     // expect: 0
    printf("%d\n", pirn_test_explore(&options, descriptors())); // expect: 0
    /* The runtime outside has the time of everybody. */
    printf("%d\n", pirn_now() > 0); // expect: 1
    return 0;
}
