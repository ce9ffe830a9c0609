// A thousand refused waits in a row of one task are reported, and so are a
// thousand more.
// env: PIRN_CLOCK=virtual
// stderr: pirn: the task spawned in main, 
// stderr: tests/behave/a_task_refused_too_often_is_reported.c:113, has been refused 3000 waits in a row; it was cancelled in main,
// stderr: tests/behave/a_task_refused_too_often_is_reported.c:113, has been refused 1000 waits in a row; it was cancelled in main, 
// stderr: tests/behave/a_task_refused_too_often_is_reported.c:116: go home
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

static async int deaf(int times)
{
    int refused = 0;
    for (int i = 0; i < times; i++)
        refused += await pirn_sleep(PIRN_MS) == -ECANCELED;
    return refused;
}

/* Grows deaf after a refusal and an interruption that it minds. */
static async int late(int times)
{
    int refused;
    scope (a) {
        pirn_scope_cancel(a);
        refused = await deaf(1);
    }
    refused += await pirn_sleep(PIRN_S) == -ECANCELED;
    return refused + await deaf(times - 2);
}

/* Between any two refusals there is a wait that does what it should. */
static async int works_in_a_shield(int times, int how, int fd)
{
    int refused = 0, byte = 0;
    for (int i = 0; i < times; i++) {
        refused += await pirn_sleep(PIRN_MS) == -ECANCELED;
        scope (s, .shield = 1) {
            switch (i % 500 ? 0 : how) {
            case 1: await pirn_sleep(1); break;
            case 2: await pirn_yield_now(); break;
            case 3: spawn deaf(1); break;
            case 4: {
                task(int) t = spawn deaf(1);
                await t;
                break;
            }
            case 5:
                if (await pirn_read(fd, &byte, 1) != 1)
                    printf("no byte\n");
                break;
            }
        }
    }
    return refused;
}

static async int writes(int fd, int count)
{
    for (int i = 0; i < count; i++) {
        await pirn_sleep(10);
        await pirn_write(fd, "", 1);
    }
    return 0;
}

/* What standard error has got since it was redirected. */
static int count_reports(FILE *from)
{
    char line[1024];
    int count = 0;
    rewind(from);
    while (fgets(line, sizeof line, from))
        count += strstr(line, "000 waits in a row") != NULL;
    return count;
}

async int main(void)
{
    FILE *log = tmpfile();
    int saved = dup(2), ends[2], sum = 0;
    if (!log || pipe(ends) < 0)
        return 1;
    dup2(fileno(log), 2);
    scope (s) {
        pirn_scope_cancel(s);
        /* Many tasks, each not often enough, one after the other and beside
         * each other. */
        for (int i = 0; i < 50; i++)
            spawn deaf(999);
        for (int i = 0; i < 5; i++)
            sum += await (spawn deaf(999));
        for (int how = 1; how <= 4; how++)
            sum += await (spawn works_in_a_shield(2500, how, -1));
        scope (t, .shield = 1) {
            spawn writes(ends[1], 5);
            scope (u) {
                pirn_scope_cancel(u);
                sum += await (spawn works_in_a_shield(2500, 5, ends[0]));
            }
        }
    }
    printf("%d %d\n", sum, count_reports(log));
    // expect: 17495 0
    fflush(stderr);
    dup2(saved, 2);
    /* Others go on beside it. */
    scope (s) {
        task(int) t = spawn late(3500);
        spawn deaf(999);
        await pirn_sleep(PIRN_S / 2);
        pirn_scope_cancel_because(s, "go home");
        printf("%d\n", await t);
        // expect: 3500
    }
    /* The root task, refused itself. */
    dup2(fileno(log), 2);
    scope (s) {
        pirn_scope_cancel(s);
        await deaf(999);
        printf("%d ", count_reports(log));
        await deaf(1);
        printf("%d ", count_reports(log));
        await deaf(2000);
        printf("%d\n", count_reports(log));
        // expect: 0 1 3
    }
    return 0;
}
