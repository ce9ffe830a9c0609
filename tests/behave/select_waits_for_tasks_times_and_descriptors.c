// A select waits for the end of tasks, for times and for descriptors, too.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <pirn.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

struct large {
    long a[10];
};

static async int number_after(int n, int64_t ns)
{
    await pirn_sleep(ns);
    return n;
}

static async struct large large_after(int64_t ns)
{
    struct large l = {{1, 2, 3}};
    await pirn_sleep(ns);
    return l;
}

static async void nothing_after(int64_t ns)
{
    await pirn_sleep(ns);
}

static async void join_ones(void)
{
    chan(int) c = pirn_chan_new(int, 0);
    int x = 0, n = 0;
    struct large l = {{0}};
    scope (s) {
        task(int) quick = spawn number_after(1, PIRN_MS);
        task(struct large) big = spawn large_after(2 * PIRN_MS);
        task(void) none = spawn nothing_after(3 * PIRN_MS);
        for (int i = 0; i < 3; i++) {
            int k = await pirn_select(PIRN_RECV(c, &x), PIRN_JOIN(quick, &n),
                                      PIRN_JOIN(big, &l), PIRN_JOIN(none));
            printf("%d %d %ld %d\n", k, n, l.a[2], x);
            if (k == 1)
                quick = PIRN_NO_TASK;
            if (k == 2)
                big = (task(struct large)){PIRN_NO_TASK};
        }
        // expect: 1 1 0 0
        // expect: 2 1 3 0
        // expect: 3 1 3 0

        /* It has ended already. */
        quick = spawn number_after(8, 0);
        await pirn_sleep(PIRN_MS);
        printf("%d", await pirn_select(PIRN_JOIN(quick, &n), PIRN_AFTER(0)));
        printf(" %d\n", n); // expect: 0 8

        /* Another clause is done: the task can still be awaited. */
        quick = spawn number_after(9, PIRN_S);
        printf("%d", await pirn_select(PIRN_JOIN(quick, &n), PIRN_AFTER(9)));
        printf(" %d", n);
        scope (t, .timeout = PIRN_MS) {
            n = await pirn_select(PIRN_JOIN(quick), PIRN_RECV(c, &x));
            printf(" %d", n == -ECANCELED);
        }
        printf(" %d\n", await quick); // expect: 1 8 1 9
    }
    pirn_chan_free(c);
}

static async void times(void)
{
    int64_t begin = pirn_now();
    printf("%d", await pirn_select(PIRN_AFTER(3 * PIRN_S), PIRN_AFTER(PIRN_S),
                                   PIRN_UNTIL(begin + 2 * PIRN_S),
                                   PIRN_AFTER(PIRN_NEVER)));
    printf(" %d\n", (int)((pirn_now() - begin) / PIRN_S)); // expect: 1 1
    printf("%d", await pirn_select(PIRN_UNTIL(PIRN_NEVER),
                                   PIRN_UNTIL(begin + 5 * PIRN_S),
                                   PIRN_AFTER(INT64_MAX - 1)));
    printf(" %d", (int)((pirn_now() - begin) / PIRN_S));
    printf(" %d\n", await pirn_select(PIRN_UNTIL(begin), PIRN_AFTER(-1)));
    // expect: 1 5 0
    /* Something comes first, or at the same time. */
    chan(int) c = pirn_chan_new(int, 1);
    int n = 0;
    scope (s) {
        task(int) t = spawn number_after(6, PIRN_S);
        printf("%d\n", await pirn_select(PIRN_AFTER(2 * PIRN_S), PIRN_JOIN(t)));
        // expect: 1
    }
    printf("%d\n",
           await pirn_select(PIRN_RECV(c, &n), PIRN_AFTER(PIRN_MS),
                             PIRN_AFTER(PIRN_MS))); // expect: 1
    pirn_chan_free(c);
}

static async void write_after(int fd, int64_t ns)
{
    await pirn_sleep(ns);
    await pirn_write(fd, "x", 1);
}

static async void send_after(chan(int) c, int64_t ns)
{
    int n = 1;
    await pirn_sleep(ns);
    await pirn_chan_send(c, &n);
}

static async void descriptors(void)
{
    chan(int) c = pirn_chan_new(int, 0);
    int a[2], b[2], n = 0, rc = 0, other = 0;
    char x;
    if (pipe(a) || pipe(b))
        return;
    printf("%d", await pirn_select(PIRN_READABLE(a[0], &other),
                                   PIRN_WRITABLE(a[1], &rc)));
    printf(" %d %d\n", rc == POLLOUT, other); // expect: 1 1 0
    printf("%d", await pirn_select(PIRN_READABLE(-5, &rc), PIRN_RECV(c, &n)));
    printf(" %d\n", rc == -EBADF); // expect: 0 1
    scope (s) {
        spawn write_after(b[1], PIRN_MS);
        printf("%d", await pirn_select(PIRN_READABLE(a[0], &other),
                                       PIRN_RECV(c, &n),
                                       PIRN_READABLE(b[0], &rc),
                                       PIRN_AFTER(PIRN_S)));
        printf(" %d %d\n", rc == POLLIN, other); // expect: 2 1 0
    }
    /* Nothing was read; and what the driver had to forget is forgotten. */
    printf("%d\n", (int)await pirn_read(b[0], &x, 1)); // expect: 1
    scope (s) {
        spawn send_after(c, PIRN_MS);
        printf("%d", await pirn_select(PIRN_READABLE(a[0]), PIRN_RECV(c, &n),
                                       PIRN_READABLE(b[0])));
        printf(" %d\n", n); // expect: 1 1
        printf("%d\n",
               await pirn_select(PIRN_READABLE(a[0]), PIRN_READABLE(a[0]),
                                 PIRN_AFTER(PIRN_MS))); // expect: 2
    }
    scope (s, .timeout = PIRN_MS) {
        rc = 5;
        n = await pirn_select(PIRN_READABLE(a[0], &rc), PIRN_RECV(c, &n));
        printf("%d %d\n", n == -ECANCELED, rc); // expect: 1 5
    }
    scope (s) { /* closed while it is waited for */
        task(int) t = spawn pirn_poll(b[0], POLLIN);
        spawn write_after(b[1], PIRN_MS);
        printf("%d", await pirn_select(PIRN_READABLE(b[0]), PIRN_JOIN(t, &n)));
        printf(" %d\n", await pirn_read(b[0], &x, 1) == 1); // expect: 0 1
        if (await pirn_join(t, &n) == 0)
            printf("%d\n", n == POLLIN); // expect: 1
    }
    for (int i = 0; i < 2; i++) {
        await pirn_close(a[i]);
        await pirn_close(b[i]);
    }
    pirn_chan_free(c);
}

async int main(void)
{
    await join_ones();
    await times();
    await descriptors();
    return 0;
}
