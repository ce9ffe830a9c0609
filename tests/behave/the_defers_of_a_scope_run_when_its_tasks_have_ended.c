// A scope that is left: value, cancelling, waiting, its defers, else, the jump.
// asan
// valgrind
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int child(const char *name, int64_t time)
{
    int rc = await pirn_sleep(time);
    printf("%s%s ", name, rc == -ECANCELED ? "!" : "");
    return rc ? rc : 42;
}

static void clean(int *n)
{
    printf("~%d ", *n);
}

enum road { FALL, RETURN, BREAK, CONTINUE, GOTO, EARLY, LATE };

static async int roads(enum road road)
{
    int value = 1;
    defer printf("function ");
    for (int i = 0; i < 2; i++) {
        defer printf("loop%d ", i);
        scope (s, .timeout = 5 * PIRN_MS) {
            if (road == EARLY)
                return value;
            defer {
                await pirn_sleep(PIRN_MS);
                printf("outer ");
                value = 100;
            }
            __attribute__((cleanup(clean))) int own = i;
            spawn child("child", road == LATE ? 10 * PIRN_MS : 2 * PIRN_MS);
            {
                defer printf("inside ");
                if (road == RETURN)
                    return value + own;
                if (road == BREAK)
                    break;
                own += 10;
                await pirn_sleep(PIRN_MS);
                if (road == CONTINUE)
                    continue;
                if (road == GOTO)
                    goto out;
            }
            defer printf("last ");
        } else {
            printf("else ");
            return -ETIMEDOUT;
        }
    }
    return value;
out:
    return -1;
}

/* Its handles are good until its defers have run. */
static async int handles(void)
{
    int sum = 0;
    scope (s) {
        task(int) t = spawn child("kept", PIRN_MS);
        spawn child("unwatched", PIRN_MS);
        defer {
            sum += await t;
            printf("awaited ");
        }
        if (sum == 0)
            await pirn_yield_now();
    }
    return sum;
}

/* A defer inside a scope runs at the end of its own block, beside the tasks,
 * and what it waits for is not refused although the scope is cancelled. */
static async int inside(void)
{
    scope (s) {
        spawn child("slow", 100 * PIRN_MS);
        {
            defer printf("%d ", await pirn_sleep(PIRN_MS));
            pirn_scope_cancel(s);
        }
        printf("body%s ", pirn_is_cancelled() ? "!" : "");
        defer printf("%s ", pirn_is_cancelled() ? "bad" : "outside");
    }
    return 0;
}

/* Cancelling a scope around reaches the tasks, and no defer of them. */
static async int worker(const char *name)
{
    defer {
        int rc = await pirn_sleep(3 * PIRN_MS);
        printf("%s:%d ", name, rc);
    }
    int rc = 0;
    while (rc == 0)
        rc = await pirn_sleep(PIRN_S);
    return rc;
}

static async void cancelled_from_a_defer(void)
{
    scope (s) {
        spawn worker("a");
        spawn worker("b");
        {
            defer pirn_scope_cancel(s);
            await pirn_sleep(PIRN_MS);
        }
        printf("asked ");
    }
}

/* Nothing is left of a task that is told to stop again in its defer. */
static async void nested_shields(void)
{
    scope (s, .timeout = PIRN_MS) {
        defer printf("end ");
        scope (t) {
            defer {
                scope (u, .timeout = PIRN_MS) {
                    printf("%d ", await pirn_sleep(PIRN_S) == -ECANCELED);
                } else {
                    printf("own ");
                }
            }
            printf("%d ", await pirn_sleep(PIRN_S) == -ECANCELED);
        }
    } else {
        printf("else ");
    }
}

/* A return in a statement expression leaves the scope, too. */
static async int in_an_expression(int n)
{
    scope (s) {
        spawn child("told", PIRN_S);
        int value = ({
            if (n)
                return 5;
            n + 1;
        });
        pirn_scope_cancel(s);
        return value;
    }
}

/* A statement without braces is a block of its own. */
static async void single_statements(int n)
{
    scope (s) {
        spawn child("child", PIRN_MS);
        if (n)
            defer printf("now ");
        while (n--)
            defer printf("loop ");
        printf("end ");
    }
}

async int main(void)
{
    for (enum road road = FALL; road <= LATE; road++)
        printf("= %d\n", await roads(road));
    // expect: inside child last ~10 outer loop0 inside child last ~11 outer loop1 function = 100
    // expect: inside child! ~0 outer loop0 function = 1
    // expect: inside child! ~0 outer loop0 function = 100
    // expect: inside child! ~10 outer loop0 inside child! ~11 outer loop1 function = 100
    // expect: inside child! ~10 outer loop0 function = -1
    // expect: loop0 function = 1
    // expect: inside child! last ~10 outer else loop0 function = -110
    printf("%d\n", await handles()); // expect: kept unwatched awaited 42
    await inside();
    printf("|\n"); // expect: slow! 0 body! outside |
    await cancelled_from_a_defer();
    printf("|\n"); // expect: asked a:0 b:0 |
    await nested_shields();
    printf("|\n"); // expect: 1 1 own end else |
    await single_statements(1);
    printf("|\n"); // expect: now loop end child |
    printf("%d ", await in_an_expression(1));
    printf("%d\n", await in_an_expression(0)); // expect: told! 5 told! 1
    return 0;
}
