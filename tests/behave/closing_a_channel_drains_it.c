// A closed channel gives what is queued, then -EPIPE; it takes nothing more.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static const char *name(int rc)
{
    return rc == 0             ? "ok"
           : rc == -EPIPE      ? "EPIPE"
           : rc == -EAGAIN     ? "EAGAIN"
           : rc == -ECANCELED  ? "ECANCELED"
                               : "?";
}

static async void send_one(chan(int) c, int n)
{
    printf("send %d: %s\n", n, name(await pirn_chan_send(c, &n)));
}

static async void receive_one(chan(int) c)
{
    int n = 77;
    int rc = await pirn_chan_recv(c, &n);
    printf("recv: %s %d\n", name(rc), n);
}

static void dropped(void *item)
{
    printf("dropped %d\n", *(int *)item);
}

static async void closed_by(int capacity)
{
    chan(int) c = pirn_chan_new(int, capacity);
    int n = 5, late = 0;
    scope (s) {
        for (int i = 0; i < capacity + 2; i++)
            spawn send_one(c, i);
        await pirn_yield_now();
        await pirn_yield_now();
        pirn_chan_close(c);
        pirn_chan_close(c);
        late = await pirn_chan_send(c, &n);
    }
    printf("%s %s\n", name(late), name(pirn_chan_try_send(c, &n)));
    for (int i = 0; i < capacity; i++)
        await receive_one(c);
    await receive_one(c);
    printf("%s\n", name(pirn_chan_try_recv(c, &n)));
    pirn_chan_free(c);
}

async int main(void)
{
    await closed_by(0);
    // expect: send 0: EPIPE
    // expect: send 1: EPIPE
    // expect: EPIPE EPIPE
    // expect: recv: EPIPE 77
    // expect: EPIPE
    await closed_by(2);
    // expect: send 0: ok
    // expect: send 1: ok
    // expect: send 2: EPIPE
    // expect: send 3: EPIPE
    // expect: EPIPE EPIPE
    // expect: recv: ok 0
    // expect: recv: ok 1
    // expect: recv: EPIPE 77
    // expect: EPIPE

    /* Those who wait are told. */
    chan(int) c = pirn_chan_new(int, 3);
    scope (s) {
        spawn receive_one(c);
        spawn receive_one(c);
        await pirn_yield_now();
        pirn_chan_close(c);
    }
    // expect: recv: EPIPE 77
    // expect: recv: EPIPE 77
    pirn_chan_free(c);
    pirn_chan_free((chan(int))NULL);

    /* What is left when it is freed is dropped, closed or not. */
    c = pirn_chan_new(int, 3);
    pirn_chan_set_drop(c, dropped);
    for (int i = 0; i < 3; i++)
        await pirn_chan_send(c, &i);
    await receive_one(c); // expect: recv: ok 0
    pirn_chan_try_send(c, &(int){3});
    pirn_chan_free(c);
    // expect: dropped 1
    // expect: dropped 2
    // expect: dropped 3
    return 0;
}
