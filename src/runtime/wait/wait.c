/* The kinds of waits in a table, and those that are not for anything in
 * particular. */
#include "runtime/runtime.h"
#include <errno.h>

void pirn__wait_cancelled(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__scope_failed_wait(task->scope);
    pirn__make_ready(loop, task, -ECANCELED);
}

PIRN__WAIT_KIND(NONE) = {.name = "is ready"};
PIRN__WAIT_KIND(PLACED) = {.name = "is ready"};
PIRN__WAIT_KIND(MOVE) = {.name = "goes to another worker"};
PIRN__WAIT_KIND(GONE) = {.name = "is gone"};

#define KINDS(KIND)                                                            \
    KIND(NONE)                                                                 \
    KIND(SLEEP)                                                                \
    KIND(REFUSED)                                                              \
    KIND(SUSPEND)                                                              \
    KIND(IO)                                                                   \
    KIND(JOIN)                                                                 \
    KIND(AWAIT)                                                                \
    KIND(SCOPE)                                                                \
    KIND(ALL)                                                                  \
    KIND(FIRST)                                                                \
    KIND(MUTEX)                                                                \
    KIND(RELOCK)                                                               \
    KIND(RELOCK_CANCELLED)                                                     \
    KIND(CONDITION)                                                            \
    KIND(READ)                                                                 \
    KIND(WRITE)                                                                \
    KIND(SEMAPHORE)                                                            \
    KIND(EVENT)                                                                \
    KIND(ONCE)                                                                 \
    KIND(GROUP)                                                                \
    KIND(SEND)                                                                 \
    KIND(RECV)                                                                 \
    KIND(SELECT)                                                               \
    KIND(LIMIT)                                                                \
    KIND(PLACED)                                                               \
    KIND(MOVE)                                                                 \
    KIND(VALUE)                                                                \
    KIND(GONE)

#define DECLARE(NAME) extern PIRN__WAIT_KIND(NAME) __attribute__((weak));
#define ENTRY(NAME) [PIRN__WAIT_##NAME] = &pirn__kind_##NAME,

KINDS(DECLARE)

const struct pirn__wait_kind *const pirn__wait_kinds[PIRN__WAITS] = {
    KINDS(ENTRY)};
