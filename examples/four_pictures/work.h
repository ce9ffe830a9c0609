/* What the tasks of the pictures do: they compute. */
#ifndef WORK_H
#define WORK_H

#include <time.h>

static inline long long processor_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Keeps the processor for so many milliseconds of its time. */
static inline void work(int ms)
{
    long long end = processor_time() + ms * 1000000LL;
    while (processor_time() < end)
        continue;
}

#endif
