/* A child of a .fail_fast scope fails on one worker, and the task that waits
 * for it on another is in that scope, too: it gets the value, as the end of the
 * child came before the cancellation. A select may have been over by then,
 * since its time had come, but is never something else. */
// asan
// workers: any
// expect: joined, selected, selected with a time
#include <errno.h>
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 300, SIBLINGS = 20 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The child fails when the one that waits for it does so: when another task of
 * its worker, which is pinned, sees that its turn has ended. */
static atomic_bool is_about_to_wait, waits;

static async int fails(void)
{
    while (!waits)
        await pirn_yield_now();
    return -5;
}

/* They have to be told of the cancellation where they are, which takes its
 * time. */
static async int sibling(void)
{
    return await pirn_sleep(PIRN_NEVER);
}

/* It also keeps its worker awake, so that this learns at once of what is posted
 * there. */
static async int watch(const atomic_bool *is_over)
{
    while (!*is_over) {
        if (is_about_to_wait)
            waits = true;
        await pirn_yield_now();
    }
    return 0;
}

static async int join(task(int) t, int64_t time)
{
    int value = 0;
    (void)time;
    must(await pirn_join(t, &value) == 0);
    return value;
}

static async int choose(task(int) t, int64_t time)
{
    int value = 0;
    chan(int) never = NULL;
    must(await pirn_select(PIRN_RECV(never, &value), PIRN_JOIN(t, &value)) ==
         1);
    (void)time;
    return value;
}

static async int choose_in_time(task(int) t, int64_t time)
{
    int value = 0;
    int index = await pirn_select(PIRN_JOIN(t, &value), PIRN_AFTER(time));
    must(index == 0 || index == 1);
    must(value == (index == 0 ? -5 : 0));
    return -5;
}

static async int once(async int (*wait)(task(int) t, int64_t time),
                      int64_t time)
{
    int value = 0;
    waits = false;
    scope (s, .fail_fast = true) {
        for (unsigned i = 0; i < SIBLINGS; i++)
            spawn_on(i) sibling();
        task(int) t = spawn_on(1) fails();
        is_about_to_wait = true;
        value = await wait(t, time);
        is_about_to_wait = false;
        waits = true; /* if it was the time */
    }
    return value;
}

static async int rounds(async int (*wait)(task(int) t, int64_t time))
{
    atomic_bool is_over = false;
    scope (s, .pinned = true) {
        spawn watch(&is_over);
        for (int i = 0; i < ROUNDS; i++)
            must(await once(wait, i % 40 * 2 * PIRN_US) == -5);
        is_over = true;
    }
    return 0;
}

async int main(void)
{
    await rounds(join);
    printf("joined, ");
    await rounds(choose);
    printf("selected, ");
    await rounds(choose_in_time);
    puts("selected with a time");
    return 0;
}
