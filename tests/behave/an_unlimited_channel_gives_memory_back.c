/* The memory of a burst is not kept by a channel that has drained, whether its
 * receiver waits then or finds that there is nothing. glibc is told not to keep
 * it either: in the arena of a thread it does keep up to 32 MB. */
// workers: any
// env: MALLOC_MMAP_THRESHOLD_=131072
// threads: any order
// no tsan: it grows itself
// expect: kept after bursts: nothing
// expect: and while one waits: nothing
#include "parts/resident.h"
#include <pirn.h>

enum { ITEMS = 200000 }; /* 12.8 MB */

struct item {
    long number;
    char rest[56];
};

static async void fill(chan(struct item) c)
{
    struct item x = {0};
    for (x.number = 0; x.number < ITEMS; x.number++)
        await pirn_chan_send(c, &x);
}

static async long drain(chan(struct item) c)
{
    struct item x;
    long n = 0;
    while (await pirn_chan_recv(c, &x) == 0)
        n += x.number == n;
    return n;
}

static const char *kept(long before)
{
    return resident_pages() - before < 1000 ? "nothing" : "much";
}

async int main(void)
{
    chan(struct item) c = pirn_chan_new(struct item, PIRN_UNLIMITED);
    struct item x;
    long before = resident_pages();
    for (int round = 0; round < 3; round++) {
        await fill(c);
        while (pirn_chan_try_recv(c, &x) == 0)
            ;
    }
    printf("kept after bursts: %s\n", kept(before));
    scope (s) {
        await fill(c);
        task(long) t = spawn drain(c);
        for (int i = 0; i < 5000 && *kept(before) == 'm'; i++)
            await pirn_sleep(PIRN_MS);
        printf("and while one waits: %s\n", kept(before));
        pirn_chan_close(c);
        if (await t != ITEMS)
            return 1;
    }
    pirn_chan_free(c);
    return 0;
}
