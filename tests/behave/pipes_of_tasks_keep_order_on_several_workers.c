// What one task writes into a pipe another reads in order, on whichever
// workers, in all sizes, with waits that are cut short.
// expect: ok
#include "parts/several.h"
#include <stdint.h>

enum { BYTES = 400 };

static async void produce(struct pirn_stream *to, unsigned seed)
{
    unsigned char block[32];
    size_t sent = 0;
    while (sent < BYTES) {
        size_t n = 1 + next(&seed) % sizeof block, done = 0;
        if (n > BYTES - sent)
            n = BYTES - sent;
        for (size_t i = 0; i < n; i++)
            block[i] = (unsigned char)(sent + i);
        scope (s, .timeout = moment(&seed)) {
            await pirn_stream_write_all(to, block, n, &done);
        }
        int rc = await pirn_stream_write_all(to, block, n, &done);
        MUST(rc == 0);
        sent += n;
        await wander(&seed);
    }
    await pirn_stream_shutdown(to);
}

static async void consume(struct pirn_stream *from, unsigned seed)
{
    unsigned char block[32];
    size_t got = 0;
    for (;;) {
        ssize_t n = -ECANCELED;
        scope (s, .timeout = moment(&seed)) {
            n = await pirn_stream_read(from, block,
                                       1 + next(&seed) % sizeof block);
        }
        if (n == 0)
            break;
        MUST(n > 0 || n == -ECANCELED);
        for (ssize_t i = 0; i < n; i++)
            MUST(block[i] == (unsigned char)got++);
        await wander(&seed);
    }
    MUST(got == BYTES);
}

static async void round_of(unsigned seed)
{
    char data[4][24];
    struct pirn_pipe pipes[4];
    scope (s) {
        for (unsigned i = 0; i < 4; i++) {
            pipes[i] = pirn_pipe(data[i], 5 + 6 * i);
            spawn produce(&pipes[i].stream, seed + i);
            spawn consume(&pipes[i].stream, seed + 10 * i);
        }
    }
}
