// If in a run of a test everything is stuck, or it does not end, the program
// is ended, and the line that repeats it is printed.
// exit: 121
// stderr: stuck
// stderr: pirn: test one_waits(): run 1 did not come to its end; to repeat it:
// stderr: PIRN_TEST_REPLAY='one_waits(): seed=9'
// stderr: pirn: test endless(): run 1 takes too long; to repeat it:
// threads: no, a test chooses the order of tasks
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static async int one_waits(void)
{
    return await pirn_sleep_until(PIRN_NEVER);
}

static async int endless(void)
{
    while (!pirn_is_cancelled())
        await pirn_yield_now();
    return 0;
}

int main(void)
{
    struct pirn_test_options options = {.seed = 9, .limit = 20 * PIRN_MS};
    int status = 0;
    if (fork() == 0)
        return pirn_test_run(&options, endless());
    wait(&status);
    printf("%d\n", WEXITSTATUS(status)); // expect: 121
    fflush(stdout);
    return pirn_test_run(&options, one_waits());
}
