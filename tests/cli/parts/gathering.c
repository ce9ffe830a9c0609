/* So many tasks, all of them there at one time, for a fifth of a second. Prints
 * how many. */
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>

static struct pirn_wait_group on_their_way;
static struct pirn_event end;

static async void come(void)
{
    pirn_wait_group_done(&on_their_way);
    await pirn_event_wait(&end);
}

async int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 100;
    scope (s) {
        pirn_wait_group_add(&on_their_way, (unsigned)count);
        for (int i = 0; i < count; i++)
            spawn come();
        await pirn_wait_group_wait(&on_their_way);
        await pirn_sleep(200 * PIRN_MS);
        pirn_event_set(&end);
    }
    printf("%d\n", count);
    return 0;
}
