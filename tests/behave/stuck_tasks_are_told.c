// Tasks that nothing can wake are told with their calls, waits and circles.
// env: PIRN_CLOCK=virtual
// exit: 121
// asan
// valgrind
// threads: no, the calls of a thread are on its own stack
#include <stdio.h>

#include <pirn.h>

struct pair {
    task(int) other;
};

static async int ask(struct pair *pair)
{
    await pirn_sleep(PIRN_S);
    return await pair->other;
}

static async int lean_on(struct pair *pair)
{
    pirn_name("leans on the other");
    int rc = await ask(pair);
    return rc + 1;
}

static async int lean_on_too(struct pair *pair)
{
    int rc = -1;
    (void)await pirn_join(pair->other, &rc);
    return rc;
}

/* The scope waits for the child, and that for the task whose scope it is. */
static async int wait_for_parent(task(int) *parent)
{
    return await *parent;
}

static async int parent(task(int) *self)
{
    scope (family) {
        spawn pirn_sleep(1);
        spawn wait_for_parent(self);
    }
    return 0;
}

static async generator int ticks(void)
{
    yield 1;
    await pirn_sleep_until(PIRN_NEVER);
    yield 2;
}

static async int consume(int (*more)(int))
{
    gen(int) g = ticks();
    int value, sum = 0;
    while (await pirn_next(g, &value) == 1)
        sum = more(sum) + value;
    await pirn_gen_close(g);
    return sum;
}

static int same(int n)
{
    return n;
}

static async int deep(int levels)
{
    if (levels == 0)
        return await pirn_sleep_until(PIRN_NEVER);
    return 1 + await deep(levels - 1);
}

static async int stubborn(void)
{
    await pirn_sleep_until(PIRN_NEVER); /* until the deadline of `brief` */
    scope (s, .shield = true) {
        await pirn_sleep_until(PIRN_NEVER);
    }
    return 0;
}

async int main(void)
{
    struct pair a, b;
    task(int) t;
    printf("before\n"); // expect: before
    fflush(stdout);
    scope (all) {
        b.other = spawn lean_on(&a);
        a.other = spawn lean_on_too(&b);
        t = spawn parent(&t);
        spawn consume(same);
        spawn deep(100);
        scope (brief, .timeout = 2 * PIRN_S) {
            for (int i = 0; i < 9; i++)
                spawn_in (all) pirn_sleep_until(PIRN_NEVER);
            spawn stubborn();
        }
    }
    return 0;
}

/* The tasks of the inner scope are found first. */
// stderr: pirn: stuck: 17 tasks wait, and nothing can wake any of them

// stderr: task 1 (main) waits at the end of scope brief (stuck_tasks_are_told.c:100) for task 2 (stubborn), for
// stderr:     in main at stuck_tasks_are_told.c:100
// stderr:     begun by pirn_run
// stderr:     cancelled with scope brief (stuck_tasks_are_told.c:100): the time is over of a scope in

// stderr: task 2 (stubborn) sleeps for ever, for
// stderr:     in stubborn at stuck_tasks_are_told.c:83
// stderr:     spawned by main at stuck_tasks_are_told.c:103

// stderr: task 3 (leans on the other) awaits task 4 (lean_on_too), for 1.0 s
// stderr:     in ask at stuck_tasks_are_told.c:18
// stderr:     in lean_on at stuck_tasks_are_told.c:24
// stderr:     spawned by main at stuck_tasks_are_told.c:95

// stderr: task 4 (lean_on_too) joins task 3 (leans on the other), for 2.0 s
// stderr:     in lean_on_too at stuck_tasks_are_told.c:31

// stderr: task 5 (parent) waits at the end of scope family (stuck_tasks_are_told.c:43) for task 17 (wait_for_parent), for 2.0 s

// stderr: task 6 (consume) sleeps for ever, for 2.0 s
// stderr:     in ticks at stuck_tasks_are_told.c:53
// stderr:     in pirn_next
// stderr:     in consume at stuck_tasks_are_told.c:61

// stderr: task 7 (deep) sleeps for ever, for 2.0 s
// stderr:     in deep at stuck_tasks_are_told.c:76, 100 times

// stderr: task 15 (pirn_sleep_until) sleeps for ever, for 2.0 s
// stderr: and 1 more like task 8 (pirn_sleep_until)

// stderr: task 17 (wait_for_parent) awaits task 5 (parent), for 2.0 s
// stderr:     spawned by parent at stuck_tasks_are_told.c:45

// stderr: next: task 3 (leans on the other), task 4 (lean_on_too), task 3 (leans on
// stderr: next: task 5 (parent), task 17 (wait_for_parent), task 5 (parent)
