// PIRN_HOG_MS: a task that does not give way is told of while it does not.
// env: PIRN_HOG_MS=20
// asan
// valgrind
// threads: no, none keeps that of another
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

static int told; /* the end of a pipe that stands for standard error */

/* Computes until somebody says something of it. */
static void compute(void)
{
    struct pollfd fd = {told, POLLIN, 0};
    while (poll(&fd, 1, 0) == 0)
        continue;
}

static void print_what_is_told(void)
{
    char text[512];
    ssize_t length = read(told, text, sizeof text - 1);
    text[length < 0 ? 0 : length] = '\0';
    char *ms = strstr(text, " for "), *place = strstr(text, " ms");
    if (ms && place)
        printf("%.*s%s", (int)(ms - text), text, place);
}

static async int hog(void)
{
    await pirn_yield_now();
    compute();
    print_what_is_told();
    // expect: pirn: task 'hog', spawned at a_task_that_keeps_its_thread_is_named.c:66, has kept its thread ms, resumed in hog at a_task_that_keeps_its_thread_is_named.c:35
    return await pirn_yield_now();
}

static async int call_hog(void)
{
    compute();
    print_what_is_told();
    // expect: pirn: task 'eager', spawned at a_task_that_keeps_its_thread_is_named.c:69, has kept its thread ms, resumed in named at a_task_that_keeps_its_thread_is_named.c:53
    return await pirn_yield_now();
}

static async int named(int *value)
{
    pirn_name("eager");
    await pirn_yield_now();
    return (*value = await call_hog());
}

async int main(void)
{
    int ends[2], value = 1, saved = dup(2);
    if (pipe(ends) < 0)
        return 1;
    told = ends[0];
    dup2(ends[1], 2);
    close(ends[1]);
    scope (s) {
        task(int) t = spawn hog();
        await t;
        scope (inner) {
            spawn named(&value);
        }
    }
    dup2(saved, 2);
    printf("%d\n", value); // expect: 0
    return 0;
}
