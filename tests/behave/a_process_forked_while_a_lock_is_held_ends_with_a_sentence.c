// A process may be forked while another worker has the lock of an event: in the
// child, where nobody gives that back, what uses the event ends with a
// sentence, as all does, and waits for nothing.
// env: PIRN_WORKERS=2
// threads: no, each task would have a thread
#include <pirn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TASKS = 400000 }; /* so that it takes long to wake them */

static struct pirn_event event;
static atomic_int waiting;
static atomic_bool is_shared;

static async void wait_for_it(void)
{
    waiting++;
    await pirn_event_wait(&event);
}

static async void wake_many(void)
{
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn wait_for_it();
        while (waiting < TASKS)
            await pirn_yield_now();
        await pirn_yield_now();
        waiting++;
        while (!is_shared)
            continue;
        pirn_event_set(&event);
    }
}

static int child_ends_by(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        close(2);
        alarm(20);
        pirn_event_clear(&event);
        _exit(0);
    }
    (waitpid)(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

async int main(void)
{
    scope (s, .pinned = true) {
        spawn_on(1) wake_many();
        while (waiting <= TASKS)
            continue;
        pirn_event_clear(&event); /* so it is of both workers */
        is_shared = true;
        while (!pirn_event_is_set(&event))
            continue;
        int signal = child_ends_by();
        printf("%d\n", signal == SIGABRT); // expect: 1
    }
    return 0;
}
