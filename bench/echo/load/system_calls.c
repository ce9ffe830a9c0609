/* System calls, counted by the tracepoint raw_syscalls:sys_enter where the
 * kernel allows it (to root, usually). Else every thread is stopped at each
 * of its calls with ptrace, which is slow: more events come together in one
 * epoll_wait, so there are a little fewer calls than there were. */
#include "meter.h"

#include <dirent.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_THREADS = 8192 };

/* Calls f for each thread of the process until it returns 0. */
static int each_thread(pid_t pid, int (*f)(pid_t thread))
{
    char path[64];
    int ok = 1;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *threads = opendir(path);
    if (!threads)
        return 0;
    for (struct dirent *d; ok && (d = readdir(threads));)
        if (d->d_name[0] != '.')
            ok = f((pid_t)atoi(d->d_name));
    closedir(threads);
    return ok;
}

/* By the tracepoint. */

static int tracepoint_id = -1;
static int counters[MOST_THREADS], counter_count;

static int find_tracepoint(void)
{
    FILE *f =
        fopen("/sys/kernel/tracing/events/raw_syscalls/sys_enter/id", "r");
    if (f && fscanf(f, "%d", &tracepoint_id) != 1)
        tracepoint_id = -1;
    if (f)
        fclose(f);
    return tracepoint_id >= 0;
}

static int count_thread(pid_t thread)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT,
                                   .size = sizeof attr,
                                   .config = (uint64_t)tracepoint_id};
    if (counter_count == MOST_THREADS)
        return 0;
    int fd = (int)syscall(SYS_perf_event_open, &attr, thread, -1, -1,
                          PERF_FLAG_FD_CLOEXEC);
    if (fd >= 0)
        counters[counter_count++] = fd;
    return fd >= 0;
}

/* By ptrace. Who has seized a thread has to deal with it, so one thread does
 * all of that, until the process is no more. */

static pid_t traced;
static _Atomic int tracing; /* 1: has seized all threads; -1: may not */
static _Atomic long stops;  /* two for each call */

static int seize(pid_t thread)
{
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE;
    return ptrace(PTRACE_SEIZE, thread, NULL, options) == 0 &&
           ptrace(PTRACE_INTERRUPT, thread, NULL, NULL) == 0;
}

static void *trace(void *unused)
{
    int status;
    pid_t thread;
    (void)unused;
    tracing = each_thread(traced, seize) ? 1 : -1;
    while (tracing > 0 &&
           (thread = waitpid(-1, &status, __WALL | __WNOTHREAD)) > 0) {
        if (!WIFSTOPPED(status))
            continue;
        int sig = WSTOPSIG(status), at_call = sig == (SIGTRAP | 0x80);
        stops += at_call;
        if (at_call || status >> 16) /* else it is a signal of its own */
            sig = 0;
        ptrace(PTRACE_SYSCALL, thread, NULL, (long)sig);
    }
    return NULL;
}

int meter_calls_begin(pid_t pid)
{
    pthread_t tracer;
    if (find_tracepoint() && each_thread(pid, count_thread))
        return 1;
    while (counter_count)
        close(counters[--counter_count]);
    traced = pid;
    if (pthread_create(&tracer, NULL, trace, NULL))
        return 0;
    pthread_detach(tracer);
    while (!tracing)
        sched_yield();
    return tracing > 0;
}

double meter_calls_end(void)
{
    double calls = (double)stops / 2;
    for (int i = 0; i < counter_count; i++) {
        uint64_t n = 0;
        if (read(counters[i], &n, sizeof n) == sizeof n)
            calls += (double)n;
    }
    return calls;
}
