// Selects of channels both ways, tasks, descriptors and times, by tasks of
// several workers that select among the same things: what one clause takes is
// taken once, and nothing is taken by those that are not done.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"
#include <unistd.h>

enum { TASKS = 5, ROUNDS = 25 };

static chan(long) first, second; /* without room, and with room for 2 */
static int pipe_ends[2];
static long sent, received, written, results, expected, bytes;

static async long work(long value, unsigned seed)
{
    for (unsigned left = next(&seed) % 3; left > 0; left--)
        await wander(&seed);
    return value;
}

static async void read_one(void)
{
    char c;
    ssize_t n = -ECANCELED;
    scope (s, .timeout = 20 * PIRN_US) /* another may have been faster */
        n = await pirn_read(pipe_ends[0], &c, 1);
    if (n == 1)
        add(&bytes, 1);
}

/* Goes on until its task is joined; by chance more often. */
static async void use_everything(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        long value = 1 << 20 | (long)(next(&seed) % 1000), in[2], result;
        bool is_joined = false;
        scope (s) {
            task(long) t = spawn_on(next(&seed)) work(value, next(&seed));
            add(&expected, value);
            while (!is_joined) {
                int rc = 0;
                int i = await pirn_select_fair(
                    PIRN_JOIN(t, &result), PIRN_RECV(first, &in[0]),
                    PIRN_SEND(second, &value), PIRN_RECV(second, &in[1]),
                    PIRN_SEND(first, &value), PIRN_READABLE(pipe_ends[0], &rc),
                    PIRN_AFTER(moment(&seed)));
                if (i == 0) {
                    MUST(result == value);
                    add(&results, result);
                    is_joined = true;
                } else if (i == 1 || i == 3) {
                    add(&received, in[i / 2]);
                } else if (i == 2 || i == 4) {
                    add(&sent, value);
                } else if (i == 5) {
                    MUST(rc > 0);
                    await read_one();
                } else {
                    MUST(i == 6);
                    if (write(pipe_ends[1], "x", 1) == 1)
                        add(&written, 1);
                }
                await wander(&seed);
            }
        }
    }
}

/* Selects that others cut short: none of their clauses is done then. */
static async void give_up(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        long value = 1, in = 0;
        int i = -ECANCELED;
        scope (s, .timeout = moment(&seed))
            i = await pirn_select(PIRN_RECV(first, &in),
                                  PIRN_SEND(second, &value),
                                  PIRN_RECV(second, &in));
        if (i == 1)
            add(&sent, value);
        MUST(i >= 0 || in == 0);
        add(&received, in);
        await wander(&seed);
    }
}

/* What is left when all are gone. */
static async void take_the_rest(void)
{
    long value;
    char c;
    int rc;
    while (pirn_chan_try_recv(second, &value) == 0)
        add(&received, value);
    while (await pirn_select(PIRN_READABLE(pipe_ends[0], &rc), PIRN_AFTER(0)) ==
           0)
        bytes += await pirn_read(pipe_ends[0], &c, 1);
}

static async void round_of(unsigned seed)
{
    sent = received = written = results = expected = bytes = 0;
    first = pirn_chan_new(long, 0);
    second = pirn_chan_new(long, 2);
    MUST(pipe(pipe_ends) == 0);
    scope (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn use_everything(next(&seed));
            spawn_on(next(&seed)) give_up(next(&seed));
        }
    }
    await take_the_rest();
    MUST(sent == received);
    MUST(results == expected);
    MUST(bytes == written);
    pirn_chan_free(first);
    pirn_chan_free(second);
    await pirn_close(pipe_ends[0]);
    await pirn_close(pipe_ends[1]);
}
