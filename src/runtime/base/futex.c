/* futex(2), of which we use the plainest part. */
#include "runtime/base/futex.h"
#include "runtime/base/common.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

bool pirn__futex_wait(const void *word, int64_t timeout)
{
    struct timespec time = {timeout / PIRN_S, timeout % PIRN_S};
    int saved = errno;
    long rc = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0,
                      timeout < 0 ? NULL : &time, NULL, 0);
    bool is_over = rc < 0 && errno != EINTR && errno != EAGAIN;
    errno = saved;
    return !is_over;
}

void pirn__futex_wake(const void *word)
{
    int saved = errno;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = saved;
}
