/* The kinds of waits: what the rest of the runtime has to know of each. */
#include "runtime.h"

const struct pirn__wait_kind pirn__wait_kinds[PIRN__WAITS] = {
    [PIRN__WAIT_NONE] = {"is ready", NULL},
    [PIRN__WAIT_SLEEP] = {"sleeps", pirn__sleep_interrupt},
    [PIRN__WAIT_SUSPEND] = {"waits for an operation", pirn__suspend_interrupt},
    [PIRN__WAIT_IO] = {"waits for a descriptor", pirn__io_interrupt},
    [PIRN__WAIT_JOIN] = {"joins a task", pirn__join_interrupt},
    [PIRN__WAIT_AWAIT] = {"awaits a task", NULL},
    [PIRN__WAIT_SCOPE] = {"waits for the tasks of a scope", NULL},
    [PIRN__WAIT_ALL] = {"is in pirn_all", pirn__watch_interrupt},
    [PIRN__WAIT_FIRST] = {"is in pirn_first", pirn__watch_interrupt},
};
