// Each misuse ends the program with one sentence that tells where it was.
// asan
// valgrind
// threads: no, the calls of a thread are on its own stack
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static task(int) shared;

static async int join_shared(void)
{
    int rc = await pirn_yield_now();
    if (rc == 0)
        rc = await shared;
    return rc + 1;
}

static async int joins_twice(void)
{
    scope (s) {
        shared = spawn pirn_sleep(PIRN_S);
        spawn join_shared();
        pirn_name("the root");
        await pirn_yield_now();
        await pirn_yield_now();
        await shared;
    }
    return 0;
}
// expect: two tasks wait for the same task (in task 'the root', last resumed at FILE:30)

static async int joins_twice_in_a_task(void)
{
    scope (s) {
        shared = spawn pirn_sleep(PIRN_S);
        spawn join_shared();
        spawn join_shared();
    }
    return 0;
}
// expect: two tasks wait for the same task (in task 'join_shared', spawned at FILE:42, last resumed at FILE:17)

static async int joins_itself(void)
{
    scope (s) {
        shared = spawn join_shared();
    }
    return 0;
}
// expect: a task waits for itself (in task 'join_shared', spawned at FILE:51, last resumed at FILE:17)

static struct pirn_scope *ended;

static async int spawn_there(int level)
{
    if (level > 0)
        return await spawn_there(level - 1) + 1;
    spawn_in (ended) pirn_sleep(1);
    return 0;
}

static async int spawns_too_late(void)
{
    scope (outer) {
        scope (s) {
            ended = pirn_scope_ref(s);
        }
        pirn_name("late %d", 7);
        await spawn_there(3);
    }
    return 0;
}
// expect: spawn in a scope that has ended (in spawn_there (FILE:59) of task 'late 7', begun at FILE:67)

static async generator int ticks(void)
{
    await pirn_yield_now();
    yield 1;
}

static async int steps_without_await(void)
{
    int value;
    gen(int) g = ticks();
    await pirn_sleep(1);
    return pirn_next(g, &value);
}
// expect: pirn_next without await on an async generator (in ticks (FILE:80) of task 'steps_without_await', last resumed at FILE:90)

static gen(int) own;

static generator int closes_itself(void)
{
    pirn_gen_close(own);
    yield 1;
}

static int close_it(void)
{
    int value;
    own = closes_itself();
    return pirn_next(own, &value);
}
// expect: a generator is closed while it is running (in closes_itself (FILE:97))

static int run_another(void)
{
    return pirn_run(pirn_sleep(1));
}

static async int runs_inside(void)
{
    await pirn_sleep(1);
    return run_another();
}
// expect: pirn_run inside a runtime of the same thread (in task 'runs_inside', last resumed at FILE:118)

static void complete(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(op, 0);
    pirn_complete(op, 0);
}

static async int completes_twice(void)
{
    scope (s) {
        spawn pirn_suspend(complete, NULL, NULL);
    }
    return 0;
}
// expect: an operation of the task spawned at FILE:133 is completed twice (in task 'pirn_suspend', spawned at FILE:133)

static int names_nobody(void)
{
    pirn_name("nobody");
    return 0;
}
// expect: pirn_name outside a task

static async int limits_to(int64_t limit)
{
    await pirn_yield_now();
    scope (s, .limit = limit) {
        spawn pirn_sleep(1);
    }
    return 0;
}
// expect: the limit of a scope is 0: none of its tasks could ever run (in task 'limits_to', last resumed at FILE:148)
// expect: the limit of a scope is -1: none of its tasks could ever run (in task 'limits_to', last resumed at FILE:148)

/* Prints the line in text without "pirn: " and with FILE for this file. */
static void print_sentence(char *text)
{
    const char *name = strrchr(__FILE__, '/');
    name = name ? name + 1 : __FILE__;
    text += strncmp(text, "pirn: ", 6) == 0 ? 6 : 0;
    for (char *at; (at = strstr(text, name)); text = at + strlen(name)) {
        *at = '\0';
        printf("%sFILE", text);
    }
    fputs(text, stdout);
}

static void run(int number)
{
    switch (number) {
    case 0: pirn_run(joins_twice()); break;
    case 1: pirn_run(joins_twice_in_a_task()); break;
    case 2: pirn_run(joins_itself()); break;
    case 3: pirn_run(spawns_too_late()); break;
    case 4: pirn_run(steps_without_await()); break;
    case 5: close_it(); break;
    case 6: pirn_run(runs_inside()); break;
    case 7: pirn_run(completes_twice()); break;
    case 8: names_nobody(); break;
    case 9: pirn_run(limits_to(0)); break;
    case 10: pirn_run(limits_to(-1)); break;
    }
}

int main(void)
{
    for (int i = 0; i <= 10; i++) {
        int ends[2], status;
        char text[1024];
        fflush(stdout);
        if (pipe(ends) < 0)
            return 1;
        pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], 2);
            run(i);
            _exit(0);
        }
        close(ends[1]);
        ssize_t length = read(ends[0], text, sizeof text - 1);
        text[length < 0 ? 0 : length] = '\0';
        close(ends[0]);
        waitpid(child, &status, 0);
        print_sentence(text);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
            printf("ended with %d\n", status);
    }
    return 0;
}
