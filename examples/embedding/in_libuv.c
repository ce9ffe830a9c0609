/* A runtime in the loop of libuv, beside what is libuv's own: build it by
 *     pirn cc gcc in_libuv.c -luv
 * Before libuv waits, a prepare handle asks how long it may; a poll handle and
 * a timer call for a turn. */
#include <stdio.h>
#include <uv.h>

#include <pirn.h>

struct bridge {
    pirn_embed *embed;
    uv_prepare_t prepare;
    uv_poll_t poll;
    uv_timer_t timer;
};

static void turn(struct bridge *b)
{
    pirn_embed_turn(b->embed);
    if (pirn_embed_tasks(b->embed) > 0)
        return;
    uv_close((uv_handle_t *)&b->prepare, NULL);
    uv_close((uv_handle_t *)&b->poll, NULL);
    uv_close((uv_handle_t *)&b->timer, NULL);
}

static void on_timer(uv_timer_t *timer)
{
    turn(timer->data);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    turn(poll->data);
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct bridge *b = prepare->data;
    int timeout = pirn_embed_timeout(b->embed);
    if (timeout < 0)
        uv_timer_stop(&b->timer);
    else
        uv_timer_start(&b->timer, on_timer, (uint64_t)timeout, 0);
}

static void bridge_open(struct bridge *b, uv_loop_t *loop)
{
    b->embed = pirn_embed_open();
    b->prepare.data = b->poll.data = b->timer.data = b;
    uv_prepare_init(loop, &b->prepare);
    uv_prepare_start(&b->prepare, on_prepare);
    uv_poll_init(loop, &b->poll, pirn_embed_fd(b->embed));
    uv_poll_start(&b->poll, UV_READABLE, on_poll);
    uv_timer_init(loop, &b->timer);
}

static struct pirn_event ticked;

static void on_tick(uv_timer_t *timer)
{
    printf("libuv: a timer of its own\n");
    pirn_event_set(&ticked);
    uv_close((uv_handle_t *)timer, NULL);
}

static async void wait_for_tick(void)
{
    await pirn_event_wait(&ticked);
    await pirn_sleep(2 * PIRN_MS);
    printf("pirn: after the tick\n");
}

int main(void)
{
    uv_loop_t *loop = uv_default_loop();
    struct bridge bridge;
    uv_timer_t tick;
    bridge_open(&bridge, loop);
    uv_timer_init(loop, &tick);
    uv_timer_start(&tick, on_tick, 5, 0);
    spawn_in (pirn_embed_scope(bridge.embed)) wait_for_tick();
    uv_run(loop, UV_RUN_DEFAULT);
    pirn_embed_close(bridge.embed);
    uv_loop_close(loop);
    return 0;
}
