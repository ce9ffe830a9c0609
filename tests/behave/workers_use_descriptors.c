// Descriptors used by tasks of several workers: all bytes come through, a
// cancelled wait ends, and one that is closed elsewhere is told so.
// asan
// expect: ok
#include "parts/wander.h"
#include <pirn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BYTES = 20000, PAIRS = 8 };

static async long write_bytes(int fd, unsigned seed)
{
    char block[700];
    long sum = 0;
    for (int left = BYTES; left > 0;) {
        int n = 1 + (int)(next(&seed) % sizeof block);
        n = n < left ? n : left;
        for (int i = 0; i < n; i++)
            sum += block[i] = (char)(next(&seed) % 100);
        if (await pirn_write_all(fd, block, (size_t)n, NULL) < 0)
            puts("write");
        left -= n;
        await wander(&seed);
    }
    return sum;
}

static async long read_bytes(int fd, unsigned seed)
{
    char block[500];
    long sum = 0;
    for (int left = BYTES; left > 0;) {
        ssize_t n = await pirn_read(fd, block, 1 + next(&seed) % sizeof block);
        if (n <= 0) {
            puts("read");
            break;
        }
        for (int i = 0; i < n; i++)
            sum += block[i];
        left -= (int)n;
        await wander(&seed);
    }
    return sum;
}

/* Both directions at once, each end used by two tasks, anywhere. */
static async int pair(unsigned seed)
{
    int ends[2], ok = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return 0;
    scope (s) {
        task(long) a = spawn write_bytes(ends[0], next(&seed));
        task(long) b = spawn read_bytes(ends[1], next(&seed));
        task(long) c = spawn_on(next(&seed)) write_bytes(ends[1], next(&seed));
        task(long) d = spawn read_bytes(ends[0], next(&seed));
        long sum_a = await a, sum_b = await b;
        ok = sum_a == sum_b;
        sum_a = await c;
        sum_b = await d;
        ok &= sum_a == sum_b;
    }
    await pirn_close(ends[0]);
    await wander(&seed);
    await pirn_close(ends[1]);
    return ok;
}

static async int wait_for_nothing(int fd, unsigned seed)
{
    char c;
    await wander(&seed);
    if (next(&seed) % 2)
        return (int)await pirn_read(fd, &c, 1);
    int rc = 0;
    int i =
        await pirn_select(PIRN_READABLE(fd, &rc), PIRN_AFTER(1000 * PIRN_S));
    return i < 0 ? i : rc;
}

/* Those who wait are cancelled, by a deadline or by name. */
static async int cancelled(unsigned seed)
{
    int ends[2], ok = 1;
    if (pipe(ends) < 0)
        return 0;
    scope (s, .timeout = next(&seed) % 2 ? PIRN_MS : 1000 * PIRN_S) {
        task(int) t[4];
        for (int i = 0; i < 4; i++)
            t[i] = spawn wait_for_nothing(ends[0], next(&seed));
        await wander(&seed);
        await pirn_sleep(100000);
        for (int i = 0; i < 4; i++)
            pirn_cancel(t[i]);
        for (int i = 0; i < 4; i++)
            ok &= await t[i] == -ECANCELED;
    }
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
    return ok;
}

static async int round_of(unsigned seed)
{
    int ok = 1;
    scope (s) {
        task(int) t[PAIRS];
        for (int i = 0; i < PAIRS; i++)
            t[i] = i % 4 == 3 ? spawn cancelled(next(&seed))
                              : spawn pair(next(&seed));
        for (int i = 0; i < PAIRS; i++)
            ok &= await t[i];
    }
    return ok;
}

static async int wait_for_close(int fd)
{
    char c;
    return (int)await pirn_read(fd, &c, 1);
}

/* A descriptor that another worker waits for is closed, and its number is used
 * again at once. */
static async int closed(void)
{
    int ok = 1;
    for (int i = 0; i < 50; i++) {
        int ends[2], others[2];
        if (pipe(ends) < 0)
            return 0;
        scope (s, .pinned = true) {
            task(int) t = spawn_on(1) wait_for_close(ends[0]);
            /* It has its turn before us, wherever that is. */
            await pirn_move_to(1);
            await pirn_yield_now();
            await pirn_move_to(0);
            await pirn_close(ends[0]);
            if (pipe(others) < 0)
                return 0;
            task(int) u = spawn_on(1) wait_for_close(others[0]);
            ok &= await t == -EBADF;
            (void)!write(others[1], "x", 1);
            ok &= await u == 1;
        }
        await pirn_close(ends[1]);
        await pirn_close(others[0]);
        await pirn_close(others[1]);
    }
    return ok;
}

int main(void)
{
    for (int workers = 1; workers <= 8; workers *= 2) {
        struct pirn_options options = {.workers = workers};
        for (unsigned seed = 1; seed <= 4; seed++)
            if (!pirn_run_with(&options, round_of(seed)))
                printf("%d workers, seed %u\n", workers, seed);
        if (!pirn_run_with(&options, closed()))
            printf("%d workers, closed\n", workers);
    }
    puts("ok");
    return 0;
}
