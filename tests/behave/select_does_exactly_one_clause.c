// Of the clauses of a select exactly one is done, the first that is ready.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static async void let_others_run(void)
{
    for (int i = 0; i < 3; i++)
        await pirn_yield_now();
}

static async int receive_one(chan(int) c)
{
    int n = -1;
    int rc = await pirn_chan_recv(c, &n);
    return rc < 0 ? rc : n;
}

static async int send_one(chan(int) c, int n)
{
    return await pirn_chan_send(c, &n);
}

/* Receives from one, sends to the other, or both on the same. */
static async int both(chan(int) in, chan(int) out, int *got)
{
    int seven = 7;
    *got = 0;
    return await pirn_select(PIRN_RECV(in, got), PIRN_SEND(out, &seven));
}

static async void ready_ones(void)
{
    chan(int) a = pirn_chan_new(int, 2), b = pirn_chan_new(int, 2);
    chan(int) none = NULL;
    int x = 0, y = 0, n = 5, rc = 1, other = 1;

    /* In their order; what was not done has not happened. */
    pirn_chan_try_send(b, &n);
    printf("%d", await pirn_select(PIRN_RECV(none, &x, &other),
                                   PIRN_RECV(a, &x), PIRN_RECV(b, &y, &rc),
                                   PIRN_SEND(a, &n, &other)));
    printf(" %d %d %d %d %zu\n", x, y, rc, other, pirn_chan_length(a));
    // expect: 2 0 5 0 1 0
    printf("%d", await pirn_select(PIRN_RECV(b, &y), PIRN_SEND(a, &n),
                                   PIRN_SEND(b, &n)));
    printf(" %zu %zu\n", pirn_chan_length(a), pirn_chan_length(b));
    // expect: 1 1 0

    /* With a default. */
    printf("%d\n", await pirn_select(PIRN_RECV(b, &y), PIRN_AFTER(0)));
    // expect: 1

    /* One that is closed is ready. */
    pirn_chan_close(b);
    printf("%d", await pirn_select(PIRN_RECV(none, &x), PIRN_RECV(b, &y, &rc)));
    printf(" %d", rc == -EPIPE);
    printf(" %d", await pirn_select(PIRN_SEND(b, &x, &rc), PIRN_RECV(a, &x)));
    printf(" %d %d\n", rc == -EPIPE, y); // expect: 1 1 0 1 5

    /* As many as there are. */
    struct pirn_clause clauses[3];
    chan(int) c[3] = {none, b, a};
    int items[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++)
        clauses[i] = PIRN_RECV(c[i], &items[i]);
    clauses[1] = PIRN_RECV(none, &items[1]);
    printf("%d", await pirn_select_from(clauses, 3));
    printf(" %d\n", items[2]); // expect: 2 5
    scope (s, .timeout = PIRN_MS) {
        printf("%d", await pirn_select_from(clauses, 3) == -ECANCELED);
        printf(" %d\n", await pirn_select_from(clauses, 0) == -ECANCELED);
    } // expect: 1 1
    pirn_chan_free(a);
    pirn_chan_free(b);
}

/* Each of several that are ready has its turn. */
static async void fair_ones(void)
{
    chan(int) c[3];
    int times[3] = {0, 0, 0}, n = 0;
    for (int i = 0; i < 3; i++) {
        c[i] = pirn_chan_new(int, 3000);
        for (int k = 0; k < 3000; k++)
            pirn_chan_try_send(c[i], &k);
    }
    for (int k = 0; k < 3000; k++)
        times[await pirn_select_fair(PIRN_RECV(c[0], &n), PIRN_RECV(c[1], &n),
                                     PIRN_RECV(c[2], &n))]++;
    for (int i = 0; i < 3; i++) {
        printf("%d,", times[i] > 900 && times[i] < 1100 &&
                          pirn_chan_length(c[i]) == 3000u - (unsigned)times[i]);
        pirn_chan_free(c[i]);
    }
    printf(".\n"); // expect: 1,1,1,.
}

static async void waiting_ones(void)
{
    chan(int) a = pirn_chan_new(int, 0), b = pirn_chan_new(int, 0);
    int got, n = 3, rc;

    scope (s) { /* what it waits for comes; the other clause is gone */
        task(int) t = spawn both(a, b, &got);
        await let_others_run();
        printf("%d", pirn_chan_try_send(a, &n));
        printf(" %d", pirn_chan_try_recv(b, &n) == -EAGAIN);
        printf(" %d", pirn_chan_try_send(a, &n) == -EAGAIN);
        printf(" %d %d\n", await t, got); // expect: 0 1 1 0 3

        t = spawn both(a, b, &got);
        await let_others_run();
        printf("%d", pirn_chan_try_recv(b, &n));
        printf(" %d", pirn_chan_try_send(a, &n) == -EAGAIN);
        printf(" %d %d %d\n", await t, got, n); // expect: 0 1 1 0 7

        /* On one channel, it does not meet itself; others it does. */
        t = spawn both(a, a, &got);
        await let_others_run();
        printf("%d\n", await receive_one(a)); // expect: 7
        printf("%d\n", await t);              // expect: 1
        t = spawn both(a, a, &got);
        await let_others_run();
        printf("%d", await send_one(a, 4));
        printf(" %d %d\n", await t, got); // expect: 0 0 4

        /* It waits its turn among others. */
        task(int) first = spawn receive_one(a);
        await let_others_run();
        t = spawn both(a, b, &got);
        await let_others_run();
        task(int) last = spawn receive_one(a);
        await let_others_run();
        for (n = 20; n < 23; n++)
            pirn_chan_try_send(a, &n);
        printf("%d", await first);
        printf(" %d %d", await t, got);
        printf(" %d\n", await last); // expect: 20 0 21 22

        /* Each of these can be a task of its own. */
        struct pirn_clause clauses[] = {PIRN_RECV(a, &got), PIRN_RECV(b, &n)};
        t = spawn pirn_select_from(clauses, 2);
        last = spawn pirn_chan_recv(a, &rc);
        await let_others_run();
        first = spawn pirn_chan_send(a, &(int){30});
        printf("%d %d", await first, await t);
        pirn_chan_try_send(a, &(int){31});
        printf(" %d", await last);
        printf(" %d %d\n", got, rc); // expect: 0 0 0 30 31

        /* Closed while it waits. */
        chan(int) c = pirn_chan_new(int, 0);
        t = spawn both(c, b, &got);
        await let_others_run();
        pirn_chan_close(c);
        printf("%d", pirn_chan_try_recv(b, &n) == -EAGAIN);
        printf(" %d %d\n", await t, got); // expect: 1 0 0
        pirn_chan_free(c);
    }

    scope (s) { /* cancelled: nothing was done */
        task(int) t = spawn both(a, b, &got);
        await let_others_run();
        pirn_scope_cancel(s);
        printf("%d", pirn_chan_try_recv(b, &n) == -EAGAIN);
        printf(" %d", pirn_chan_try_send(a, &n) == -EAGAIN);
        printf(" %d\n", await t == -ECANCELED); // expect: 1 1 1
    }
    scope (s) { /* too late to be cancelled */
        task(int) t = spawn both(a, b, &got);
        await let_others_run();
        rc = pirn_chan_try_send(a, &n);
        pirn_scope_cancel(s);
        printf("%d", rc);
        printf(" %d %d\n", await t, got == n); // expect: 0 0 1
    }
    scope (s, .timeout = PIRN_MS) {
        printf("%d", await pirn_select(PIRN_RECV(a, &n)) == -ECANCELED);
    } else {
        printf(" else\n"); // expect: 1 else
    }
    scope (s) { /* refused, ready or not */
        pirn_scope_cancel(s);
        printf("%d\n", await pirn_select(PIRN_AFTER(0)) == -ECANCELED);
        // expect: 1
    }
    pirn_chan_free(a);
    pirn_chan_free(b);
}

async int main(void)
{
    await ready_ones();
    await fair_ones();
    await waiting_ones();
    return 0;
}
