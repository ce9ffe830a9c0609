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

/* Computes until the task of that name is told of, and prints what is said. On
 * a busy machine others keep their thread for long, too. */
static void compute(const char *name)
{
    char text[512], *said = NULL;
    struct pollfd fd = {told, POLLIN, 0};
    while (!said) {
        if (poll(&fd, 1, 0) == 0)
            continue;
        ssize_t length = read(told, text, sizeof text - 1);
        text[length < 0 ? 0 : length] = '\0';
        said = strstr(text, name);
    }
    char *ms = strstr(said, " for "), *place = strstr(said, " ms");
    if (ms && place)
        printf("pirn: task %.*s%.*s\n", (int)(ms - said), said,
               (int)strcspn(place, "\n"), place);
}

static async int hog(void)
{
    await pirn_yield_now();
    compute("'hog'");
    // expect: pirn: task 'hog', spawned at a_task_that_keeps_its_thread_is_named.c:65, has kept its thread ms, resumed in hog at a_task_that_keeps_its_thread_is_named.c:36
    return await pirn_yield_now();
}

static async int call_hog(void)
{
    compute("'eager'");
    // expect: pirn: task 'eager', spawned at a_task_that_keeps_its_thread_is_named.c:68, has kept its thread ms, resumed in named at a_task_that_keeps_its_thread_is_named.c:52
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
