/* What does an item cost that goes from one of 32 tasks to another 32, each of
 * which selects among the same four channels? On so many workers, by the clock
 * on the wall; with room for 16 items in each channel (select-2), and without
 * room, where two selects have to meet (select-2.meet). */
#include "../bench.h"

#include <pirn.h>

enum { SENDERS = 32, ROOM = 16 };

static chan(long) c[4];

static async void send(long from, long count)
{
    for (long i = from; i < from + count; i++) {
        await pirn_select(PIRN_SEND(c[0], &i), PIRN_SEND(c[1], &i),
                          PIRN_SEND(c[2], &i), PIRN_SEND(c[3], &i));
        bench_part();
    }
}

static async long receive(long count)
{
    long sum = 0, item;
    for (long i = 0; i < count; i++) {
        await pirn_select(PIRN_RECV(c[0], &item), PIRN_RECV(c[1], &item),
                          PIRN_RECV(c[2], &item), PIRN_RECV(c[3], &item));
        sum += item;
        bench_item();
    }
    return sum;
}

/* So many items from each sender. */
static async void pass(long count, size_t room)
{
    long sum = 0, items = count * SENDERS;
    for (int i = 0; i < 4; i++)
        c[i] = pirn_chan_new(long, room);
    scope (s) {
        task(long) receivers[SENDERS];
        for (int i = 0; i < SENDERS; i++) {
            spawn send(i * count, count);
            receivers[i] = spawn receive(count);
        }
        for (int i = 0; i < SENDERS; i++)
            sum += await receivers[i];
    }
    bench_check(sum == items * (items - 1) / 2, "the sum");
    for (int i = 0; i < 4; i++)
        pirn_chan_free(c[i]);
}

static async void measure(const char *figure, long count, size_t room)
{
    await pass(100, room);
    long long begin = bench_wall_ns();
    await pass(count, room);
    double time = (double)(bench_wall_ns() - begin);
    bench_report(figure, time / (double)(count * SENDERS), "ns");
}

static async int measure_both(long count)
{
    await measure("select-2", count, ROOM);
    await measure("select-2.meet", count, 0);
    return 0;
}

static int run(const char *workers)
{
    setenv("PIRN_WORKERS", workers, 1);
    return pirn_run(measure_both(bench_size(32 * 10000) / SENDERS));
}
