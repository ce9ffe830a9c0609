/* The child of a process that is forked in an offloaded call may exec or _exit.
 * If it returns from the call, it ends with a sentence. */
// workers: any
// threads: no, the call is made by the thread of the task
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Behind it stands, where the task's own thread makes the call, which one it
 * is. */
#define SENTENCE                                                               \
    "forked in an offloaded call returns from it: it may exec or _exit"

static int ends[2];

/* Returns in the child, too, unless that is to end. */
static pid_t fork_here(bool ends_itself)
{
    pid_t child = fork();
    if (child == 0 && ends_itself)
        _exit(7);
    if (child == 0)
        dup2(ends[1], STDERR_FILENO);
    return child;
}

static int status_of(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static async int try_both(void)
{
    char text[200] = "";
    if (pipe(ends))
        return 1;
    fflush(stdout);
    pid_t child = await offload fork_here(true);
    printf("%d\n", await offload status_of(child));
    fflush(stdout);
    child = await offload fork_here(false);
    printf("%d\n", await offload status_of(child));
    if (read(ends[0], text, sizeof text - 1) > 0)
        puts(strstr(text, SENTENCE) ? SENTENCE : text);
    return 0;
}

int main(void)
{
    pirn_run(try_both());
    // expect: 7
    // expect: -6
    // expect: forked in an offloaded call returns from it: it may exec or _exit
    setenv("PIRN_POOL_THREADS", "0", 1); /* the task's own makes it then */
    pirn_run(try_both());
    // expect: 7
    // expect: -6
    // expect: forked in an offloaded call returns from it: it may exec or _exit
    return 0;
}
