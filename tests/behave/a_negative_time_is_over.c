/* Wherever a time is given, a negative one is over: it never means for ever. */
// workers: any
// threads: any order, tsan
// asan
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static const int64_t times[] = {-1, -PIRN_S, INT64_MIN + 1, INT64_MIN};
enum { TIMES = sizeof times / sizeof *times };

static async int set(int *flag)
{
    __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
    return 0;
}

/* A sleep lets others have their turn. */
static async int sleeps(int64_t ns)
{
    int flag = 0, rc = 0;
    scope (s) {
        spawn set(&flag);
        while (rc == 0 && !__atomic_load_n(&flag, __ATOMIC_ACQUIRE))
            rc = await pirn_sleep(ns);
    }
    return rc;
}

/* The first wait is refused, and `else` is due for that. */
static async const char *by_timeout(int64_t ns)
{
    const char *end = "never";
    scope (s, .timeout = ns) {
        end = await pirn_yield_now() == -ECANCELED && pirn_scope_timed_out(s) &&
                      pirn_is_cancelled() &&
                      pirn_cancel_reason()->kind == PIRN_CANCEL_DEADLINE
                  ? "refused"
                  : "waits";
    } else {
        return end;
    }
    return "no else";
}

static async const char *by_deadline(int64_t time, bool is_moved)
{
    const char *end = "never";
    scope (s, .deadline = is_moved ? PIRN_NEVER : time) {
        if (is_moved)
            pirn_scope_set_deadline(s, time);
        end = await pirn_sleep(PIRN_NEVER) == -ECANCELED ? "refused" : "waits";
    } else {
        return end;
    }
    return "no else";
}

/* Of two clauses the time, in front or behind; or the item, if it is fair. */
static async void in_selects(int64_t time)
{
    chan(int) c = pirn_chan_new(int, 4);
    int item = 7, sent = 5;
    printf("%d", await pirn_select(PIRN_RECV(c, &item), PIRN_AFTER(time)));
    printf("%d", await pirn_select(PIRN_RECV(c, &item), PIRN_UNTIL(time)));
    for (int i = 0; i < 3; i++)
        pirn_chan_try_send(c, &sent);
    printf("%d", await pirn_select(PIRN_RECV(c, &item), PIRN_AFTER(time)));
    printf("%d", await pirn_select(PIRN_UNTIL(time), PIRN_RECV(c, &item)));
    printf("%d", await pirn_select_fair(PIRN_AFTER(time), PIRN_RECV(c, &item)));
    printf(" %d\n", item);
    pirn_chan_free(c);
}

async int main(void)
{
    int64_t began = pirn_now();
    for (int i = 0; i < TIMES; i++) {
        printf("%d %d", await sleeps(times[i]),
               await pirn_sleep_until(times[i]));
        printf(" %s", await by_timeout(times[i]));
        printf(" %s", await by_deadline(times[i], false));
        printf(" %s ", await by_deadline(times[i], true));
        await in_selects(times[i]);
    }
    // expect: 0 0 refused refused refused 11001 5
    // expect: 0 0 refused refused refused 11001 5
    // expect: 0 0 refused refused refused 11001 5
    // expect: 0 0 refused refused refused 11001 5
    scope (s) {
        pirn_scope_cancel(s);
        printf("%d\n", await pirn_sleep(-1) == -ECANCELED); // expect: 1
    }
    printf("%d\n", pirn_now() >= began); // expect: 1
    return 0;
}
