/* Starting other programs. posix_spawn shares the memory of this one with the
 * child until that is the other program, so nothing is copied. What waits for
 * their ends is written in Pirn. */
#include "runtime/base/common.h"
#include "runtime/base/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <pirn/process.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

extern char **environ;

enum { STANDARD = 3 }; /* input, output, errors */

/* A program that is being started. */
struct start {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int ours[STANDARD], theirs[STANDARD]; /* ends of pipes; -1: none */
};

/* Descriptors -------------------------------------------------------------- */

static int make_pipe(struct start *start, int number)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return errno;
    bool is_input = number == STDIN_FILENO;
    start->theirs[number] = ends[is_input ? 0 : 1];
    start->ours[number] = ends[is_input ? 1 : 0];
    return 0;
}

/* The descriptor that is to become that number is not one of the numbers that
 * become others before: so each is copied away from these. */
static int keep_apart(struct start *start, int number, int fd)
{
    start->theirs[number] = fcntl(fd, F_DUPFD_CLOEXEC, STANDARD);
    return start->theirs[number] < 0 ? errno : 0;
}

static int open_standard(struct start *start, int number, int what)
{
    int rc = 0, fd = number;
    if (what == PIRN_NULL)
        return posix_spawn_file_actions_addopen(
            &start->actions, number, "/dev/null",
            number == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0);
    if (what == PIRN_SAME)
        return 0;
    if (what == PIRN_PIPE) {
        rc = make_pipe(start, number);
        fd = start->theirs[number];
    } else if (what < 0) {
        rc = EINVAL;
    } else {
        fd = what;
    }
    if (rc == 0 && fd < STANDARD) {
        int small = start->theirs[number];
        rc = keep_apart(start, number, fd);
        if (small >= 0)
            close(small);
        fd = start->theirs[number];
    }
    return rc ? rc
              : posix_spawn_file_actions_adddup2(&start->actions, fd, number);
}

static int open_all(struct start *start,
                    const struct pirn_process_options *options)
{
    int what[STANDARD] = {options->in, options->out, options->error}, rc = 0;
    for (int i = 0; i < STANDARD && rc == 0; i++)
        rc = open_standard(start, i, what[i]);
    if (rc == 0)
        rc =
            posix_spawn_file_actions_addclosefrom_np(&start->actions, STANDARD);
    if (rc == 0 && options->directory)
        rc = posix_spawn_file_actions_addchdir_np(&start->actions,
                                                  options->directory);
    return rc;
}

static void close_all(const int fds[STANDARD])
{
    for (int i = 0; i < STANDARD; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

/* Signals ------------------------------------------------------------------ */

static int set_attributes(struct start *start,
                          const struct pirn_process_options *options)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (options->own_group)
        flags |= POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setsigdefault(&start->attributes, &all);
    posix_spawnattr_setsigmask(&start->attributes, &none);
    return posix_spawnattr_setflags(&start->attributes, flags);
}

/* Starting ----------------------------------------------------------------- */

/* Then the kernel forgets each child that has ended: its number may be that of
 * another one before there is a pidfd, and nobody learns how it has ended. */
static bool are_children_forgotten(void)
{
    struct sigaction now;
    return sigaction(SIGCHLD, NULL, &now) == 0 &&
           (now.sa_handler == SIG_IGN || now.sa_flags & SA_NOCLDWAIT);
}

static void end_at_once(pid_t pid)
{
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Returns 0 or an errno, as posix_spawn does. */
static int spawn_it(struct pirn_process *process, struct start *start,
                    const char *const argv[],
                    const struct pirn_process_options *options)
{
    char *const *environment =
        options->environment ? options->environment : environ;
    pid_t pid;
    int rc = set_attributes(start, options);
    if (rc == 0)
        rc = open_all(start, options);
    if (rc == 0)
        rc = posix_spawnp(&pid, argv[0], &start->actions, &start->attributes,
                          (char *const *)(uintptr_t)argv, environment);
    if (rc)
        return rc;
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) {
        rc = errno;
        end_at_once(pid);
        return rc;
    }
    *process = (struct pirn_process){pid,
                                     fd,
                                     start->ours[0],
                                     start->ours[1],
                                     start->ours[2],
                                     0,
                                     options->own_group};
    return 0;
}

int pirn_process_start(struct pirn_process *process, const char *const argv[],
                       const struct pirn_process_options *options)
{
    static const struct pirn_process_options usual;
    struct start start = {.ours = {-1, -1, -1}, .theirs = {-1, -1, -1}};
    pirn__check_object(process, "pirn_process_start", "process");
    pirn__check_object(argv, "pirn_process_start", "list of arguments");
    if (!argv[0])
        return -EINVAL;
    if (are_children_forgotten())
        return -ECHILD;
    int saved = errno, rc = posix_spawn_file_actions_init(&start.actions);
    if (rc)
        return -rc;
    rc = posix_spawnattr_init(&start.attributes);
    if (rc == 0) {
        rc = spawn_it(process, &start, argv, options ? options : &usual);
        posix_spawnattr_destroy(&start.attributes);
    }
    posix_spawn_file_actions_destroy(&start.actions);
    close_all(start.theirs);
    if (rc)
        close_all(start.ours);
    errno = saved;
    return -rc;
}

/* Ending ------------------------------------------------------------------- */

/* Of a group that may be killed its leader has not been waited for: so the
 * number is still its own. */
int pirn_process_kill(const struct pirn_process *process, int number)
{
    pirn__check_object(process, "pirn_process_kill", "process");
    int saved = errno, rc;
    if (process->fd < 0)
        return -ESRCH;
    rc = process->own_group ? kill(-process->pid, number)
                            : (int)syscall(SYS_pidfd_send_signal, process->fd,
                                           number, NULL, 0);
    rc = rc < 0 ? -errno : 0;
    errno = saved;
    return rc;
}

static int status_of(const siginfo_t *info)
{
    if (info->si_code == CLD_EXITED)
        return (info->si_status & 0xff) << 8;
    return info->si_status | (info->si_code == CLD_DUMPED ? 0x80 : 0);
}

int pirn__process_reap(struct pirn_process *process, bool blocks)
{
    siginfo_t info = {0};
    int saved = errno, rc;
    do
        rc = waitid((idtype_t)P_PIDFD, (id_t)process->fd, &info,
                    WEXITED | (blocks ? 0 : WNOHANG));
    while (rc < 0 && errno == EINTR);
    rc = rc < 0 ? -errno : info.si_pid == 0 ? -EAGAIN : 0;
    errno = saved;
    if (rc == 0)
        process->status = status_of(&info);
    return rc;
}
