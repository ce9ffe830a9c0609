/* Each object of the runtime is made, used, cancelled and freed over and over:
 * after a thousand rounds there is no more memory in use than after fifty. */
// threads: no, they have stacks of their own
// no tsan: it grows itself
// expect: 1 worker: nothing grows
// expect: 2 workers: nothing grows
#include "parts/objects.h"
#include <malloc.h>

/* Bytes of all blocks for frames and tasks that were ever made, of the runtime
 * that calls it. */
size_t pirn__pool_carved(void);

/* Counted page by page: statm is behind by some. */
static long resident_bytes(void)
{
    char line[200];
    long kilobytes = -1;
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    if (!f)
        abort();
    while (kilobytes < 0 && fgets(line, sizeof line, f))
        sscanf(line, "Rss: %ld", &kilobytes);
    fclose(f);
    return kilobytes * 1024;
}

static long allocated_bytes(void)
{
    struct mallinfo2 info = mallinfo2();
    return (long)(info.uordblks + info.hblkhd);
}

static void measure(long bytes[3])
{
    bytes[0] = allocated_bytes();
    bytes[1] = (long)pirn__pool_carved();
    bytes[2] = resident_bytes();
}

/* With one worker the same happens in each round, but for how many turns there
 * are between two looks outside. With several the tasks meet in ever other
 * orders, and there may come one in which more are alive than before. What is
 * resident is counted for what is neither: it may be fragments. */
static async int all_rounds(void)
{
    bool is_alone = pirn_workers() == 1;
    const long most[] = {is_alone ? 1024 : 65536, is_alone ? 16384 : 65536,
                         4 << 20};
    int grown = 0;
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        long before[3] = {0}, now[3];
        for (int n = 0; n < 1000; n++) {
            await objects[i].round();
            if (n == 50)
                measure(before);
        }
        measure(now);
        for (int k = 0; k < 3; k++) {
            if (now[k] - before[k] <= most[k])
                continue;
            fprintf(stderr, "%s: %ld bytes of kind %d\n", objects[i].name,
                    now[k] - before[k], k);
            grown++;
        }
    }
    return grown;
}

int main(void)
{
    for (int workers = 1; workers <= 2; workers++) {
        int grown = pirn_run_with(&(struct pirn_options){.workers = workers},
                                  all_rounds());
        printf("%d worker%s: %s\n", workers, workers > 1 ? "s" : "",
               grown ? "some grow" : "nothing grows");
    }
    return 0;
}
