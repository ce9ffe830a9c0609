/* What a process spends, measured from outside. */
#ifndef BENCH_ECHO_METER_H
#define BENCH_ECHO_METER_H

#include <sys/types.h>

/* CPU time of the process and all its threads so far, in nanoseconds, from
 * the scheduler's clock, which is exact. */
double meter_cpu_ns(pid_t pid);

/* Makes ready to tell how much of it is outside the kernel, for a process
 * that has no threads yet and runs on the core given only. False if the
 * kernel does not allow it. */
int meter_user_open(pid_t pid, int core);

/* From here on counts. */
void meter_user_begin(void);

/* CPU time since then that was spent outside the kernel, in nanoseconds; -1
 * if it is not known. */
double meter_user_end_ns(void);

/* From here on counts the system calls of all threads of the process, which
 * makes them slower. False if the kernel does not allow it. */
int meter_calls_begin(pid_t pid);

/* System calls since then. */
double meter_calls_end(void);

#endif
