// A posted function that is called when the runtime ends may take a hold on it:
// then that has ended, too, for whoever posts by it.
// workers: any
// threads: no, there the thread that calls what is posted is no task
// asan
// valgrind
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static pirn_runtime *runtime, *late;
static int called;

static void call(void *arg)
{
    (void)arg;
    called++;
}

static void hold_late(void *arg)
{
    (void)arg;
    late = pirn_runtime_hold();
    if (!late || pirn_post(late, call, NULL))
        puts("it has ended too early");
}

/* Called when no task is left: so what it posts is called at the end. */
static void post_again(void *arg)
{
    (void)arg;
    if (pirn_post(runtime, hold_late, NULL))
        puts("it has ended too early");
}

static async void program(void)
{
    runtime = pirn_runtime_hold();
    if (pirn_post(runtime, post_again, NULL))
        puts("it has ended too early");
}

int main(void)
{
    pirn_run(program());
    printf("called %d times\n", called); // expect: called 1 times
    printf("%d\n", pirn_post(late, call, NULL) == -ESHUTDOWN); // expect: 1
    pirn_runtime_release(late);
    pirn_runtime_release(runtime);
    return 0;
}
