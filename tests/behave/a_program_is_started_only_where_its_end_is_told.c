// Where the kernel tells nobody how a program has ended none is started; and of
// one for which somebody else has waited nothing is left open.
// expect: SIGCHLD is ignored: 1, 1
// expect: it has SA_NOCLDWAIT: 1
// expect: neither: 0, 0
// expect: waited for elsewhere: 1, closed: 1, killed: 1
// workers: any
// asan
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include <pirn.h>

async int main(void)
{
    const char *const argv[] = {"true", NULL};
    struct sigaction forgets = {.sa_flags = SA_NOCLDWAIT};
    struct pirn_process process;
    int status = -1, rc;
    signal(SIGCHLD, SIG_IGN);
    printf("SIGCHLD is ignored: %d, %d\n",
           pirn_process_start(&process, argv, NULL) == -ECHILD,
           await pirn_process_run(argv, NULL, NULL) == -ECHILD);
    sigaction(SIGCHLD, &forgets, NULL);
    printf("it has SA_NOCLDWAIT: %d\n",
           pirn_process_start(&process, argv, NULL) == -ECHILD);
    signal(SIGCHLD, SIG_DFL);
    rc = await pirn_process_run(argv, NULL, &status);
    printf("neither: %d, %d\n", rc, status);
    if (pirn_process_start(&process, argv, NULL) < 0 ||
        (waitpid)(process.pid, NULL, 0) < 0)
        return 1;
    rc = await pirn_process_wait(&process);
    printf("waited for elsewhere: %d, closed: %d, killed: %d\n", rc == -ECHILD,
           process.fd == -1, pirn_process_kill(&process, SIGTERM) == -ESRCH);
    return 0;
}
