// An event lets all go on for as long as it is set; a wait group, when all of
// it is done.
// env: PIRN_CLOCK=virtual
// asan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_event e;
static struct pirn_wait_group g;

static async void wait_for_event(const char *name)
{
    int rc = await pirn_event_wait(&e);
    printf("%s%s ", name, rc == -ECANCELED ? "-" : rc ? "?" : "");
}

static async void wait_for_group(const char *name)
{
    int rc = await pirn_wait_group_wait(&g);
    printf("%s%s ", name, rc == -ECANCELED ? "-" : rc ? "?" : "");
}

static async void work(int ms)
{
    await pirn_sleep(ms * PIRN_MS);
    printf("%d ", ms);
    pirn_wait_group_done(&g);
}

async int main(void)
{
    scope (s) {
        spawn wait_for_event("a");
        spawn wait_for_event("b");
        await pirn_yield_now();
        printf("set ");
        pirn_event_set(&e);
        pirn_event_clear(&e); /* who was let go goes */
        spawn wait_for_event("c");
        await pirn_yield_now();
        printf("clear ");
        pirn_event_set(&e);
        pirn_event_set(&e);
        spawn wait_for_event("d");
    }
    printf("%d\n", pirn_event_is_set(&e)); // expect: set a b clear c d 1

    pirn_event_clear(&e);
    scope (s) {
        scope (inner, .timeout = PIRN_MS) {
            spawn wait_for_event("x");
            await pirn_event_wait(&e);
        } else {
            printf("late ");
        }
        spawn wait_for_event("y");
        await pirn_yield_now();
        pirn_event_set(&e);
    }
    printf("\n"); // expect: x- late y 

    scope (s) {
        printf("%d ", await pirn_wait_group_wait(&g));
        pirn_wait_group_add(&g, 3);
        spawn work(30);
        spawn work(10);
        spawn work(20);
        spawn wait_for_group("a");
        spawn wait_for_group("b");
        scope (inner, .timeout = 15 * PIRN_MS) {
            spawn wait_for_group("c");
        }
        await pirn_wait_group_wait(&g);
        printf("end ");
    }
    printf("%zu\n", g.count); // expect: 0 10 c- 20 30 a b end 0
    return 0;
}
