// pirn_dump and SIGQUIT print what every task does, and the program goes on.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
// threads: no, the calls of a thread are on its own stack
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

static async int read_pipe(int fd)
{
    char c;
    return (int)await pirn_read(fd, &c, 1);
}

static async int look(FILE *out)
{
    await pirn_sleep(3 * PIRN_S);
    pirn_dump(out);
    return 0;
}

static async int look_deeper(FILE *out, int level)
{
    if (level > 0)
        return 1 + await look_deeper(out, level - 1);
    pirn_dump(out);
    return 0;
}

static async int look_after_waiting(FILE *out)
{
    await pirn_sleep(PIRN_S);
    return await look_deeper(out, 1);
}

/* Prints the lines, but for the number of the thread. */
static void print(FILE *from)
{
    char line[300];
    rewind(from);
    while (fgets(line, sizeof line, from)) {
        char *thread = strstr(line, " of thread");
        if (thread)
            strcpy(thread, "\n");
        fputs(line, stdout);
    }
    fclose(from);
}

static async int root(int fd)
{
    FILE *first = tmpfile(), *second = tmpfile();
    scope (s, .timeout = 5 * PIRN_S) {
        pirn_name("the root of %s", "all");
        spawn read_pipe(fd);
        spawn look_after_waiting(first);
        await look(second);
        print(first);
        // expect: pirn: 3 tasks
        // expect: task 1 (the root of all) sleeps, 2.000 s to go, for 1.0 s
        // expect:     in look at a_living_program_is_dumped.c:22
        // expect:     in root at a_living_program_is_dumped.c:62
        // expect:     begun by pirn_run
        // expect: task 2 (read_pipe) waits for something to read on descriptor 3, for 1.0 s
        // expect:     in pirn_read
        // expect:     in read_pipe at a_living_program_is_dumped.c:17
        // expect:     spawned by root at a_living_program_is_dumped.c:60
        // expect: task 3 (look_after_waiting) is running
        // expect:     in look_deeper (a_living_program_is_dumped.c:27)
        // expect:     in look_deeper (a_living_program_is_dumped.c:27)
        // expect:     in look_after_waiting, resumed at a_living_program_is_dumped.c:37
        // expect:     spawned by root at a_living_program_is_dumped.c:61
        print(second);
        // expect: pirn: 2 tasks
        // expect: task 1 (the root of all) is running
        // expect:     in look, resumed at a_living_program_is_dumped.c:22
        // expect:     in root at a_living_program_is_dumped.c:62
        // expect:     begun by pirn_run
        // expect: task 2 (read_pipe) waits for something to read on descriptor 3, for 3.0 s
        // expect:     in pirn_read
        // expect:     in read_pipe at a_living_program_is_dumped.c:17
        // expect:     spawned by root at a_living_program_is_dumped.c:60
        spawn pirn_sleep_until(9 * PIRN_S);
        kill(getpid(), SIGQUIT);
        await pirn_sleep(1); /* the loop has its turn */
        // stderr: task 3 (pirn_sleep_until) sleeps,
        pirn_scope_cancel(s);
    }
    return 0;
}

static int own;

static void count(int number)
{
    own += number == SIGQUIT;
}

static async int quit(void)
{
    kill(getpid(), SIGQUIT);
    return await pirn_yield_now();
}

int main(void)
{
    int ends[2];
    signal(SIGQUIT, SIG_DFL); /* whatever who runs this has made of it */
    if (pipe(ends) < 0 || dup2(ends[0], 3) < 0)
        return 1;
    pirn_run(root(3));
    struct sigaction now;
    sigaction(SIGQUIT, NULL, &now);
    printf("%d\n", now.sa_handler == SIG_DFL); // expect: 1
    signal(SIGQUIT, count);
    pirn_run(quit());
    printf("%d\n", own); // expect: 1
    pirn_dump(NULL);
    // stderr: pirn: this thread has no runtime
    return 0;
}
