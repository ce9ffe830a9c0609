/* Broadcast channels. What is sent to the hub is put into each of its subs, a
 * channel of its own, from which one receiver takes it in its own time.
 *
 * Where senders wait for the slowest receiver, a sub that has just been filled
 * is set aside: is_full, counted by the hub. As long as there is one the hub
 * takes nothing, and whoever takes an item from the last of them lets the
 * senders go on.
 *
 * Where the slowest receivers are cut off, one that does nothing but receive
 * must not be. So a sender that finds a sub full marks it, with is_full and a
 * number, and is patient: it waits until each receiver that is ready has had a
 * turn. Whoever takes an item removes the mark. When the sender comes back, it
 * cuts off those that still have a mark from before. Marks are numbered because
 * there may be several senders, and of one counter for all hubs, as a select
 * may send to several of them.
 *
 * How it is patient. With one worker it gives way: when it comes next, all that
 * were ready have had their turns. With several it goes round all of them, and
 * queues up at each behind those that are ready there; and once more, as a
 * receiver may have been given to a worker where the sender had already been.
 * Where turns have no order, as tasks are threads, it gives the receivers a
 * second. */
#include "runtime/objects/chan.h"

static _Atomic uint64_t marks; /* so many have been given, to any sub */

static struct pirn_chan *sub_at(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_chan, broadcast[0].subs);
}

/* Making ------------------------------------------------------------------- */

struct pirn_chan *pirn__broadcast_try_new(size_t capacity, enum pirn_slow slow,
                                          size_t size, size_t align)
{
    if (!capacity)
        pirn__die("a broadcast without room for an item");
    if (capacity > PTRDIFF_MAX)
        pirn__die("a broadcast with room for %td items", (ptrdiff_t)capacity);
    if (slow != PIRN_SLOW_BLOCKS && slow != PIRN_SLOW_LOSES_OLDEST &&
        slow != PIRN_SLOW_IS_CUT)
        pirn__die("a broadcast for which slow receivers are %d: that is no "
                  "PIRN_SLOW_...",
                  (int)slow);
    struct pirn_chan *hub = pirn__chan_make(PIRN__CHAN_HUB, 0, size, align);
    if (!hub)
        return NULL;
    hub->policy = (uint8_t)slow;
    hub->broadcast->depth = capacity;
    hub->broadcast->subs.prev = hub->broadcast->subs.next =
        &hub->broadcast->subs;
    return hub;
}

struct pirn_chan *pirn__broadcast_new(size_t capacity, enum pirn_slow slow,
                                      size_t size, size_t align)
{
    struct pirn_chan *hub =
        pirn__broadcast_try_new(capacity, slow, size, align);
    if (!hub)
        pirn__die("out of memory: cannot make a broadcast "
                  "(pirn_broadcast_try_new may fail)");
    return hub;
}

void pirn__broadcast_set_copy(struct pirn_chan *hub, void (*copy)(void *item))
{
    if (pirn__unlikely(!hub || hub->kind != PIRN__CHAN_HUB))
        pirn__die("pirn_broadcast_set_copy: this is no broadcast");
    hub->broadcast->copy = copy;
}

struct pirn_chan *pirn__broadcast_try_subscribe(struct pirn_chan *hub)
{
    if (pirn__unlikely(!hub || hub->kind != PIRN__CHAN_HUB))
        pirn__die("pirn_broadcast_subscribe: this is no broadcast");
    struct pirn_chan *sub = pirn__chan_make(
        PIRN__CHAN_SUB, hub->broadcast->depth, hub->size, hub->align);
    if (!sub)
        return NULL;
    enum pirn__hold held = pirn__chan_enter(hub, "pirn_broadcast_subscribe",
                                            pirn__chan_is_not_alone);
    pirn__chan_must_be_idle(hub);
    sub->drop = hub->drop;
    if (hub->error) {
        pirn__chan_shut(NULL, sub, -EPIPE);
    } else {
        sub->broadcast->hub = hub;
        pirn__list_append(&hub->broadcast->subs, &sub->broadcast->subs);
    }
    pirn__chan_release(held);
    return sub;
}

struct pirn_chan *pirn__broadcast_subscribe(struct pirn_chan *hub)
{
    struct pirn_chan *sub = pirn__broadcast_try_subscribe(hub);
    if (!sub)
        pirn__die("out of memory: cannot subscribe to a broadcast "
                  "(pirn_broadcast_try_subscribe may fail)");
    return sub;
}

/* Nothing that is sent from now on goes to sub. */
static void unsubscribe(struct pirn_worker *w, struct pirn_chan *sub)
{
    if (!sub->broadcast->hub)
        return;
    pirn__list_remove(&sub->broadcast->subs);
    if (sub->is_full) {
        sub->ready = sub->capacity;
        pirn__sub_has_room(w, sub);
    }
    sub->broadcast->hub = NULL;
}

/* Sending ------------------------------------------------------------------ */

static void fill(struct pirn_chan *hub, struct pirn_chan *sub, const void *item)
{
    pirn__slot_put(sub, item, hub->size);
    if (++sub->ready < sub->capacity || hub->policy != PIRN_SLOW_BLOCKS)
        return;
    sub->is_full = true;
    sub->ready = 0;
    hub->broadcast->full++;
}

static bool has_no_room(const struct pirn_chan *sub)
{
    return sub->is_full || sub->ready == sub->capacity;
}

#define A_SECOND PIRN_S
#define SHORTEST_LOOK (20 * PIRN_US)
#define LONGEST_LOOK PIRN_MS

enum { ROUNDS = 2 };

static void go_to_next_worker(struct pirn_worker *w)
{
    struct pirn_task *task = w->current;
    unsigned next = pirn__loop_of(w)->member.number + 1;
    (void)pirn__give_way(w, 0);
    task->waits = PIRN__WAIT_MOVE;
    task->wait.unused[0] = next % w->crew->count;
}

/* Each wait is longer than the last: most receivers only need microseconds. */
static void look_again_soon(struct pirn_worker *w, struct pirn__patience *self)
{
    int64_t ns = SHORTEST_LOOK << (self->steps < 6 ? self->steps : 6);
    (void)pirn__sleep_briefly(w, ns < LONGEST_LOOK ? ns : LONGEST_LOOK,
                              PIRN__WAIT_SLEEP);
}

static void go_on_waiting(struct pirn_worker *w, struct pirn__patience *self)
{
    if (w->crew)
        go_to_next_worker(w);
    else if (pirn__loop_of(w)->has_no_turns)
        look_again_soon(w, self);
    else
        (void)pirn__give_way(w, 0);
}

void pirn__patience_begin(struct pirn_worker *w, struct pirn__patience *self)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    self->marks = atomic_load_explicit(&marks, memory_order_relaxed);
    self->steps = 0;
    if (loop->has_no_turns)
        self->until = pirn__time_soon(pirn__clock_now(loop->clock), A_SECOND);
    go_on_waiting(w, self);
}

bool pirn__patience_lasts(struct pirn_worker *w, struct pirn__patience *self)
{
    self->steps++;
    if (!w->crew || self->steps >= ROUNDS * w->crew->count)
        return false;
    go_on_waiting(w, self);
    return true;
}

void pirn__patience_try(struct pirn_worker *w,
                        const struct pirn__patience *self)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    bool is_over =
        !loop->has_no_turns || pirn__clock_now(loop->clock) >= self->until;
    loop->late = is_over ? self->marks : 0;
}

void pirn__patience_again(struct pirn_worker *w, struct pirn__patience *self)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    if (loop->has_no_turns && pirn__clock_now(loop->clock) < self->until)
        go_on_waiting(w, self);
    else
        pirn__patience_begin(w, self);
}

/* True if a sub of hub has no room, and has had no turn since that was found:
 * not before the sender of w, if that tries again, gave way. */
static bool must_be_patient(struct pirn_worker *w, struct pirn_chan *hub)
{
    uint64_t late = w ? pirn__loop_of(w)->late : 0;
    bool result = false;
    for (struct pirn__list *node = hub->broadcast->subs.next;
         node != &hub->broadcast->subs; node = node->next) {
        struct pirn_chan *sub = sub_at(node);
        if (!has_no_room(sub))
            continue;
        if (!sub->is_full) {
            sub->is_full = true;
            sub->ready = 0;
            sub->broadcast->mark =
                1 + atomic_fetch_add_explicit(&marks, 1, memory_order_relaxed);
        }
        result |= sub->broadcast->mark > late;
    }
    return result;
}

/* The item, or a copy of it, goes to one receiver. False if that is too slow,
 * and cut off. */
static bool deliver(struct pirn_worker *w, struct pirn_chan *hub,
                    struct pirn_chan *sub, void *item, bool is_copy)
{
    if (hub->policy == PIRN_SLOW_IS_CUT && has_no_room(sub)) {
        unsubscribe(w, sub);
        pirn__chan_shut(w, sub, -EOVERFLOW);
        return false;
    }
    if (is_copy && hub->broadcast->copy)
        hub->broadcast->copy(item);
    if (!pirn__queue_is_empty(&sub->receivers)) {
        uintptr_t link = pirn__queue_pop(&sub->receivers);
        pirn__item_copy(pirn__waiter_of(link)->item, item, hub->size);
        pirn__chan_end_wait(w, sub, link, 0);
        return true;
    }
    if (sub->ready == sub->capacity) {
        pirn__chan_drop_oldest(sub);
        sub->ready--;
    }
    fill(hub, sub, item);
    return true;
}

/* The sender's item is the first receiver's; the others get copies. Returns how
 * many were cut off. The hub is busy: neither copy nor drop may change its
 * subs. */
static int deliver_all(struct pirn_worker *w, struct pirn_chan *hub, void *item)
{
    bool is_taken = false;
    int cut = 0;
    hub->is_busy = true;
    for (struct pirn__list *node = hub->broadcast->subs.next, *next;
         node != &hub->broadcast->subs; node = next) {
        next = node->next;
        if (deliver(w, hub, sub_at(node), item, is_taken))
            is_taken = true;
        else
            cut++;
    }
    if (!is_taken && hub->drop)
        hub->drop(item);
    hub->is_busy = false;
    return cut;
}

bool pirn__hub_can_put(struct pirn_worker *w, struct pirn_chan *hub)
{
    return pirn__chan_cuts(hub) ? !must_be_patient(w, hub)
                                : !hub->broadcast->full;
}

int pirn__hub_put(struct pirn_worker *w, struct pirn_chan *hub,
                  const void *item)
{
    return pirn__hub_can_put(w, hub)
               ? deliver_all(w, hub, (void *)(uintptr_t)item)
               : -EAGAIN;
}

/* Receiving: who is waited for --------------------------------------------- */

void pirn__sub_has_room(struct pirn_worker *w, struct pirn_chan *sub)
{
    struct pirn_chan *hub = sub->broadcast->hub;
    sub->is_full = false;
    if (pirn__chan_cuts(hub))
        return;
    hub->broadcast->full--;
    while (!hub->broadcast->full && !pirn__queue_is_empty(&hub->senders)) {
        uintptr_t link = pirn__queue_pop(&hub->senders);
        /* It may be a select that waits for its own item, too. */
        pirn__chan_claim(w, hub, link);
        deliver_all(w, hub, pirn__waiter_of(link)->item);
        pirn__chan_end_wait(w, hub, link, 0);
    }
}

/* Ending ------------------------------------------------------------------- */

void pirn__sub_close(struct pirn_worker *w, struct pirn_chan *sub)
{
    if (sub->broadcast->hub)
        pirn__chan_must_be_idle(sub->broadcast->hub);
    unsubscribe(w, sub);
}

void pirn__hub_close(struct pirn_worker *w, struct pirn_chan *hub)
{
    pirn__chan_shut(w, hub, -EPIPE); /* first, so that no sender goes on */
    while (hub->broadcast->subs.next != &hub->broadcast->subs) {
        struct pirn_chan *sub = sub_at(hub->broadcast->subs.next);
        unsubscribe(w, sub);
        pirn__chan_shut(w, sub, -EPIPE);
    }
}
