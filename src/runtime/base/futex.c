/* futex(2), of which we use the plainest part. */
#include "runtime/base/futex.h"
#include "runtime/base/common.h"
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

bool pirn__futex_wait(const void *word, uint32_t value, int64_t timeout)
{
    struct timespec time = {timeout / PIRN_S, timeout % PIRN_S};
    int saved = errno;
    long rc = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value,
                      timeout < 0 ? NULL : &time, NULL, 0);
    bool is_over = rc < 0 && errno != EINTR && errno != EAGAIN;
    errno = saved;
    return !is_over;
}

static void wake(const void *word, int count)
{
    int saved = errno;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
    errno = saved;
}

void pirn__futex_wake(const void *word)
{
    wake(word, 1);
}

void pirn__futex_wake_all(const void *word)
{
    wake(word, INT_MAX);
}
