/* What the parts of dumps share: names and places of code, and of the running
 * task on this thread's stack. */
#ifndef PIRN_RUNTIME_DUMP_H
#define PIRN_RUNTIME_DUMP_H

#include "runtime/base/tables.h"
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"

#pragma GCC visibility push(hidden)

/* dump.c ------------------------------------------------------------------- */

/* What task is called: by pirn_name or after its first coroutine. */
const char *pirn__task_name(struct pirn__loop *loop,
                            const struct pirn_task *task);

#pragma GCC visibility pop

#endif
