// A negative value of a child cancels a .fail_fast scope, body included.
// env: PIRN_CLOCK=virtual
// flags: -w
// asan
// valgrind
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include <pirn.h>

#define CHILD(T, name)                                                         \
    static async T name(T value)                                               \
    {                                                                          \
        await pirn_sleep(PIRN_MS);                                             \
        return value;                                                          \
    }

typedef unsigned char uchar;
typedef signed char schar;
typedef long long llong;
struct pair {
    int a, b;
};

CHILD(char, a_char)
CHILD(schar, an_schar)
CHILD(short, a_short)
CHILD(int, an_int)
CHILD(long, a_long)
CHILD(llong, an_llong)
CHILD(uchar, a_uchar)
CHILD(unsigned, an_unsigned)
CHILD(unsigned long, an_ulong)
CHILD(bool, a_bool)
CHILD(double, a_double)
CHILD(void *, a_pointer)
CHILD(struct pair, a_pair)

static async int nap(const char *name, int64_t ns)
{
    int rc = await pirn_sleep(ns);
    printf("%s %s\n", name, rc == -ECANCELED ? "stopped" : "slept");
    return rc;
}

/* Whether the child stops the body, and what is told of it. */
#define TRY(...)                                                               \
    do {                                                                       \
        scope (s, .fail_fast = true) {                                         \
            spawn __VA_ARGS__;                                                 \
            int rc = await pirn_sleep(PIRN_S);                                 \
            printf("%s", rc == -ECANCELED ? "stopped" : "slept");              \
        } else {                                                               \
            printf(", else");                                                  \
        }                                                                      \
        printf("\n");                                                          \
    } while (0)

static async void by_type(void)
{
    int errors = 0;
    TRY(a_char(-1)); // expect: stopped, else
    TRY(an_schar(-128)); // expect: stopped, else
    TRY(a_short(-300)); // expect: stopped, else
    TRY(an_int(-EIO)); // expect: stopped, else
    TRY(a_long(-1)); // expect: stopped, else
    TRY(an_llong(-5)); // expect: stopped, else
    TRY(an_int(0)); // expect: slept
    TRY(an_int(INT_MAX)); // expect: slept
    TRY(a_uchar(200)); // expect: slept
    TRY(an_unsigned(-1u)); // expect: slept
    TRY(an_ulong(-1ul)); // expect: slept
    TRY(a_bool(true)); // expect: slept
    TRY(a_double(-1)); // expect: slept
    TRY(a_pointer((void *)-1L)); // expect: slept
    TRY(a_pair((struct pair){-1, -1})); // expect: slept
    /* A handle that is kept, and never awaited: of each size. */
    scope (s, .fail_fast = true) {
        task(signed char) t = spawn an_schar(-100);
        (void)t;
    } else {
        errors = pirn_scope_error(s);
    }
    printf("%d ", errors);
    scope (s, .fail_fast = true) {
        task(short) t = spawn a_short(-1000);
        (void)t;
    } else {
        errors = pirn_scope_error(s);
    }
    printf("%d ", errors);
    scope (s, .fail_fast = true) {
        task(long long) t = spawn an_llong(LLONG_MIN);
        (void)t;
    } else {
        errors = pirn_scope_error(s);
    }
    printf("%d\n", errors == INT_MIN);
    // expect: -100 -1000 1
}

/* The first one counts; what is stopped by it does not fail. */
static async void the_others(void)
{
    scope (s, .fail_fast = true) {
        spawn nap("a", PIRN_S);
        spawn an_int(-3);
        spawn an_int(-4);
        // (which has slept as long)
        task(int) t = spawn nap("b", PIRN_S);
        printf("%d\n", pirn_scope_error(s));
        // expect: 0
        printf("%d\n", await t == -ECANCELED);
        // expect: a stopped
        // expect: b stopped
        // expect: 1
        printf("%d %d\n", pirn_scope_error(s), pirn_scope_timed_out(s));
        // expect: -3 0
    } else {
        printf("%d\n", pirn_scope_error(s));
        // expect: -3
    }
}

/* -ECANCELED is no failure of a task that has been asked to stop; of another
 * one it is. */
static async void stopped_is_not_failed(void)
{
    scope (s, .fail_fast = true) {
        task(int) t = spawn nap("asked", PIRN_S);
        pirn_cancel(t);
        await t;
        // expect: asked stopped
        printf("%d\n", await pirn_sleep(PIRN_MS));
        // expect: 0
    } else {
        printf("never\n");
    }
    scope (s, .fail_fast = true) {
        pirn_scope_cancel(s);
        spawn nap("cancelled", 1);
        // expect: cancelled stopped
    } else {
        printf("never\n");
    }
    scope (s, .fail_fast = true) {
        spawn an_int(-ECANCELED);
        printf("%d\n", await pirn_sleep(PIRN_S) == -ECANCELED);
        // expect: 1
    } else {
        printf("%d\n", pirn_scope_error(s) == -ECANCELED);
        // expect: 1
    }
    /* One that fails because it has been asked has failed: but it was not
     * fail_fast that stopped the scope. */
    scope (s, .fail_fast = true) {
        pirn_scope_cancel(s);
        spawn an_int(-7);
        await pirn_all(s);
    } else {
        printf("never\n");
    }
}

static async int inner_fails(void)
{
    scope (inner, .fail_fast = true) {
        spawn an_int(-2);
    } else {
        return pirn_scope_error(inner) - 40;
    }
    return 0;
}

static async void nested(void)
{
    scope (outer, .fail_fast = true) {
        scope (inner, .fail_fast = true) {
            spawn an_int(-1);
            await pirn_sleep(PIRN_S);
        } else {
            printf("inner %d\n", pirn_scope_error(inner));
            // expect: inner -1
        }
        printf("%d\n", await pirn_sleep(PIRN_MS));
        // expect: 0
        spawn inner_fails();
        scope (plain) {
            spawn an_int(-9); /* of a scope that does not mind */
            spawn nap("deep", PIRN_S);
            // expect: deep stopped
        } else {
            printf("never\n");
        }
    } else {
        printf("outer %d\n", pirn_scope_error(outer));
        // expect: outer -42
    }
    scope (plain) {
        spawn an_int(-9);
        await pirn_sleep(PIRN_S);
        printf("%d\n", pirn_scope_error(plain));
        // expect: 0
    } else {
        printf("never\n");
    }
}

static async int fails_in_a_shield(void)
{
    scope (s, .shield = true) {
        await pirn_sleep(3 * PIRN_MS);
        printf("%d\n", pirn_is_cancelled());
        // expect: 0
        return -6;
    }
    return 0;
}

static async int fails_at_once(void)
{
    return -1;
}

static async int into(struct pirn_scope *s)
{
    spawn_in (s) an_int(-8);
    return 0;
}

static async void shields_and_others(void)
{
    scope (s, .fail_fast = true) {
        spawn fails_in_a_shield();
        scope (shield, .shield = true) {
            printf("%d\n", await pirn_sleep(5 * PIRN_MS));
            // expect: 0
        }
        printf("%d\n", await pirn_sleep(0) == -ECANCELED);
        // expect: 1
    } else {
        printf("%d\n", pirn_scope_error(s));
        // expect: -6
    }
    /* A shield is a scope like others for its own children. */
    scope (outer) {
        pirn_scope_cancel(outer);
        scope (s, .shield = true, .fail_fast = true) {
            spawn fails_at_once();
            printf("%d\n", await pirn_sleep(PIRN_S) == -ECANCELED);
            // expect: 1
        } else {
            printf("%d\n", pirn_scope_error(s));
            // expect: -1
        }
    }
    /* While the body computes: it is told at its next wait, or may ask. */
    scope (s, .fail_fast = true) {
        spawn fails_at_once();
        printf("%d ", pirn_is_cancelled());
        await pirn_yield_now();
        printf("%d %d\n", pirn_is_cancelled(),
               await pirn_yield_now() == -ECANCELED);
        // expect: 0 1 1
    }
    /* After the body. */
    scope (s, .fail_fast = true) {
        spawn nap("after the body", PIRN_S);
        // expect: after the body stopped
        spawn an_int(-1);
    } else {
        printf("else\n");
        // expect: else
    }
    /* By way of a pointer, and the last one to end. */
    scope (s, .fail_fast = true) {
        spawn into(pirn_scope_ref(s));
    } else {
        printf("%d\n", pirn_scope_error(s));
        // expect: -8
    }
    /* Its value came first, so it is not lost to who waits for it. */
    scope (s, .fail_fast = true) {
        task(int) t = spawn an_int(-5);
        int v = 0, rc = await pirn_join(t, &v);
        printf("%d %d %d\n", rc, v, pirn_is_cancelled());
        // expect: 0 -5 1
        task(int) u = spawn an_int(-5);
        printf("%d\n", await u);
        // expect: -5
    }
    /* A limit beside it: the first of the two counts. */
    scope (s, .fail_fast = true, .timeout = 1000) {
        spawn an_int(-5);
    } else {
        printf("%d %d\n", pirn_scope_timed_out(s), pirn_scope_error(s));
        // expect: 1 -5
    }
    scope (s, .fail_fast = true, .timeout = PIRN_S) {
        spawn an_int(-5);
        await pirn_sleep(2 * PIRN_S);
    } else {
        printf("%d %d\n", pirn_scope_timed_out(s), pirn_scope_error(s));
        // expect: 0 -5
    }
}

async int main(void)
{
    await by_type();
    await the_others();
    await stopped_is_not_failed();
    await nested();
    await shields_and_others();
    return 0;
}
