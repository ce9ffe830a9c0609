// What is written to pipes and sockets by tasks of several workers is read in
// the same order, nothing twice and nothing lost, though waits are cut short
// and tasks move between any two calls. The end of a file is told to all.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"
#include <sys/socket.h>
#include <unistd.h>

enum { PAIRS = 3, BYTES = 3000 };

static async void write_in_order(int fd, unsigned seed)
{
    char block[300];
    for (int at = 0; at < BYTES;) {
        size_t n = 1 + next(&seed) % sizeof block, written = 0;
        if ((int)n > BYTES - at)
            n = (size_t)(BYTES - at);
        for (size_t i = 0; i < n; i++)
            block[i] = (char)((at + (int)i) % 101);
        if (next(&seed) % 2) {
            scope (s, .timeout = moment(&seed))
                await pirn_write_all(fd, block, n, &written);
        } else {
            await pirn_write_all(fd, block, n, &written);
        }
        at += (int)written;
        await wander(&seed);
    }
    MUST(await pirn_close(fd) == 0);
}

static async ssize_t read_some(int fd, char *block, size_t n, unsigned *seed)
{
    ssize_t got = -ECANCELED;
    int rc = 0;
    switch (next(seed) % 3) {
    case 0:
        scope (s, .timeout = moment(seed))
            got = await pirn_read(fd, block, n);
        return got;
    case 1:
        if (await pirn_select(PIRN_AFTER(moment(seed)),
                              PIRN_READABLE(fd, &rc)) != 1)
            return -EAGAIN;
        MUST(rc > 0);
    }
    return await pirn_read(fd, block, n);
}

static async void read_in_order(int fd, unsigned seed)
{
    char block[200];
    int at = 0;
    ssize_t n;
    while ((n = await read_some(fd, block, 1 + next(&seed) % sizeof block,
                                &seed)) != 0) {
        for (ssize_t i = 0; i < n; i++, at++)
            MUST(block[i] == (char)(at % 101));
        await wander(&seed);
    }
    MUST(at == BYTES);
    MUST(await pirn_close(fd) == 0);
}

/* Each cut short many times; between them nothing is ever written. */
static async void wait_in_vain(int fd, unsigned seed)
{
    char c;
    int rc = 0;
    for (int i = 0; i < 10; i++) {
        await wander(&seed);
        scope (s, .timeout = moment(&seed)) {
            if (i % 2)
                MUST(await pirn_read(fd, &c, 1) == -ECANCELED);
            else
                MUST(await pirn_select(PIRN_READABLE(fd, &rc)) == -ECANCELED);
        }
    }
}

static async void round_of(unsigned seed)
{
    int ends[2], silent[2];
    MUST(pipe(silent) == 0);
    scope (s) {
        for (int i = 0; i < PAIRS; i++) {
            if (i % 2)
                MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
            else
                MUST(pipe(ends) == 0);
            spawn_on(next(&seed)) read_in_order(ends[0], next(&seed));
            spawn write_in_order(ends[1], next(&seed));
            spawn_on(next(&seed)) wait_in_vain(silent[0], next(&seed));
        }
    }
    await pirn_close(silent[0]);
    await pirn_close(silent[1]);
}
