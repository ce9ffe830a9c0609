/* Picture 1: four tasks, one after another. Each begins when the one before it
 * has ended, so it is as if they were plain functions: nothing overlaps.
 *
 *     pirn trace examples/four_pictures/one_after_another.c
 *     pirn view --svg trace.json */
#include <pirn.h>
#include <stdio.h>

#include "work.h"

static async int task_of(const char *name, int ms)
{
    pirn_name("%s", name);
    work(ms);
    return ms;
}

async int main(void)
{
    int sum = 0;
    scope (s) {
        sum += await spawn task_of("A", 4);
        sum += await spawn task_of("B", 6);
        sum += await spawn task_of("C", 3);
        sum += await spawn task_of("D", 5);
    }
    printf("%d ms of work\n", sum); // expect: 18 ms of work
    return 0;
}
