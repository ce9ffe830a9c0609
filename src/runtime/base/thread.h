/* Threads of the runtime's own. */
#ifndef PIRN_RUNTIME_THREAD_H
#define PIRN_RUNTIME_THREAD_H

#include <pthread.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

/* Starts a thread that calls run(arg), and to which no signal of the program
 * goes. Returns false if there can be none. */
bool pirn__thread_start(pthread_t *thread, void *(*run)(void *), void *arg);

#pragma GCC visibility pop

#endif
