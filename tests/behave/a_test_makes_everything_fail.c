// pirn_test_fail_allocations has each allocation fail that may, and
// pirn_test_fail_system_calls each system call, with what is usual for it.
// asan
// threads: no, a test chooses the order of tasks
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

static int missing[3], spawned, deep;
static int errors[256]; /* by number: read, then write */

static async int nothing(void)
{
    spawned++;
    return 0;
}

static async int depth(int n)
{
    if (n > 0)
        return await depth(n - 1);
    await pirn_yield_now();
    deep++;
    return 0;
}

static async int allocate(void)
{
    int rc = 0;
    scope (s) {
        spawn nothing(); /* never fails */
        for (int i = 0; i < 3; i++) {
            task(int) t = try_spawn nothing();
            if (!pirn_spawned(t)) {
                missing[i]++;
                rc = -ENOMEM;
            }
        }
        int sum = await depth(5) + 1; /* frames come from the reserve */
        rc = sum == 1 ? rc : 1;
    }
    return rc;
}

static async int copy(int ends[2])
{
    char c = 'a';
    ssize_t n = await pirn_write(ends[0], &c, 1);
    if (n < 0) {
        errors[-n] |= 2;
        return (int)n;
    }
    n = await pirn_read(ends[1], &c, 1);
    if (n < 0)
        errors[-n] |= 1;
    return n < 0 ? (int)n : c == 'a' ? 0 : 1;
}

static async int transfer(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return -errno;
    int rc = await copy(ends);
    int first = await pirn_close(ends[0]), second = await pirn_close(ends[1]);
    if (first < 0 || second < 0)
        errors[EIO] |= 4;
    return rc ? rc : first ? first : second;
}

static async int close_badly(void)
{
    int fd = dup(0);
    int rc = await pirn_close(fd); /* ignored */
    return rc < 0 && fcntl(fd, F_GETFD) >= 0;
}

int main(void)
{
    struct pirn_test_report report;
    struct pirn_test_options options = {.report = &report, .quiet = true};
    printf("%d", pirn_test_fail_allocations(&options, allocate()));
    printf(" %d\n", report.is_complete); // expect: 0 1
    /* Each by itself, and with those behind it: the second also with the one
     * before it, the third with the two before it, and each with the task
     * that cannot fail, which counts too. */
    printf("%d %d %d\n", missing[0], missing[1], missing[2]);
    // expect: 3 4 5
    printf("%d\n", deep == (int)report.runs);             // expect: 1
    printf("%d\n", spawned == 4 * (int)report.runs - 12); // expect: 1

    printf("%d", pirn_test_fail_system_calls(&options, transfer()));
    printf(" %d\n", report.is_complete); // expect: 0 1
    for (int i = 0; i < 256; i++)
        if (errors[i])
            printf("%s: %d\n", strerror(i), errors[i]);
    // expect: Input/output error: 4
    // expect: Broken pipe: 2
    // expect: Connection reset by peer: 1
    // expect: No buffer space available: 2
    printf("%d\n", pirn_test_fail_system_calls(&options, close_badly()));
    // expect: 0
    return 0;
}
