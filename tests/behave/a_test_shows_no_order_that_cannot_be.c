/* Explored orders and those drawn at random: what comes a nanosecond earlier
 * comes first in each of them, what comes at the same time in either order. */
// threads: no, a test chooses the order of tasks
// expect: a nanosecond: 0
// expect: the same time: 0, first was each of them
// expect: at random: 0
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

enum { MOST = 6 };

/* The runtime's ways to wait for a time. */
enum way { SLEEP, SLEEP_UNTIL, AFTER, DEADLINE, WAYS };

static struct event {
    enum way way;
    int64_t time;
} events[MOST];

static int count, woken[MOST], woken_count;
static bool was_first[MOST];

static async int wait_for(const struct event *event)
{
    int rc = 0;
    switch (event->way) {
    case SLEEP:
        return await pirn_sleep(event->time);
    case SLEEP_UNTIL:
        return await pirn_sleep_until(event->time);
    case AFTER:
        return await pirn_select(PIRN_AFTER(event->time));
    case DEADLINE:
    case WAYS:
        break;
    }
    scope (s, .deadline = event->time)
        rc = await pirn_sleep(PIRN_NEVER);
    return rc == -ECANCELED ? 0 : 1;
}

static async int one(int i)
{
    int rc = await wait_for(&events[i]);
    woken[woken_count++] = i;
    return rc || pirn_now() != events[i].time;
}

static async int all(void)
{
    int rc = 0;
    woken_count = 0;
    scope (s) {
        task(int) tasks[MOST];
        for (int i = 0; i < count; i++)
            tasks[i] = spawn one(i);
        for (int i = 0; i < count; i++)
            rc |= await tasks[i];
    }
    was_first[woken[0]] = true;
    for (int i = 1; i < count; i++)
        rc |= events[woken[i - 1]].time > events[woken[i]].time;
    return rc;
}

static int explore_pairs(int64_t apart, int *both)
{
    struct pirn_test_options options = {.runs = 100, .quiet = true};
    const int64_t bases[] = {1, 2, 1023, 4095, 4096, 1048575, PIRN_S};
    int rc = 0;
    count = 2;
    *both = 0;
    for (int i = 0; i < (int)(sizeof bases / sizeof *bases); i++) {
        for (int ways = 0; ways < WAYS * WAYS; ways++) {
            events[0] = (struct event){ways / WAYS, bases[i]};
            events[1] = (struct event){ways % WAYS, bases[i] + apart};
            was_first[0] = was_first[1] = false;
            rc |= pirn_test_explore(&options, all());
            *both += was_first[0] && was_first[1];
        }
    }
    return rc;
}

int main(void)
{
    struct pirn_test_options options = {
        .runs = 20, .random = true, .quiet = true};
    int both, rc = explore_pairs(1, &both);
    printf("a nanosecond: %d\n", rc | both);
    rc = explore_pairs(0, &both);
    printf("the same time: %d, first was %s of them\n", rc,
           both == 7 * WAYS * WAYS ? "each" : "one");
    rc = 0;
    count = MOST;
    for (unsigned n = 1; n <= 100; n++) {
        unsigned random = n * 2654435761u;
        for (int i = 0; i < MOST; i++) {
            random = random * 1664525 + 1013904223;
            events[i].way = (enum way)(random >> 16) % WAYS;
            events[i].time = (random >> 24 & 1 ? 4093 : 1) + (random >> 28) % 5;
        }
        rc |= pirn_test_explore(&options, all());
    }
    printf("at random: %d\n", rc);
    return 0;
}
