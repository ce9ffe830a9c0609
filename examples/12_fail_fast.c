/* What belongs together fails together, and is told why.
 *
 *     pirn run examples/12_fail_fast.c
 *
 * In a .fail_fast scope a child that returns a negative value stops the
 * others and the body. pirn_cancel stops one task, pirn_first tells which of
 * them has ended first, and a shield keeps what has to be finished from being
 * stopped. What a whole page should know, pirn_local_set binds. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static struct pirn_local page = {"no page"};

static async int fetch(const char *part, int ms, int result)
{
    if (await pirn_sleep(ms * PIRN_MS) == 0) {
        printf("%s: %s %s\n", (char *)pirn_local_get(&page), part,
               result < 0 ? "failed" : "is here");
        return result;
    }
    const struct pirn_cancel_reason *why = pirn_cancel_reason();
    printf("%s: %s stopped", (char *)pirn_local_get(&page), part);
    if (why && why->kind == PIRN_CANCEL_FAIL_FAST)
        printf(": %s", strerror(-why->error));
    else if (why && why->text)
        printf(": %s", why->text);
    printf("\n");
    return -ECANCELED;
}

/* All the parts or none. */
static async int show(const char *name, int picture)
{
    struct pirn_local_binding binding;
    scope (s, .fail_fast = true, .timeout = PIRN_S) {
        pirn_local_set(s, &binding, &page, (void *)name);
        spawn fetch("text", 10, 0);
        spawn fetch("picture", 20, picture);
        spawn fetch("advertisement", 30, 0);
        int rc = await pirn_all(s); /* -ECANCELED when one has failed */
        if (rc < 0) {
            scope (last_words, .shield = true) {
                rc = await pirn_sleep(PIRN_MS); /* waits all the same */
                printf("%s: said goodbye, %d\n", name, rc);
            }
        }
    } else {
        return pirn_scope_timed_out(s) ? -ETIMEDOUT : pirn_scope_error(s);
    }
    return 0;
}

/* The first of three that has an answer. */
static async int ask_around(void)
{
    int answer = -ENOENT;
    scope (s) {
        task(int) broken = spawn fetch("broken mirror", 1, -EIO);
        task(int) t, others[] = {spawn fetch("near mirror", 5, 42),
                                 spawn fetch("far mirror", 50, 43)};
        pirn_cancel(broken); /* we know that one */
        while (answer < 0 && await pirn_first(s, &t) == 0)
            answer = await t;
        pirn_scope_cancel_because(s, "one answer will do");
        (void)others;
    }
    return answer;
}

// env: PIRN_CLOCK=virtual

async int main(void)
{
    printf("%d\n", await show("front page", 0));
    // expect: front page: text is here
    // expect: front page: picture is here
    // expect: front page: advertisement is here
    // expect: 0
    printf("%d\n", await show("back page", -EIO));
    // expect: back page: text is here
    // expect: back page: picture failed
    // expect: back page: advertisement stopped: Input/output error
    // expect: back page: said goodbye, 0
    // expect: -5
    printf("%d\n", await ask_around());
    // expect: no page: broken mirror stopped
    // expect: no page: near mirror is here
    // expect: no page: far mirror stopped: one answer will do
    // expect: 42
    return 0;
}
