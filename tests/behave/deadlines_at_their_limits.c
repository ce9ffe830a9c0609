// Values at the deadline, deadlines in the past, at 0, at the end of time.
// env: PIRN_CLOCK=virtual
// asan
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include <pirn.h>

/* Whether the wait failed, and whether `else` ran. */
#define TRY(wait, ...)                                                         \
    do {                                                                       \
        scope (s, __VA_ARGS__) {                                               \
            printf("%s", (wait) == -ECANCELED ? "refused" : "done");           \
        } else {                                                               \
            printf(" else");                                                   \
        }                                                                      \
        printf("\n");                                                          \
    } while (0)

static async int nap(int64_t ns)
{
    return await pirn_sleep(ns);
}

static async void at_the_limits(void)
{
    int64_t now = pirn_now();
    TRY(await nap(0), .timeout = 0); // expect: refused else
    TRY(await nap(0), .timeout = -1); // expect: refused else
    TRY(await nap(0), .timeout = INT64_MIN); // expect: refused else
    TRY(await nap(PIRN_S), .timeout = INT64_MAX); // expect: done
    TRY(await nap(PIRN_S), .timeout = INT64_MAX - 1); // expect: done
    TRY(await nap(PIRN_S), .deadline = INT64_MAX); // expect: done
    TRY(await nap(PIRN_S), .deadline = INT64_MAX - 1); // expect: done
    TRY(await nap(0), .deadline = pirn_now()); // expect: refused else
    TRY(await nap(0), .deadline = pirn_now() - 1); // expect: refused else
    TRY(await nap(0), .deadline = 0); // expect: refused else
    TRY(await nap(0), .deadline = INT64_MIN); // expect: refused else
    TRY(await nap(1), .deadline = pirn_now() + PIRN_MS); // expect: done
    TRY(await nap(PIRN_S), .timeout = INT64_MAX, .deadline = pirn_now() + 1);
    // expect: refused else
    TRY(await nap(PIRN_S), .timeout = 1, .deadline = INT64_MAX);
    // expect: refused else
    TRY(0, .timeout = 0); // expect: done
    printf("%d\n", pirn_now() - now < 5 * PIRN_S); // expect: 1
    /* Moved. */
    scope (s, .timeout = PIRN_MS) {
        pirn_scope_set_deadline(s, PIRN_NEVER);
        printf("%d\n", await nap(PIRN_S)); // expect: 0
        pirn_scope_set_deadline(s, INT64_MIN);
        printf("%d\n", await nap(1) == -ECANCELED); // expect: 1
        pirn_scope_set_deadline(s, PIRN_NEVER);
        printf("%d\n", await nap(1) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
}

/* Of two things at the same time, the one first asked for comes first. */
static async void at_the_deadline(void)
{
    int64_t then = pirn_now() + 10 * PIRN_MS;
    TRY(await pirn_sleep_until(then), .deadline = then);
    // expect: refused else
    then = pirn_now() + 10 * PIRN_MS;
    scope (s, .timeout = PIRN_S) {
        task(int) t = spawn pirn_sleep_until(then);
        await pirn_yield_now();
        pirn_scope_set_deadline(s, then);
        printf("%d", await t);
        printf(" %d\n", pirn_is_cancelled());
        // expect: 0 1
    } else {
        printf("never\n");
    }
    /* The value of a task that has ended is there, limit or not. */
    scope (s, .timeout = PIRN_MS) {
        task(int) t = spawn nap(1);
        await pirn_sleep(PIRN_S);
        printf("%d\n", await t); // expect: 0
    } else {
        printf("else\n"); // expect: else
    }
}

static async void endless(const char *name)
{
    while (await pirn_sleep(PIRN_MS) == 0)
        ;
    printf("%s ends\n", name);
}

static async int early(void)
{
    scope (s, .timeout = PIRN_S) {
        spawn endless("beside");
        await pirn_sleep(5 * PIRN_MS);
        return 7;
    } else {
        printf("never\n");
    }
    return 0;
}

static async void nested(void)
{
    int64_t start = pirn_now();
    scope (a, .timeout = 30 * PIRN_MS) {
        scope (b, .timeout = 10 * PIRN_MS) {
            scope (c, .timeout = 20 * PIRN_MS) {
                spawn endless("c");
            } else {
                printf("never\n");
            }
            printf("%d %d\n", pirn_scope_timed_out(a),
                   pirn_scope_timed_out(b));
            // expect: c ends
            // expect: 0 1
        } else {
            printf("b %d\n", (int)((pirn_now() - start) / PIRN_MS));
            // expect: b 10
        }
        scope (b, .timeout = 50 * PIRN_MS) {
            spawn endless("b");
        } else {
            printf("never\n");
        }
    } else {
        printf("a %d\n", (int)((pirn_now() - start) / PIRN_MS));
        // expect: b ends
        // expect: a 30
    }
    /* All at the same time: the outermost was first. */
    scope (a, .timeout = PIRN_MS) {
        scope (b, .timeout = PIRN_MS) {
            await pirn_sleep(PIRN_S);
        } else {
            printf("never\n");
        }
    } else {
        printf("a\n"); // expect: a
    }
}

/* A task of a wider scope goes on behind the limit of who waits for it. */
static async void around_a_wider_task(void)
{
    scope (wide) {
        task(int) t = spawn nap(PIRN_S);
        for (int i = 0; i < 3; i++) {
            scope (limit, .timeout = PIRN_MS) {
                int v = -1, rc = await pirn_join(t, &v);
                printf("%d %d\n", rc == -ECANCELED, v);
                // expect: 1 -1
                // expect: 1 -1
                // expect: 1 -1
            }
        }
        printf("%d\n", await t); // expect: 0
    }
}

/* What is cancelled from a shield is the scope around it, at its end. */
static async int from_a_shield(void)
{
    scope (outer, .timeout = PIRN_S) {
        spawn endless("outer");
        scope (shield, .shield = 1) {
            pirn_scope_cancel(outer);
            printf("%d\n", await pirn_sleep(PIRN_MS));
            // expect: outer ends
            // expect: 0
        }
        printf("%d\n", await pirn_sleep(PIRN_MS) == -ECANCELED);
        // expect: 1
        return 1;
    } else {
        printf("never\n");
    }
    return 0;
}

async int main(void)
{
    await at_the_limits();
    await at_the_deadline();
    await nested();
    await around_a_wider_task();
    printf("%d\n", await from_a_shield());
    // expect: 1
    printf("%d\n", await early());
    // expect: beside ends
    // expect: 7
    return 0;
}
