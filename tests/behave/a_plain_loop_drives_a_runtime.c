// A loop of poll(2) drives a runtime: descriptors, times, and calls in between.
// elided: same
// asan
// threads: any order, tsan
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

static struct pirn_event event;
static int ends[2];

static async int echo(int n)
{
    char c;
    if (await pirn_sleep(n * PIRN_MS) < 0)
        return -1;
    if (await pirn_write(ends[1], "x", 1) != 1)
        return -1;
    if (await pirn_read(ends[0], &c, 1) != 1)
        return -1;
    return 0;
}

static int done; /* what tasks have done */

static async void count(int n)
{
    if (await echo(n) == 0)
        __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
}

static async void wait_for_event(void)
{
    if (await pirn_event_wait(&event) == 0)
        __atomic_add_fetch(&done, 100, __ATOMIC_RELAXED);
}

static void drive(pirn_embed *e)
{
    while (pirn_embed_tasks(e) > 0) {
        struct pollfd p = {pirn_embed_fd(e), POLLIN, 0};
        poll(&p, 1, pirn_embed_timeout(e));
        pirn_embed_turn(e);
    }
}

/* Posts from a thread wake the loop, too. */
struct post {
    pirn_runtime *runtime;
    struct pirn_event event;
};

static void set(void *arg)
{
    pirn_event_set(arg);
}

static void *other(void *arg)
{
    struct post *post = arg;
    pirn_post(post->runtime, set, &post->event);
    pirn_runtime_release(post->runtime);
    return NULL;
}

static async void wait_for_thread(void)
{
    struct post post = {.runtime = pirn_runtime_hold()};
    pthread_t thread;
    if (pthread_create(&thread, NULL, other, &post))
        return;
    if (await pirn_event_wait(&post.event) == 0)
        __atomic_add_fetch(&done, 1000, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
}

int main(void)
{
    pirn_embed *e = pirn_embed_open();
    if (!e || pipe(ends))
        return 1;
    for (int i = 1; i <= 10; i++)
        spawn_in (pirn_embed_scope(e)) count(i % 4);
    drive(e);
    printf("%d\n", done); // expect: 10
    pirn_event_set(&event); /* before, so that it is set when it is elided */
    spawn_in (pirn_embed_scope(e)) wait_for_event();
    drive(e);
    printf("%d\n", done); // expect: 110
    spawn_in (pirn_embed_scope(e)) wait_for_thread();
    drive(e);
    printf("%d\n", done); // expect: 1110
    pirn_embed_close(e);
    pirn_embed_close(NULL);
    close(ends[0]);
    close(ends[1]);
    return 0;
}
