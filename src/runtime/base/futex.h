/* Sleeping on a word of four bytes until another thread changes it. */
#ifndef PIRN_RUNTIME_FUTEX_H
#define PIRN_RUNTIME_FUTEX_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* Sleeps if *word is 0, until woken or for so many nanoseconds; -1: for ever.
 * It may return for no reason. Returns false when the time is over. */
bool pirn__futex_wait(const void *word, int64_t timeout);
/* Wakes the thread that sleeps on the word. Only its address is used: it may be
 * gone. From signal handlers, too. */
void pirn__futex_wake(const void *word);

#pragma GCC visibility pop

#endif
