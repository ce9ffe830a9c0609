/* What a program costs.
 *
 * The kernel accounts for times and context switches, and tells them when the
 * child is waited for. Of memory it tells the highest in /proc, as long as the
 * process is there: so its first thread is traced, and stops when it has become
 * the program and when it is about to exit, and nowhere else. (What getrusage
 * tells of memory begins with ours, whose copy the child was before.) What the
 * kernel itself holds for it is found out in kernel.c.
 *
 * System calls and threads are counted in a run where every thread stops at
 * each of them: that takes long, and so it is a run of its own. Tasks are
 * counted by the runtime, in a file (site.c there). */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SYSCALL_STOP = SIGTRAP | 0x80,
    BETWEEN_LOOKS = 10 * 1000 * 1000, /* nanoseconds */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Starting ----------------------------------------------------------------- */

/* wait_for, which waits with a limit of time, has the signal blocked. */
static void block_child_signal(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(how, &set, NULL);
}

/* The child: waits until it may, and becomes the program. */
__attribute__((noreturn)) static void become(const struct process *process,
                                             int gate, const char *tasks)
{
    const int wanted[] = {process->input, process->output, process->errors};
    char byte;
    if (read(gate, &byte, 1) != 1)
        _exit(127);
    for (int fd = 0; fd < 3; fd++)
        if (wanted[fd] >= 0)
            dup2(wanted[fd], fd);
    if (tasks)
        setenv("PIRN_TASKS", tasks, 1);
    block_child_signal(SIG_UNBLOCK);
    execvp(process->command[0], process->command);
    say_error("cannot run %s: %s", process->command[0], strerror(errno));
    _exit(127);
}

/* Starts it, traced if that is allowed; else *error tells why it is not.
 * tasks is the file where tasks are counted, in a run where all is; else
 * NULL. */
static pid_t start(const struct process *process, long options,
                   const char *tasks, int *error)
{
    int gate[2];
    fflush(NULL);
    if (pipe2(gate, O_CLOEXEC) < 0)
        die("cannot make a pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0)
        die("cannot start a process: %s", strerror(errno));
    if (pid == 0) {
        close(gate[1]);
        become(process, gate[0], tasks);
    }
    process_watch(pid);
    close(gate[0]);
    *error = ptrace(PTRACE_SEIZE, pid, NULL, options | PTRACE_O_EXITKILL)
                 ? errno
                 : 0;
    if (tasks && !*error) /* so that it stops at its calls from then on */
        ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
    if (write(gate[1], "", 1) != 1)
        die("cannot start %s: %s", process->command[0], strerror(errno));
    close(gate[1]);
    return pid;
}

/* Lets a thread that has stopped go on, by PTRACE_CONT or PTRACE_SYSCALL. One
 * that has been killed meanwhile is gone, which does not matter. */
static void go_on(pid_t thread, int status, int how)
{
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) {
        ptrace(PTRACE_LISTEN, thread, NULL, NULL); /* stopped, as all of it */
        return;
    }
    bool is_ours = event != 0 || signal == SYSCALL_STOP;
    ptrace(how, thread, NULL, (long)(is_ours ? 0 : signal));
}

static void forget_all(struct measured *result)
{
    for (int i = 0; i < FIGURES; i++)
        result->figure[i] = NAN;
}

/* Accounting --------------------------------------------------------------- */

/* A file of /proc/PID; empty, if that cannot be read. */
static struct content proc_file(pid_t pid, const char *name)
{
    char *path = format_text("/proc/%ld/%s", (long)pid, name);
    struct content text;
    if (!read_file(path, &text))
        text = (struct content){.bytes = allocate(1)};
    free(path);
    return text;
}

static double figure_in(const struct content *status, const char *name)
{
    char *wanted = format_text("\n%s:", name);
    const char *at = strstr(status->bytes, wanted);
    double value = at ? strtod(at + strlen(wanted), NULL) : NAN;
    free(wanted);
    return value;
}

void process_status(pid_t pid, const char *one, double *its, const char *other,
                    double *others)
{
    struct content text = proc_file(pid, "status");
    *its = figure_in(&text, one);
    *others = figure_in(&text, other);
    free(text.bytes);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* It has just become the program: what it has cost up to here is ours. */
static void begin_account(struct measured *before, pid_t pid)
{
    unsigned long unused;
    /* The answer waits until it is off its core, and so its stop counted. */
    ptrace(PTRACE_GETEVENTMSG, pid, NULL, &unused);
    struct content text = proc_file(pid, "schedstat");
    before->figure[FIGURE_CPU] = strtod(text.bytes, NULL) / 1e9;
    process_status(
        pid, "voluntary_ctxt_switches", &before->figure[FIGURE_VOLUNTARY],
        "nonvoluntary_ctxt_switches", &before->figure[FIGURE_INVOLUNTARY]);
    kernel_reset();
    before->figure[FIGURE_WALL] = now();
    free(text.bytes);
}

/* Its first thread has stopped for us, which counts as a switch. */
static void stopped(struct measured *result, struct measured *before, pid_t pid)
{
    int event = result->status >> 16;
    if (event == PTRACE_EVENT_EXEC && !before->status) {
        before->status = 1; /* once: it may become another yet */
        begin_account(before, pid);
        return;
    }
    before->figure[FIGURE_VOLUNTARY]++;
    if (event == PTRACE_EVENT_EXIT) {
        kernel_look(pid);
        process_status(pid, "VmHWM", &result->figure[FIGURE_RESIDENT], "VmPeak",
                       &result->figure[FIGURE_VIRTUAL]);
        result->figure[FIGURE_RESIDENT] *= 1024;
        result->figure[FIGURE_VIRTUAL] *= 1024;
    }
}

/* Waits until pid stops or has ended, and looks at it meanwhile, if need be:
 * the signal of that is blocked, so that none is missed. */
static void wait_for(pid_t pid, int *status, struct rusage *usage)
{
    static const struct timespec pause = {0, BETWEEN_LOOKS};
    int options = __WALL | (kernel_wants_looks() ? WNOHANG : 0);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    for (;;) {
        pid_t got = wait4(pid, status, options, usage);
        if (got == pid)
            return;
        if (got < 0 && errno != EINTR)
            die("cannot wait for a program: %s", strerror(errno));
        if (got == 0 && sigtimedwait(&set, NULL, &pause) < 0 && errno == EAGAIN)
            kernel_look(pid);
    }
}

struct measured measure(const struct process *process)
{
    struct measured result, before = {0};
    struct rusage usage;
    forget_all(&result);
    block_child_signal(SIG_BLOCK);
    kernel_begin();
    pid_t pid = start(process, PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT, NULL,
                      &result.error);
    kernel_started();
    before.figure[FIGURE_WALL] = now(); /* for who is not traced */
    for (;;) {
        wait_for(pid, &result.status, &usage);
        if (!WIFSTOPPED(result.status))
            break;
        stopped(&result, &before, pid);
        go_on(pid, result.status, PTRACE_CONT);
    }
    result.figure[FIGURE_WALL] = now();
    double held = kernel_end();
    block_child_signal(SIG_UNBLOCK);
    if (!result.error) /* else it has our own in it */
        result.figure[FIGURE_KERNEL] = held;
    result.figure[FIGURE_MEMORY] =
        result.figure[FIGURE_RESIDENT] + result.figure[FIGURE_KERNEL];
    result.figure[FIGURE_CPU] =
        seconds(usage.ru_utime) + seconds(usage.ru_stime);
    result.figure[FIGURE_VOLUNTARY] = (double)usage.ru_nvcsw;
    result.figure[FIGURE_INVOLUNTARY] = (double)usage.ru_nivcsw;
    for (int f = 0; f < FIGURES; f++) {
        result.figure[f] -= before.figure[f];
        if (result.figure[f] < 0) /* the kernel's times are in ticks */
            result.figure[f] = 0;
    }
    process_watch(0);
    return result;
}

/* Counting ----------------------------------------------------------------- */

struct counts {
    pid_t pid;
    bool is_running; /* it has become the program */
    unsigned long calls, threads;
};

static void count(struct counts *counts, pid_t thread, int status)
{
    struct __ptrace_syscall_info info;
    int event = status >> 16;
    if (event == PTRACE_EVENT_EXEC && thread == counts->pid) {
        counts->is_running = true;
    } else if (event == PTRACE_EVENT_CLONE) {
        counts->threads++;
    } else if (WSTOPSIG(status) == SYSCALL_STOP && counts->is_running) {
        info.op = PTRACE_SYSCALL_INFO_NONE;
        ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info);
        counts->calls += info.op == PTRACE_SYSCALL_INFO_ENTRY;
    }
}

/* The line of process pid in the file where runtimes tell their tasks. */
static double tasks_of(const char *path, pid_t pid)
{
    struct content text;
    double tasks = NAN;
    if (!read_file(path, &text))
        return NAN;
    for (char *line = text.bytes; line && *line;) {
        char *end;
        if (strtol(line, &end, 10) == pid)
            tasks = strtod(end, NULL);
        line = strchr(line, '\n');
        line += line != NULL;
    }
    free(text.bytes);
    return tasks;
}

struct measured measure_counts(const struct process *process)
{
    static const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
                                PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                                PTRACE_O_TRACEVFORK;
    struct measured result;
    struct counts counts = {.threads = 1};
    forget_all(&result);
    char *tasks = format_text("%s/tasks", temporary_directory());
    write_file(tasks, "", 0);
    counts.pid = start(process, options, tasks, &result.error);
    for (;;) {
        int status;
        pid_t thread = waitpid(result.error ? counts.pid : -1, &status, __WALL);
        if (thread < 0 && errno == EINTR)
            continue;
        if (thread < 0)
            break;
        if (WIFSTOPPED(status)) {
            count(&counts, thread, status);
            go_on(thread, status, PTRACE_SYSCALL);
        } else if (thread == counts.pid) {
            result.status = status;
            break;
        }
    }
    if (!result.error) {
        result.figure[FIGURE_CALLS] = (double)counts.calls;
        result.figure[FIGURE_THREADS] = (double)counts.threads;
    }
    result.figure[FIGURE_TASKS] = tasks_of(tasks, counts.pid);
    process_watch(0);
    return result;
}
