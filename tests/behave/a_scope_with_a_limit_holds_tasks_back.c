// Of a scope with a limit so many tasks run at once, and the others in order.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

struct block {
    long at[8];
};

static int running, most, begun;

static void begin(void)
{
    begun++;
    if (++running > most)
        most = running;
}

/* Sleeps, and returns which one it was to begin. */
static async int nap(int ms)
{
    begin();
    int place = begun;
    await pirn_sleep(ms * PIRN_MS);
    running--;
    return place;
}

static async struct block large_nap(int ms)
{
    begin();
    struct block block = {{begun, ms}};
    await pirn_sleep(ms * PIRN_MS);
    running--;
    return block;
}

static async int failing_nap(int ms)
{
    begin();
    int rc = await pirn_sleep(ms * PIRN_MS);
    running--;
    return rc < 0 ? rc : -ms;
}

static async int nap_beside_others(int ms)
{
    begin();
    scope (inner) {
        for (int i = 0; i < 5; i++)
            spawn pirn_sleep(ms * PIRN_MS);
    }
    running--;
    return 0;
}

/* In milliseconds. */
static int since(int64_t start)
{
    return (int)((pirn_now() - start) / PIRN_MS);
}

/* What the limit makes of a thousand, and of the time. */
static async void many(int limit)
{
    int64_t start = pirn_now();
    begun = most = 0;
    scope (s, .limit = limit) {
        for (int i = 0; i < 1000; i++)
            spawn nap(1);
        printf("%d ", begun);
    }
    printf("%d %d %d\n", begun, most, since(start));
}

static async void counts(void)
{
    /* Timers count in ticks of 4096 ns, of which a sleep takes 245. */
    await many(1);
    // expect: 0 1000 1 1000
    await many(7);
    // expect: 0 1000 7 143
    await many(999);
    // expect: 0 1000 999 2
    await many(1000);
    // expect: 0 1000 1000 1
    scope (s, .limit = PIRN_NEVER) {
        begun = most = 0;
        for (int i = 0; i < 100; i++)
            spawn nap(1);
    }
    printf("%d\n", most);
    // expect: 100
}

static async void results(void)
{
    begun = most = 0;
    scope (s, .limit = 2) {
        task(int) a = spawn nap(30), b = spawn nap(10), c = spawn nap(5);
        task(struct block) d = spawn large_nap(30);
        task(int) e = try_spawn nap(1);
        spawn nap_beside_others(1);
        /* One that is held back is awaited, then those before it. */
        struct block block = await d;
        printf("%ld %ld\n", block.at[0], block.at[1]);
        // expect: 4 30
        int x = await a, y = await b, z = await c, u = await e;
        printf("%d %d %d %d of %d\n", x, y, z, u, most);
        // expect: 1 2 3 5 of 2
    }
    printf("%d %d\n", begun, most);
    // expect: 6 2
}

/* pirn_first gives them as they end, and more may be spawned meanwhile. */
static async void first_and_all(void)
{
    task(int) t;
    int sum = 0, count = 0;
    begun = most = 0;
    scope (s, .limit = 3) {
        for (int i = 0; i < 4; i++)
            (void)spawn_in(s) nap(10 - i);
        task(int) handles[4];
        for (int i = 0; i < 4; i++)
            handles[i] = spawn nap(i);
        while (await pirn_first(s, &t) == 0) {
            sum += await t;
            if (++count == 2)
                spawn nap(1);
        }
        (void)handles;
        printf("%d %d %d %d\n", count, sum, begun, most);
        // expect: 4 26 9 3
        spawn nap(1);
        spawn nap(1);
        printf("%d", await pirn_all(s));
        printf(" %d %d\n", begun, running);
        // expect: 0 11 0
    }
}

/* The first failure is told before another begins, and all begin. */
static async void failing(void)
{
    begun = most = 0;
    int64_t start = pirn_now();
    scope (s, .limit = 2, .fail_fast = true) {
        task(int) last = PIRN_NO_TASK;
        for (int i = 0; i < 6; i++)
            last = spawn failing_nap(7 + i);
        printf("%d", await pirn_all(s));
        printf(" %d\n", await last);
        // expect: -125 -125
    } else {
        printf("else %d, %d, %d, %d\n", pirn_scope_error(s), begun, most,
               since(start));
        // expect: else -7, 6, 2, 7
    }
}

static async int shielded_nap(int ms)
{
    begin();
    bool cancelled = pirn_is_cancelled();
    scope (s, .shield = true) {
        await pirn_sleep(ms * PIRN_MS);
    }
    running--;
    return cancelled;
}

/* Cancelled, each starts in its turn and sees it. */
static async void cancelled(void)
{
    begun = most = 0;
    int64_t start = pirn_now();
    scope (s, .limit = 2, .timeout = 5 * PIRN_MS) {
        task(int) t[6];
        for (int i = 0; i < 6; i++)
            t[i] = spawn shielded_nap(10);
        for (int i = 0; i < 6; i++)
            printf("%d", await t[i]);
    }
    printf(" %d %d %d\n", begun, most, since(start));
    // expect: 001111 6 2 30
    scope (s, .limit = 1) {
        task(int) a = spawn nap(10), b = spawn nap(10), c = spawn nap(10);
        pirn_cancel(b); /* it has not begun, and keeps its place */
        start = pirn_now();
        int x = await b;
        printf("%d %d ", x, since(start));
        int y = await a, z = await c;
        printf("%d %d %d\n", y, z, since(start));
        // expect: 8 10 7 9 20
        int rc = -1;
        task(int) d = spawn nap(10), e = spawn nap(5);
        scope (brief, .timeout = 2 * PIRN_MS) {
            int ended = await pirn_join(e, &rc);
            printf("%d %d ", ended, rc);
        }
        int ended = await pirn_join(e, &rc);
        printf("%d %d %d\n", ended, rc, await d);
        // expect: -125 -1 0 11 10
    }
    scope (s, .limit = 1) {
        begun = 0;
        for (int i = 0; i < 3; i++)
            spawn nap(10);
        goto left;
    }
left:
    printf("%d %d\n", begun, running);
    // expect: 3 0
}

/* Handles are good in the defers of their scope, given by pirn_first or not. */
static async void deferred(void)
{
    begun = 0;
    scope (s, .limit = 1) {
        task(int) a = spawn nap(1), b = spawn nap(1), c = spawn nap(1), t;
        defer printf("%d %d\n", await a, await c);
        int rc = await pirn_first(s, &t);
        printf("%d %d\n", rc, t == a);
        // expect: 0 1
        printf("%d\n", await b);
        // expect: 2
    }
    // expect: 1 3
}

async int main(void)
{
    await counts();
    await results();
    await first_and_all();
    await failing();
    await cancelled();
    await deferred();
    return 0;
}
