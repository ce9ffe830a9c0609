// A run that leaves a descriptor open has failed, unless that is allowed.
// stderr: pirn: left behind: descriptor
// stderr: pirn: test careless(): run 3 has left something behind; to repeat it:
// stderr: PIRN_TEST_REPLAY='careless(): usual,cancel=2'
// threads: no, a test chooses the order of tasks
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

/* Forgets that its second wait may fail. */
static async int careless(void)
{
    int rc = await pirn_sleep(PIRN_S);
    if (rc < 0)
        return rc;
    int fd = dup(0);
    rc = await pirn_sleep(PIRN_S);
    if (rc < 0)
        return rc;
    return await pirn_close(fd);
}

int main(void)
{
    struct pirn_test_options options = {.quiet = true};
    printf("%d\n", pirn_test_run(&options, careless())); // expect: 0
    printf("%d\n", pirn_test_cancel_everywhere(&options, careless()));
    // expect: 1
    options.may_leak = true;
    printf("%d\n", pirn_test_cancel_everywhere(&options, careless()));
    // expect: 0
    return 0;
}
