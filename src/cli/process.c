/* Children: started without a shell, ended as we are told to end, and their
 * end passed on.
 *
 * A signal from the keyboard goes to the whole foreground group, so the child
 * has it already; one sent by another process goes to us alone, so we pass it
 * on. Either way we outlive the child, in order to clean up. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const int passed[] = {SIGHUP,  SIGINT,  SIGQUIT,
                             SIGTERM, SIGUSR1, SIGUSR2};
enum { PASSED = sizeof passed / sizeof *passed };

static volatile sig_atomic_t caught; /* the last signal we were sent, or 0 */
/* What we have started and not waited for; 0: none. Changed under blocked
 * signals. */
enum { CHILDREN = 2 };
static volatile pid_t children[CHILDREN];

static void pass_on(int number, siginfo_t *info, void *context)
{
    (void)context;
    int error = errno;
    caught = number;
    for (int i = 0; i < CHILDREN; i++) {
        if (children[i] > 0 && info->si_code <= 0)
            kill(children[i], number);
    }
    errno = error;
}

void process_pass_signals(void)
{
    struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO};
    for (int i = 0; i < PASSED; i++) {
        struct sigaction old;
        sigaction(passed[i], NULL, &old);
        if (old.sa_handler != SIG_IGN)
            sigaction(passed[i], &action, NULL);
    }
}

static void end_by_signal(int number, bool with_core)
{
    temporary_remove();
    if (!with_core)
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    _exit(128 + number);
}

static pid_t start(const struct process *process, const sigset_t *mask)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    const int wanted[] = {process->input, process->output, process->errors};
    for (int fd = 0; fd < 3; fd++) {
        if (wanted[fd] >= 0)
            posix_spawn_file_actions_adddup2(&actions, wanted[fd], fd);
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid;
    int error = posix_spawnp(&pid, process->command[0], &actions, &attributes,
                             process->command, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error)
        die("cannot run %s: %s", process->command[0], strerror(error));
    return pid;
}

int process_begin(const struct process *process)
{
    sigset_t set, old;
    int place = 0;
    sigemptyset(&set);
    for (int i = 0; i < PASSED; i++)
        sigaddset(&set, passed[i]);
    sigprocmask(SIG_BLOCK, &set, &old);
    if (caught)
        end_by_signal(caught, true);
    fflush(NULL);
    while (children[place])
        place++;
    children[place] = start(process, &old);
    sigprocmask(SIG_SETMASK, &old, NULL);
    return place;
}

static void wait_for(int place, int *status)
{
    pid_t pid = children[place];
    while (waitpid(pid, status, 0) < 0) {
        if (errno != EINTR)
            die("cannot wait for process %d: %s", (int)pid, strerror(errno));
    }
    children[place] = 0;
}

int process_end(int place, bool theirs)
{
    int status, ignored;
    wait_for(place, &status);
    if (caught && !theirs) {
        for (int i = 0; i < CHILDREN; i++) {
            if (children[i])
                wait_for(i, &ignored);
        }
        end_by_signal(caught, true);
    }
    return status;
}

int process_run(const struct process *process, bool theirs)
{
    return process_end(process_begin(process), theirs);
}

void process_watch(pid_t pid)
{
    children[0] = pid;
    if (!pid && caught)
        end_by_signal(caught, true);
}

void process_read_back(int fd, struct content *text, const char *program)
{
    struct content unwanted;
    if (lseek(fd, 0, SEEK_SET) < 0 ||
        !read_descriptor(fd, text ? text : &unwanted))
        die("cannot read what %s wrote: %m", program);
    if (!text)
        free(unwanted.bytes);
    close(fd);
}

int process_capture(const struct words *command, int input,
                    struct content *output, struct content *errors)
{
    struct process process = {.command = command->word,
                              .input = input,
                              .output = memory_file("output"),
                              .errors = memory_file("messages")};
    int status = process_run(&process, false);
    process_read_back(process.output, output, command->word[0]);
    process_read_back(process.errors, errors, command->word[0]);
    return status;
}

void process_become(char *const *command)
{
    temporary_remove();
    fflush(NULL);
    for (int i = 0; i < PASSED; i++) {
        struct sigaction old;
        sigaction(passed[i], NULL, &old);
        if (old.sa_handler != SIG_IGN)
            signal(passed[i], SIG_DFL);
    }
    if (caught)
        end_by_signal(caught, true);
    execvp(command[0], command);
    die("cannot run %s: %s", command[0], strerror(errno));
}

void process_end_like(int status)
{
    if (WIFSIGNALED(status)) {
        /* The child has left its core already. */
        end_by_signal(WTERMSIG(status), false);
    }
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_DIAGNOSED);
}
