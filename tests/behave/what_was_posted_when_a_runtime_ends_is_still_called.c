// What was posted before the root task ended is called; later posts fail.
// workers: any
// asan
// threads: any order, tsan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static pirn_runtime *runtime, *other;
static int called; /* behind the end of all tasks */

static void call(void *arg)
{
    (void)arg;
    called++;
}

static async int program(void)
{
    runtime = pirn_runtime_hold();
    other = pirn_runtime_hold();
    for (int i = 0; i < 3; i++)
        if (pirn_post(runtime, call, NULL))
            return 1;
    return 0;
}

int main(void)
{
    printf("%d\n", pirn_run(program())); // expect: 0
    printf("called %d times\n", called); // expect: called 3 times
    printf("%d\n", pirn_post(other, call, NULL) == -ESHUTDOWN); // expect: 1
    pirn_runtime_release(runtime);
    pirn_runtime_release(other);
    pirn_runtime_release(NULL);
    return 0;
}
