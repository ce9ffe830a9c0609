// As long as somebody may post, a program that waits is not stuck; dumps tell.
// exit: 121
// stderr: pirn: 1 task of thread
// stderr: waits for an event
// stderr: a hold on the runtime, taken at a_runtime_that_is_held_is_not_stuck.c:43: somebody may post
// stderr: pirn: stuck: 1 task waits, and nothing can wake it
// threads: any order
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

static pirn_runtime *runtime;
static struct pirn_event first, second;

static void set_first(void *arg)
{
    pirn_dump(arg);
    pirn_event_set(&first);
}

/* Whatever it comes first to, the task's wait or this: nobody is stuck. */
static void *other(void *arg)
{
    usleep(20000);
    pirn_post(runtime, set_first, stderr);
    usleep(20000);
    pirn_runtime_release(runtime);
    return arg;
}

static async int wait_for(struct pirn_event *e, const char *name)
{
    int rc = await pirn_event_wait(e);
    printf("%s: %d\n", name, rc);
    return rc;
}

async int main(void)
{
    pthread_t thread;
    runtime = pirn_runtime_hold();
    if (pthread_create(&thread, NULL, other, NULL))
        return 1;
    pthread_detach(thread);
    await wait_for(&first, "first"); // expect: first: 0
    await wait_for(&second, "second");
    return 0;
}
