/* The entries of the runtime's coroutines, for coroutines by hand: the public
 * headers declare them without the worker. */
#ifndef ENTRIES_H
#define ENTRIES_H

#include "runtime/runtime.h"

#define W struct pirn_worker *w
#define ENTRY(RESULT, NAME, ...)                                               \
    RESULT entry_##NAME(__VA_ARGS__) PIRN__ENTRY(NAME)

ENTRY(int, pirn_sleep, W, int64_t ns);
ENTRY(int, pirn_sleep_until, W, int64_t time);
ENTRY(int, pirn_yield_now, W);
ENTRY(int, pirn__join, W, void *task, void *out, size_t size);
ENTRY(int, pirn_all, W, struct pirn_scope *s);
#define pirn_sleep entry_pirn_sleep
#define pirn_sleep_until entry_pirn_sleep_until
#define pirn_yield_now entry_pirn_yield_now
#define pirn__join entry_pirn__join
#define pirn_all entry_pirn_all

#undef ENTRY
#undef W

#endif
