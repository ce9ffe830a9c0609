// pirn_cancel_reason says who has cancelled, where and why, to all below.
// env: PIRN_CLOCK=virtual
// asan
// (As threads in any order, "deep" may be told before "body".)
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static void tell(const char *who)
{
    const struct pirn_cancel_reason *why = pirn_cancel_reason();
    static const char *const kinds[] = {"", "asked", "left", "deadline",
                                        "fail_fast"};
    if (!why) {
        printf("%s: no reason\n", who);
        return;
    }
    const char *name = why->file ? strrchr(why->file, '/') : NULL;
    printf("%s: %s in %s of %.5s:%u, %d, %s\n", who, kinds[why->kind],
           why->function, name ? name + 1 : "?", why->line, why->error,
           why->text ? why->text : "-");
}

static async int nap(const char *who)
{
    int rc = await pirn_sleep(PIRN_S);
    tell(who);
    return rc;
}

static async int fails(void)
{
    await pirn_sleep(1);
    return -EIO;
}

static async int deep(int depth)
{
    scope (s, .timeout = 10 * PIRN_S) {
        if (depth > 0)
            return await deep(depth - 1);
        return await nap("deep");
    }
    return 0;
}

static void in_plain_c(struct pirn_scope *s)
{
    pirn_scope_cancel(s);
}

static async int leaves(int how)
{
    for (;;) {
        scope (s) {
            spawn nap("left");
            await pirn_sleep(1);
            if (how == 0)
                break;
#line 100
            return 1;
        }
    }
    return 0;
}

async int main(void)
{
    tell("nothing");
    // expect: nothing: no reason
#line 200 "/a/here.c"
    scope (s) {
        spawn deep(3);
        await pirn_sleep(1);
        pirn_scope_cancel(s);
        tell("body");
        // expect: body: asked in main of here.:203, 0, -
        pirn_scope_cancel_because(s, "too late");
        scope (shield, .shield = 1) {
            tell("shield");
            // expect: shield: no reason
            pirn_scope_cancel_because(shield, "of its own");
            tell("shield");
            // expect: shield: asked in main of here.:210, 0, of its own
        }
        tell("behind");
        // expect: behind: asked in main of here.:203, 0, -
        // expect: deep: asked in main of here.:203, 0, -
    }
    tell("nothing");
    // expect: nothing: no reason
#line 300 "/a/here.c"
    scope (s) {
        pirn_scope_cancel_because(s, "enough");
        tell("body");
        // expect: body: asked in main of here.:301, 0, enough
    }
#line 400 "/a/here.c"
    scope (s) {
        task(int) t = spawn deep(2);
        await pirn_sleep(1);
        pirn_cancel(t);
        pirn_scope_cancel(s);
        // expect: deep: asked in main of here.:403, 0, -
    }
#line 500 "/a/here.c"
    scope (s, .timeout = PIRN_MS) {
        scope (t, .timeout = PIRN_MS) {
            await nap("limit");
            // expect: limit: deadline in main of here.:500, 0, -
        }
    } else {
        tell("else");
        // expect: else: no reason
    }
#line 600 "/a/here.c"
    scope (s, .fail_fast = 1) {
        spawn deep(1);
        spawn fails();
        // expect: deep: fail_fast in main of here.:602, -5, -
    }
#line 700 "/a/here.c"
    scope (s) {
        in_plain_c(pirn_scope_ref(s));
        tell("plain");
        // (nobody has given plain C another line)
    }
    // expect: plain: asked in in_plain_c of every:51, 0, -
    await leaves(0);
    // expect: left: left in leaves of every:61, 0, -
    await leaves(1);
    // expect: left: left in leaves of every:100, 0, -
    return 0;
}
