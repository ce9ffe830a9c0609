// What is about the thread that calls it, another thread cannot do for a task.
#include <pirn.h>
#include <stdlib.h>
#include <pthread.h>
#include <unistd.h>

async void ends_program(void)
{
    await offload exit(1); // error: 'exit' is about the thread that calls it, and that would be none of yours [offload-thread]
}

async void ends_thread(void)
{
    await offload pthread_exit(NULL); // error: 'pthread_exit' is about the thread that calls it, and that would be none of yours [offload-thread]
}

async int forks(void)
{
    return await offload fork(); // error: 'fork' is about the thread that calls it, and that would be none of yours [offload-thread]
}

async void uses_runtime(struct pirn_event *e)
{
    await offload pirn_event_set(e); // error: 'pirn_event_set' is Pirn's, and belongs on the thread of its task [offload-thread]
    // help: call it without 'offload'
}
