// A thread that is no worker's posts functions, which set an event, send and fail.
// elided: same
// workers: any
// asan
// threads: any order, tsan
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

#include <pirn.h>

enum { ITEMS = 1000 };

struct meeting {
    pirn_runtime *runtime;
    struct pirn_event event;
    chan(int) items;
    int next; /* to be sent: touched by posted functions alone */
};

static void set_event(void *arg)
{
    pirn_event_set(&((struct meeting *)arg)->event);
}

static void send_next(void *arg)
{
    struct meeting *m = arg;
    pirn_chan_try_send(m->items, &m->next);
    m->next++;
}

static void close_items(void *arg)
{
    pirn_chan_close(((struct meeting *)arg)->items);
}

static void *other(void *arg)
{
    struct meeting *m = arg;
    pirn_post(m->runtime, set_event, m);
    for (int i = 0; i < ITEMS; i++)
        pirn_post(m->runtime, send_next, m);
    pirn_post(m->runtime, close_items, m);
    pirn_runtime_release(m->runtime); /* behind all of that */
    return NULL;
}

async int main(void)
{
    struct meeting m = {.items = pirn_chan_new(int, PIRN_UNLIMITED)};
    pthread_t thread;
    m.runtime = pirn_runtime_hold();
    if (pthread_create(&thread, NULL, other, &m))
        return 1;
    printf("event: %d\n", await pirn_event_wait(&m.event)); // expect: event: 0
    int item, count = 0, in_order = 1, rc;
    while ((rc = await pirn_chan_recv(m.items, &item)) == 0)
        in_order &= item == count++;
    printf("%d items, in order: %d\n", count, in_order);
    // expect: 1000 items, in order: 1
    printf("closed: %d\n", rc == -EPIPE); // expect: closed: 1
    pthread_join(thread, NULL);
    pirn_chan_free(m.items);
    return 0;
}
