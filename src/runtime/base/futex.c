/* futex(2), of which we use the plainest part. */
#include "runtime/base/futex.h"
#include "runtime/base/common.h"
#include "runtime/base/tsan.h"
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_UNDER_TSAN = 50 * (int)PIRN_MS };

static bool wait_for(const void *word, uint32_t value, int64_t timeout)
{
    struct timespec time = {timeout / PIRN_S, timeout % PIRN_S};
    int saved = errno;
    long rc = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value,
                      timeout < 0 ? NULL : &time, NULL, 0);
    bool is_over = rc < 0 && errno != EINTR && errno != EAGAIN;
    errno = saved;
    return !is_over;
}

/* ThreadSanitizer keeps a signal back until the thread makes a call that it
 * knows, which syscall(2) is none of. So a long wait has one now and then, and
 * one at its end, which may be for a signal: else the thread would wait for
 * ever for what comes of that. */
static bool wait_in_parts(const void *word, uint32_t value, int64_t timeout)
{
    bool is_last, is_over;
    do {
        int saved = errno;
        is_last = timeout >= 0 && timeout <= LONGEST_UNDER_TSAN;
        is_over =
            !wait_for(word, value, is_last ? timeout : LONGEST_UNDER_TSAN);
        (void)usleep(0);
        errno = saved;
        if (timeout >= 0)
            timeout -= LONGEST_UNDER_TSAN;
    } while (is_over && !is_last);
    return !is_over;
}

bool pirn__futex_wait(const void *word, uint32_t value, int64_t timeout)
{
    return pirn__unlikely(__tsan_acquire != NULL)
               ? wait_in_parts(word, value, timeout)
               : wait_for(word, value, timeout);
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
