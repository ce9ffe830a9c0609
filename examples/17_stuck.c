/* A program that hangs, and says so.
 *
 *     pirn run examples/17_stuck.c
 *
 * The cook cooks what the waiter brings, and the waiter brings what the cook
 * has cooked. When no task can ever go on, the program ends with exit status
 * 121 and tells what each of them waits for, and where. The same of a program
 * that goes on: pirn_dump(NULL), or the key Ctrl-\ of the terminal. */
#include <stdio.h>

#include <pirn.h>

struct kitchen {
    task(int) order; /* the waiter's */
    task(int) meal;  /* the cook's */
};

static async int fetch_order(struct kitchen *kitchen)
{
    int order = await kitchen->order;
    return order;
}

static async int cook(struct kitchen *kitchen)
{
    int order = await fetch_order(kitchen);
    return order * 2;
}

static async int wait_tables(struct kitchen *kitchen, int table)
{
    pirn_name("waiter of table %d", table);
    await pirn_sleep(10 * PIRN_MS); /* the guests read the menu */
    int meal = await kitchen->meal;
    return meal + 1;
}

async int main(void)
{
    struct kitchen kitchen = {0, 0};
    printf("open\n"); // expect: open
    scope (evening) {
        kitchen.meal = spawn cook(&kitchen);
        kitchen.order = spawn wait_tables(&kitchen, 4);
    }
    printf("closed\n"); /* never */
    return 0;
}
// exit: 121
// stderr: task 3 (waiter of table 4) awaits task 2 (cook), for
// stderr: in fetch_order at 17_stuck.c:20
// stderr: in cook at 17_stuck.c:26
// threads: no, the calls of a thread are on its own stack
