/* memory SECONDS [WORKERS]: tasks use each object of the runtime over and over,
 * and go about between the workers: what is made on one is used, cancelled and
 * freed on another. It ends with 1 if it has more memory at the end than when a
 * tenth of its time was over, by a tenth and more than SLACK. */
#include "../behave/parts/objects.h"
#include "parts/chance.h"
#include <malloc.h>

enum { ACTORS = 8, BATCH = 64, SLACK = 1 << 20 };

/* Bytes of all blocks for frames and tasks that were ever made, of the runtime
 * that calls it. */
size_t pirn__pool_carved(void);

/* From one worker to another ----------------------------------------------- */

/* With a scope around it that has a limit, a watch and a deadline, as there is
 * room for them. */
static async int carry(unsigned to, int depth)
{
    int rc;
    if (depth > 0) {
        rc = await carry(to, depth - 1);
        return rc;
    }
    scope (s, .limit = 2, .timeout = PIRN_S) {
        task(int) t = spawn give(1), first;
        MUST(await pirn_first(s, &first) != -EINVAL);
        rc = await pirn_move_to(to);
        rc = await t;
    }
    return rc;
}

static async int join(task(int) t)
{
    int value;
    return await pirn_join(t, &value);
}

static async int begin_all(unsigned to, unsigned last)
{
    scope (s) {
        task(int) t[BATCH];
        for (int i = 0; i < BATCH; i++)
            t[i] = spawn carry(to, i % 4);
        for (int i = 0; i < BATCH / 4; i++)
            pirn_cancel(t[i]);
        for (int i = 0; i < BATCH / 2; i++)
            spawn_on(last) join(t[i]);
    }
    return 0;
}

static async void crossing(unsigned *r)
{
    unsigned from = next(r), to = next(r), last = next(r);
    scope (s) {
        task(int) t = spawn_on(from) begin_all(to, last);
        await t;
    }
}

static async int act(unsigned r, int64_t until)
{
    while (pirn_now() < until) {
        int kinds = (int)(sizeof objects / sizeof *objects);
        int kind = below(&r, 4 * kinds);
        await pirn_move_to(next(&r));
        /* connections stay with the kernel for a minute */
        if (kind >= kinds || (objects[kind].round == connections && kind % 64))
            await crossing(&r);
        else
            await objects[kind].round();
    }
    return 0;
}

/* Measuring ---------------------------------------------------------------- */

static long allocated_bytes(void)
{
    struct mallinfo2 info = mallinfo2();
    return (long)(info.arena + info.hblkhd);
}

static long bytes(void)
{
    return allocated_bytes() + (long)pirn__pool_carved();
}

static async int all(int seconds)
{
    int64_t begin = pirn_now();
    long first = 0;
    scope (s) {
        for (unsigned i = 0; i < ACTORS; i++)
            spawn_on(i) act(i, begin + seconds * PIRN_S);
        await pirn_sleep(seconds * PIRN_S / 10);
        first = bytes();
    }
    long last = bytes();
    printf("%ld kB after a tenth of %d s, %ld kB at the end\n", first >> 10,
           seconds, last >> 10);
    return last > first + first / 10 && last > first + SLACK;
}

int main(int argc, char **argv)
{
    struct pirn_options options = {.workers = argc > 2 ? atoi(argv[2]) : 2};
    return pirn_run_with(&options, all(argc > 1 ? atoi(argv[1]) : 10));
}
