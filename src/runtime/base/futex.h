/* Sleeping on a word of four bytes until another thread changes it. */
#ifndef PIRN_RUNTIME_FUTEX_H
#define PIRN_RUNTIME_FUTEX_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* Sleeps if *word is `value`, until woken or for so many nanoseconds; -1: for
 * ever. It may return for no reason. Returns false when the time is over. */
bool pirn__futex_wait(const void *word, uint32_t value, int64_t timeout);
/* Wakes a thread that sleeps on the word, or all. Only its address is used: it
 * may be gone. From signal handlers, too. */
void pirn__futex_wake(const void *word);
void pirn__futex_wake_all(const void *word);

#pragma GCC visibility pop

#endif
