/* Entering the runtime from plain C. `async int main` needs none of this. */
#ifndef PIRN_RUN_H
#define PIRN_RUN_H

/* The exit status of a program none of whose tasks can ever go on. */
#define PIRN_EXIT_STUCK 121

/* pirn_run(f(x)) runs the coroutine call f(x) as the root task of a runtime
 * on this thread, until it and everything in it has ended, and gives its
 * value. Aborts inside another runtime of the same thread. */
#ifdef __PIRN__
#define pirn_run(call) __pirn_run(call)
#else
#define pirn_run(call) (call)
#endif

#endif
