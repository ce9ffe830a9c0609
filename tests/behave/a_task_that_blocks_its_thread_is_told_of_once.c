// A task that keeps its thread for more than 200 ms again is told of, once for each place, though nobody asked.
// threads: no, none keeps that of another
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <pirn.h>

static void block(int ms)
{
    const struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    (nanosleep)(&t, NULL);
}

/* What the processor does in the time is not known: so it is its own time. */
static void compute(int ms)
{
    clock_t end = clock() + (clock_t)ms * (CLOCKS_PER_SEC / 1000);
    while (clock() < end) {}
}

static async int other(void)
{
    for (int i = 0; i < 20; i++)
        await pirn_sleep(PIRN_MS);
    return 0;
}

static async int blocks(void)
{
    for (int i = 0; i < 4; i++) {
        await pirn_sleep(PIRN_MS);
        block(250);
    }
    return 0;
}

static async int computes(void)
{
    for (int i = 0; i < 3; i++) {
        await pirn_sleep(PIRN_MS);
        compute(250);
    }
    return 0;
}

static async int is_short(void)
{
    for (int i = 0; i < 3; i++) {
        await pirn_sleep(PIRN_MS);
        block(50);
    }
    return 0;
}

/* Somebody stops the process: once that may be, and nobody is blamed. */
static async int is_stopped(void)
{
    await pirn_sleep(PIRN_MS);
    if (fork() == 0) {
        block(300);
        kill(getppid(), SIGCONT);
        _exit(0);
    }
    raise(SIGSTOP);
    await other();
    return 0;
}

static async int alone(void)
{
    for (int i = 0; i < 3; i++) {
        await pirn_sleep(PIRN_MS);
        block(250);
    }
    return 0;
}

static async int both(async int (*f)(void))
{
    scope (s) {
        spawn other();
        spawn f();
    }
    return 0;
}

/* What is said of it in a process of its own. Numbers are printed as N. */
static void show(const char *name, async int (*f)(void), bool is_alone)
{
    char text[2000];
    FILE *said = tmpfile();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(said), 2);
        exit(is_alone ? pirn_run(f()) : pirn_run(both(f)));
    }
    while (waitpid(child, NULL, 0) < 0) {}
    size_t length = pread(fileno(said), text, sizeof text - 1, 0);
    text[length] = '\0';
    fclose(said);
    char *ms = strstr(text, " for "), *place = strstr(text, " ms");
    printf("%s: ", name);
    if (ms && place)
        printf("%.*s for N%s", (int)(ms - text), text, place);
    else
        printf("%s\n", text);
}

int main(void)
{
    show("blocks", blocks, false);
    // expect: blocks: pirn: task 'blocks', spawned at a_task_that_blocks_its_thread_is_told_of_once.c:88, kept its thread for N ms, resumed in blocks at a_task_that_blocks_its_thread_is_told_of_once.c:37; 'await offload f(...)' calls what blocks on another thread
    show("computes", computes, false);
    // expect: computes: pirn: task 'computes', spawned at a_task_that_blocks_its_thread_is_told_of_once.c:88, kept its thread for N ms, resumed in computes at a_task_that_blocks_its_thread_is_told_of_once.c:46; 'await pirn_yield_now()' lets others run meanwhile
    show("short", is_short, false); // expect: short: 
    show("stopped", is_stopped, false); // expect: stopped: 
    show("alone", alone, true); // expect: alone: 
    setenv("PIRN_HOG_MS", "0", 1);
    show("off", blocks, false); // expect: off: 
    unsetenv("PIRN_HOG_MS");
    setenv("PIRN_CLOCK", "virtual", 1);
    show("virtual", blocks, false); // expect: virtual: 
    return 0;
}
