/* What does it cost to record an event? A hundred tasks take turns, in this
 * process without PIRN_TRACE, and in another one with it; a turn is two
 * events. */
#include "../bench.h"

#include <pirn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TASKS = 100 };

static long turns_taken;

static async void take_turns(long turns)
{
    for (long i = 0; i < turns; i++) {
        turns_taken++;
        await pirn_yield_now();
    }
}

static async void all_take_turns(long turns)
{
    scope (s) {
        for (int id = 0; id < TASKS; id++)
            spawn take_turns(turns);
    }
}

/* Nanoseconds for a turn. */
static double measure(void)
{
    long turns = bench_opaque(40000);
    pirn_run(all_take_turns(turns / 4));
    turns_taken = 0;
    double begin = bench_cpu_ns();
    pirn_run(all_take_turns(turns));
    double end = bench_cpu_ns();
    bench_check(turns_taken == turns * TASKS, "the turns taken");
    return (end - begin) / (double)(turns * TASKS);
}

/* What the same program prints with PIRN_TRACE. */
static double measure_traced(const char *program)
{
    int ends[2];
    char text[64] = "";
    bench_check(pipe(ends) == 0, "a pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        setenv("PIRN_TRACE", "/dev/null", 1);
        execl(program, program, "traced", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text - 1);
    bench_check(n > 0 && waitpid(child, NULL, 0) == child, "the other run");
    close(ends[0]);
    return atof(text);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "traced") == 0) {
        printf("%g\n", measure());
        return 0;
    }
    double off = measure();
    double on = measure_traced("/proc/self/exe");
    bench_report("trace", (on - off) / 2, "ns");
    bench_report("trace.turn", on, "ns");
    bench_report("trace.off", off, "ns");
    return 0;
}
