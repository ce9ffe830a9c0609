/* cpu FIGURE COMMAND...: the CPU time of a command and its children, in
 * milliseconds: the median of five runs, after one to warm up. */
#include "../../bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double spent_by_children(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return milliseconds(u.ru_utime) + milliseconds(u.ru_stime);
}

static double run(char **command)
{
    int status;
    double before = spent_by_children();
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    bench_check(waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
                    WEXITSTATUS(status) == 0,
                command[0]);
    return spent_by_children() - before;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    double runs[5];
    if (argc < 3)
        return fprintf(stderr, "cpu FIGURE COMMAND...\n"), 2;
    run(argv + 2);
    for (int i = 0; i < 5; i++)
        runs[i] = run(argv + 2);
    qsort(runs, 5, sizeof *runs, compare);
    bench_report(argv[1], runs[2], "ms");
    return 0;
}
