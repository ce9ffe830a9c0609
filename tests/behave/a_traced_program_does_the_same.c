// Recording changes nothing: tasks of all kinds, their results, deep calls,
// cancellation and the order of it all are as without, and what is recorded
// of tasks that are freed at once is not looked at again.
// env: PIRN_TRACE=/dev/null
// env: PIRN_TRACE_EVENTS=64
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

struct large {
    long n[20];
};

static async struct large make(long n)
{
    struct large large = {{n}};
    pirn_name("make %ld", n);
    await pirn_yield_now();
    large.n[19] = n + 1;
    return large;
}

static async long aligned(long n)
{
    _Alignas(64) long row[8] = {n};
    await pirn_yield_now();
    return row[0] + (long)((unsigned long)row % 64);
}

static async void detached(const char *name)
{
    printf("%s ", name);
    await pirn_sleep(PIRN_MS);
    printf("%s' ", name);
}

/* Deeper than the native stack. */
static async long deep(long n)
{
    volatile char room[400];
    room[n % 400] = 1;
    if (n == 0)
        return await pirn_yield_now();
    return 1 + await deep(n - 1);
}

/* In depth, with names; a child hands its turn to the one that waits. */
static async void tree(const char *name, int depth)
{
    printf("%s%d ", name, depth);
    if (depth == 0)
        return;
    scope (s) {
        spawn tree("l", depth - 1);
        spawn tree("r", depth - 1);
    }
}

static async int refused(void)
{
    int rc = await pirn_sleep(PIRN_S);
    return rc < 0 && await pirn_yield_now() < 0;
}

static async int echo(chan(int) in, chan(int) out)
{
    int n, sum = 0;
    while (await pirn_chan_recv(in, &n) == 0) {
        sum += n;
        await pirn_chan_send(out, &n);
    }
    return sum;
}

static async int talk(int rounds)
{
    chan(int) there = pirn_chan_new(int, 0);
    chan(int) back = pirn_chan_new(int, 0);
    int sum = 0, n;
    scope (s) {
        task(int) other = spawn echo(there, back);
        for (int i = 1; i <= rounds; i++) {
            await pirn_chan_send(there, &i);
            if (await pirn_chan_recv(back, &n) == 0)
                sum += n;
        }
        pirn_chan_close(there);
        sum -= await other;
    }
    pirn_chan_free(there);
    pirn_chan_free(back);
    return sum;
}

async int main(void)
{
    scope (s) {
        task(struct large) one = spawn make(7);
        task(long) two = spawn aligned(5);
        spawn detached("a");
        spawn detached("b");
        struct large large = await one;
        printf("%ld %ld %ld ", large.n[0], large.n[19], await two);
    }
    printf("\n"); // expect: a b 7 8 5 a' b' 
    printf("%ld\n", await deep(30000)); // expect: 30000
    await tree("t", 2);
    printf("\n"); // expect: t2 l1 l0 r0 r1 l0 r0 
    scope (s, .timeout = PIRN_MS) {
        task(int) waiter = spawn refused();
        printf("%d\n", await waiter); // expect: 1
    }
    printf("%d\n", await talk(100)); // expect: 0
    return 0;
}
