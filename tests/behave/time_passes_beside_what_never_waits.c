/* Beside tasks whose operations never wait, or that compute, timers come in
 * time and deadlines are seen: by whoever asks, too. */
// threads: any order
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int stop;

/* What this thread has had of a processor. Others may use it, too, and make all
 * late: of that the runtime knows nothing. */
static int64_t used(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * PIRN_S + t.tv_nsec;
}

/* Whether nine in ten timers that are due after 2 ms come before this thread
 * has worked for 10 ms more. */
static async int tick(void)
{
    int ticks = 0, late = 0;
    for (; !stop; ticks++) {
        int64_t before = used();
        await pirn_sleep(2 * PIRN_MS);
        late += used() - before > 12 * PIRN_MS;
    }
    return ticks > 0 && late * 10 <= ticks;
}

static async int read_on(int64_t until)
{
    static char b[1 << 16];
    int fd = open("/dev/urandom", O_RDONLY);
    while (pirn_now() < until && await pirn_read(fd, b, sizeof b) > 0)
        ;
    close(fd);
    return pirn_now() >= until;
}

static async int turn_on(int64_t until)
{
    while (pirn_now() < until) {
        int64_t end = pirn_now() + PIRN_MS / 2;
        while (pirn_now() < end)
            ;
        if (await pirn_yield_now() < 0)
            return 0;
    }
    return 1;
}

static async int compute(int64_t until)
{
    while (!pirn_is_cancelled())
        if (pirn_now() > until)
            return 1;
    return 0;
}

static async int hand_on(int64_t until)
{
    chan(int) c = pirn_chan_new(int, 1);
    int v = 0, rc = 0;
    while (rc == 0 && pirn_now() < until)
        if ((rc = await pirn_chan_send(c, &v)) == 0)
            rc = await pirn_chan_recv(c, &v);
    pirn_chan_free(c);
    return rc == 0;
}

/* Late each of three times: that is no accident. */
static async int ticks_beside(int which)
{
    for (int i = 0; i < 3; i++) {
        stop = 0;
        scope (s) {
            task(int) t = spawn tick();
            if (which == 0)
                await read_on(pirn_now() + 300 * PIRN_MS);
            else
                for (int k = 0; k < 8; k++)
                    spawn turn_on(pirn_now() + 300 * PIRN_MS);
            if (which)
                await pirn_sleep(250 * PIRN_MS);
            stop = 1;
            if (await t)
                return 1;
        }
    }
    return 0;
}

async int main(void)
{
    int missed = 0;
    printf("%d", await ticks_beside(0));
    printf(" %d\n", await ticks_beside(1)); // expect: 1 1
    scope (s, .timeout = 20 * PIRN_MS)
        missed += await read_on(pirn_now() + 5 * PIRN_S);
    scope (s, .timeout = 20 * PIRN_MS)
        missed += await compute(pirn_now() + 5 * PIRN_S);
    scope (s, .timeout = 20 * PIRN_MS) {
        task(int) t = spawn compute(pirn_now() + 5 * PIRN_S);
        missed += await t;
    }
    scope (s, .timeout = 20 * PIRN_MS)
        missed += await hand_on(pirn_now() + 5 * PIRN_S);
    scope (s, .timeout = 20 * PIRN_MS)
        missed += await turn_on(pirn_now() + 5 * PIRN_S);
    printf("%d\n", missed); // expect: 0
    return 0;
}
