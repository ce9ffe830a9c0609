// pirn_cancel stops a task and what is below it, in whatever state it is.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

static async int nap(const char *name, int64_t ns)
{
    int rc = await pirn_sleep(ns);
    printf("%s %s\n", name, rc == -ECANCELED ? "stopped" : "slept");
    return rc;
}

static async int twice(void)
{
    int a = await pirn_sleep(PIRN_S), b = await pirn_sleep(PIRN_S);
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 1;
}

static async int awaits_a_child(void)
{
    scope (s) {
        task(int) child = spawn nap("child", PIRN_S);
        int rc = await child;
        printf("parent %d %d\n", rc == -ECANCELED, pirn_is_cancelled());
    }
    return await nap("behind", 1);
}

static async int in_its_own_scope(void)
{
    scope (outer) {
        scope (inner, .timeout = PIRN_S) {
            spawn nap("below", 2 * PIRN_S);
        } else {
            printf("never\n");
        }
        scope (opened_later) {
            await nap("later", 1);
        }
    }
    return 2;
}

static async int in_a_shield(void)
{
    scope (s, .shield = 1) {
        await nap("in the shield", PIRN_S);
        spawn nap("spawned in the shield", PIRN_S);
    }
    return await nap("behind the shield", PIRN_S);
}

static async int reads(int fd)
{
    char byte;
    return (int)await pirn_read(fd, &byte, 1);
}

static async int joins(task(int) *of)
{
    int rc = await pirn_join(*of, NULL);
    printf("join %d\n", rc == -ECANCELED);
    return 3;
}

static async int cancels_itself(task(int) *self)
{
    pirn_cancel(*self);
    printf("%d\n", pirn_is_cancelled());
    return await nap("itself", PIRN_S);
}

static async int ends_in_the_turn(void)
{
    await pirn_yield_now();
    return 4;
}

struct wide {
    long a[8];
};

static async struct wide large(void)
{
    struct wide w = {{await pirn_sleep(PIRN_S)}};
    return w;
}

static async int fails_when_asked(void)
{
    await pirn_sleep(PIRN_S);
    return -EIO;
}

async int main(void)
{
    int ends[2];
    if (pipe(ends) < 0)
        return 1;
    scope (s) {
        task(int) beside = spawn nap("beside", 100 * PIRN_MS);
        /* Not started. */
        task(int) t = spawn twice();
        pirn_cancel(t);
        pirn_cancel(t);
        printf("%d\n", await t);
        // expect: 1 1
        // expect: 1
        /* Sleeping. */
        t = spawn nap("sleeping", PIRN_S);
        await pirn_yield_now();
        pirn_cancel(t);
        printf("%d\n", await t == -ECANCELED);
        // expect: sleeping stopped
        // expect: 1
        /* Awaiting a child. */
        t = spawn awaits_a_child();
        await pirn_yield_now();
        await pirn_yield_now();
        pirn_cancel(t);
        printf("%d\n", await t == -ECANCELED);
        // expect: child stopped
        // expect: parent 1 1
        // expect: behind stopped
        // expect: 1
        /* Waiting for the end of a scope of its own. */
        t = spawn in_its_own_scope();
        await pirn_sleep(1);
        pirn_cancel(t);
        printf("%d\n", await t);
        // expect: below stopped
        // expect: later stopped
        // expect: 2
        /* In a shield: told behind it. */
        t = spawn in_a_shield();
        await pirn_sleep(1);
        pirn_cancel(t);
        printf("%d\n", await pirn_join(t, NULL));
        // expect: beside slept
        // expect: in the shield slept
        // expect: spawned in the shield slept
        // expect: behind the shield stopped
        // expect: 0
        printf("%d\n", await beside);
        // expect: 0
        /* On a descriptor. */
        t = spawn reads(ends[0]);
        await pirn_yield_now();
        pirn_cancel(t);
        printf("%d\n", await t == -ECANCELED);
        // expect: 1
        /* Joining another, which goes on. */
        task(int) other = spawn nap("other", PIRN_MS);
        t = spawn joins(&other);
        await pirn_yield_now();
        pirn_cancel(t);
        printf("%d %d\n", await t, await other);
        // expect: join 1
        // expect: other slept
        // expect: 3 0
        /* Itself, while it runs. */
        t = spawn cancels_itself(&t);
        printf("%d\n", await t == -ECANCELED);
        // expect: 1
        // expect: itself stopped
        // expect: 1
        /* Ready to run, with a wait that came first. */
        t = spawn ends_in_the_turn();
        await pirn_yield_now();
        pirn_cancel(t);
        printf("%d\n", await t);
        // expect: 4
        /* Ended. */
        t = spawn ends_in_the_turn();
        await pirn_sleep(1);
        pirn_cancel(t);
        printf("%d\n", await t);
        // expect: 4
        /* Not awaited, with a large result. */
        task(struct wide) w = spawn large();
        pirn_cancel(w);
        await pirn_yield_now();
        /* The body and the scope are not cancelled. */
        printf("%d %d\n", pirn_is_cancelled(), await pirn_sleep(1));
        // expect: 0 0
    }
    /* It does not fail a .fail_fast scope by stopping, but may by its value;
     * and the end of the last task ends the scope. */
    scope (s, .fail_fast = 1) {
        task(int) t = spawn nap("of fail_fast", PIRN_S);
        pirn_cancel(t);
        // expect: of fail_fast stopped
    } else {
        printf("never\n");
    }
    scope (s, .fail_fast = 1) {
        task(int) t = spawn fails_when_asked();
        spawn nap("stopped with it", PIRN_S);
        // expect: stopped with it stopped
        pirn_cancel(t);
    } else {
        printf("%d\n", pirn_scope_error(s) == -EIO);
        // expect: 1
    }
    /* One that is stopped with its scope too; twice the same. */
    scope (s) {
        task(int) t = spawn in_its_own_scope();
        await pirn_sleep(1);
        pirn_cancel(t);
        pirn_scope_cancel(s);
        task(int) u = spawn nap("of a cancelled scope", 1);
        pirn_cancel(u);
        printf("%d\n", await t);
        // expect: below stopped
        // expect: of a cancelled scope stopped
        // expect: later stopped
        // expect: 2
    }
    /* One that has been stopped and has ended, when its scope is. */
    scope (s) {
        task(int) t = spawn nap("ended before", PIRN_S);
        pirn_cancel(t);
        await pirn_sleep(1);
        pirn_scope_cancel(s);
        printf("%d\n", await t == -ECANCELED);
        // expect: ended before stopped
        // expect: 1
    }
    return 0;
}
