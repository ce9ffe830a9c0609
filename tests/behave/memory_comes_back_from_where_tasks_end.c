/* Tasks begin on one worker and end on another, always the same way: what their
 * frames, scopes, limits and the like were in comes back, and hardly anything
 * more is taken in sixty rounds than in thirty. */
// threads: no, they have stacks of their own
// expect: 2 workers: nothing grows
// expect: 3 workers: nothing grows
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Bytes of all blocks that were ever made, of the runtime that calls it. */
size_t pirn__pool_carved(void);

enum { TASKS = 128 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* What begins here and ends there ------------------------------------------ */

static struct pirn_event go;

static async int there(void)
{
    return await pirn_move_to(1);
}

static async int a_task(void)
{
    return await there();
}

static async int a_deep_one(int depth)
{
    char bytes[200];
    *(volatile char *)bytes = (char)depth;
    int rc = depth ? await a_deep_one(depth - 1) : await there();
    must(*(volatile char *)bytes == (char)depth);
    return rc;
}

static async int in_a_deep_one(void)
{
    return await a_deep_one(4);
}

static async int a_limit(void)
{
    scope (s, .limit = 3)
        await there();
    return 0;
}

static async int a_watch(void)
{
    scope (s) {
        task(int) first;
        must(await pirn_first(s, &first) == -ENOENT);
        await there();
    }
    return 0;
}

static async int an_edge(void)
{
    scope (s, .shield = true) {
        await pirn_event_wait(&go);
        await there();
    }
    return 0;
}

static async int a_child(void)
{
    scope (s, .fail_fast = true, .timeout = 1000 * PIRN_S) {
        task(int) t = spawn a_task();
        spawn a_task();
        await t;
        await there();
    }
    return 0;
}

static async int a_select(void)
{
    int rc;
    scope (s, .timeout = 1000 * PIRN_S) {
        chan(int) c = pirn_chan_new(int, 0);
        task(int) t = spawn a_task();
        int item;
        rc = await pirn_select(PIRN_RECV(c, &item), PIRN_JOIN(t, &item));
        pirn_chan_free(c);
        await there();
    }
    return rc;
}

static async generator int numbers(void)
{
    yield 1;
    await there();
    yield 2;
}

static async int a_consumer(void)
{
    gen(int) g = numbers();
    int value, sum = 0;
    while (await pirn_next(g, &value) == 1)
        sum += value;
    await pirn_gen_close(g);
    must(sum == 3);
    return 0;
}

static async int (*const kinds[])(void) = {
    a_task,  in_a_deep_one, a_limit,  a_watch,
    an_edge, a_child,       a_select, a_consumer,
};

/* Each of them ------------------------------------------------------------- */

/* The last round is joined there, too. */
static async int join(task(int) t)
{
    int value;
    return await pirn_join(t, &value);
}

static async void round_of(async int (*kind)(void), bool is_joined_there)
{
    task(int) t[TASKS];
    pirn_event_clear(&go);
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            t[i] = spawn kind();
        await pirn_yield_now();
        for (int i = 0; kind == an_edge && i < TASKS; i++)
            pirn_cancel(t[i]);
        pirn_event_set(&go);
        for (int i = 0; i < TASKS; i++) {
            if (is_joined_there)
                spawn_on(1) join(t[i]);
            else
                await t[i];
        }
    }
}

static async int rounds(async int (*kind)(void), bool is_joined_there)
{
    size_t early = 0, late = 0;
    for (int i = 0; i < 60; i++) {
        await round_of(kind, is_joined_there);
        if (i == 4)
            early = pirn__pool_carved();
        if (i == 29)
            late = pirn__pool_carved();
    }
    /* Without end it would be 12 times as much, and twice. */
    return pirn__pool_carved() > 3 * early &&
           pirn__pool_carved() > late / 5 * 8;
}

static async int of(async int (*kind)(void), bool is_joined_there)
{
    int grown;
    scope (s, .pinned = true) {
        task(int) t = spawn_on(0) rounds(kind, is_joined_there);
        grown = await t;
    }
    return grown;
}

int main(void)
{
    for (int workers = 2; workers <= 3; workers++) {
        struct pirn_options options = {.workers = workers};
        int grown = 0;
        for (size_t i = 0; i < 2 * sizeof kinds / sizeof *kinds; i++) {
            if (!pirn_run_with(&options, of(kinds[i / 2], i % 2)))
                continue;
            fprintf(stderr, "kind %zu grows\n", i);
            grown++;
        }
        printf("%d workers: %s\n", workers,
               grown ? "some grow" : "nothing grows");
    }
    return 0;
}
