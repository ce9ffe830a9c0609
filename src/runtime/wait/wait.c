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
PIRN__WAIT_KIND(ASSIGNED) = {.name = "is ready"};
PIRN__WAIT_KIND(MOVE) = {.name = "goes to another worker"};
PIRN__WAIT_KIND(GONE) = {.name = "is gone"};

/* Those above are never missing: one that is misnamed does not compile. */
#define HERE(KIND)                                                             \
    KIND(NONE)                                                                 \
    KIND(ASSIGNED)                                                             \
    KIND(MOVE)                                                                 \
    KIND(GONE)

#define KINDS(KIND)                                                            \
    KIND(SLEEP)                                                                \
    KIND(REFUSED)                                                              \
    KIND(SUSPEND)                                                              \
    KIND(IO)                                                                   \
    KIND(JOIN)                                                                 \
    KIND(AWAIT)                                                                \
    KIND(SCOPE)                                                                \
    KIND(SEND)                                                                 \
    KIND(RECV)                                                                 \
    KIND(SELECT)                                                               \
    KIND(LIMIT)                                                                \
    KIND(VALUE)

/* Those of one file each. */
#define OWN_KINDS(KIND)                                                        \
    EIGHT(KIND, 32, 33, 34, 35, 36, 37, 38, 39)                                \
    EIGHT(KIND, 40, 41, 42, 43, 44, 45, 46, 47)                                \
    EIGHT(KIND, 48, 49, 50, 51, 52, 53, 54, 55)                                \
    EIGHT(KIND, 56, 57, 58, 59, 60, 61, 62, 63)
#define EIGHT(KIND, A, B, C, D, E, F, G, H)                                    \
    FOUR(KIND, A, B, C, D)                                                     \
    FOUR(KIND, E, F, G, H)
#define FOUR(KIND, A, B, C, D)                                                 \
    KIND(A)                                                                    \
    KIND(B)                                                                    \
    KIND(C)                                                                    \
    KIND(D)

#define DECLARE(NAME) extern PIRN__KIND(NAME) __attribute__((weak));
#define ENTRY(NAME) [PIRN__WAIT_##NAME] = &pirn__kind_##NAME,
#define OWN_ENTRY(NUMBER) [NUMBER] = &pirn__kind_##NUMBER,

KINDS(DECLARE)
OWN_KINDS(DECLARE)

const struct pirn__wait_kind *const pirn__wait_kinds[PIRN__WAIT_NUMBERS] = {
    HERE(ENTRY) KINDS(ENTRY) OWN_KINDS(OWN_ENTRY)};
