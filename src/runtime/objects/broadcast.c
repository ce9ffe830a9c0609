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
 * Functions of the program's, which copy an item or drop it, are called while
 * nothing is held. For one that has to call some, sending has three steps: it
 * is the hub's only sender from now on; it makes the copies; it delivers them,
 * and what is lost by that is dropped when it has let go of the hub. One that
 * waits, and whose turn has come, is told so, and does the last two by itself.
 * If there is nothing to call the item is delivered at once, by whoever has
 * made room.
 *
 * How it is patient. With one worker it gives way: when it comes next, all that
 * were ready have had their turns. With several it goes round all of them, and
 * queues up at each behind those that are ready there; and once more, as a
 * receiver may have been given to a worker where the sender had already been.
 * Where turns have no order, as tasks are threads, it gives the receivers a
 * second. */
#include "runtime/objects/chan.h"
#include <stdlib.h>

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
    struct pirn__group *group = pirn__chan_allocate(sizeof *group, 1);
    if (!hub || !group) {
        free(hub);
        free(group);
        return NULL;
    }
    *group = (struct pirn__group){.members = 1};
    hub->broadcast->group = group;
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
    enum pirn__hold held =
        pirn__chan_enter(hub, "pirn_broadcast_subscribe", pirn__chan_is_alone);
    sub->drop = hub->drop;
    sub->broadcast->group = hub->broadcast->group;
    sub->broadcast->group->members++;
    if (hub->error) {
        pirn__chan_shut(NULL, sub, -EPIPE);
    } else {
        sub->broadcast->hub = hub;
        hub->broadcast->count++;
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
    sub->broadcast->hub->broadcast->count--;
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

typedef void pirn__drop(void *item);

/* What one sending has to deliver, and what is lost by it. */
struct parcel {
    char *items; /* one for each receiver; in the place of one that has been
                    delivered, perhaps one that is lost */
    size_t count, sent, lost;
    size_t room;        /* for so many */
    pirn__drop **drops; /* behind the items: of each that is lost, its
                           receiver's */
    _Alignas(16) char here[512];
};

/* Of the items, up to where drops are; then of those, too. */
static bool parcel_measure(const struct pirn_chan *hub, size_t count,
                           size_t *drops, size_t *all)
{
    const size_t each = sizeof(pirn__drop *);
    size_t bytes;
    if (__builtin_mul_overflow(count, hub->size, &bytes) ||
        bytes > PTRDIFF_MAX || count > PTRDIFF_MAX / each)
        return false;
    *drops = (bytes + each - 1) / each * each;
    *all = *drops + count * each;
    return true;
}

static int parcel_reserve(struct parcel *p, const struct pirn_chan *hub,
                          size_t count)
{
    size_t drops, all;
    char *items = p->here;
    if (count <= p->room)
        return 0;
    if (!parcel_measure(hub, count, &drops, &all))
        return -ENOMEM;
    if (all > sizeof p->here || hub->align > 16)
        items = pirn__chan_allocate(all, hub->align > 8 ? hub->align : 8);
    if (!items)
        return -ENOMEM;
    if (p->count && items != p->items)
        memcpy(items, p->items, p->count * hub->size);
    if (p->items != p->here && p->items != items)
        free(p->items);
    p->items = items;
    p->drops = (pirn__drop **)(void *)(items + drops);
    p->room = count;
    return 0;
}

/* As many as there are receivers: the first has the item, each other one a copy
 * of that before it. */
static int parcel_fill(struct parcel *p, const struct pirn_chan *hub,
                       const void *item, size_t count)
{
    size_t size = hub->size;
    int rc = parcel_reserve(p, hub, count);
    for (; rc == 0 && p->count < count; p->count++) {
        char *place = p->items + p->count * size;
        pirn__item_copy(place, p->count ? place - size : item, size);
        if (p->count && hub->broadcast->copy)
            PIRN__CALL_OUT(hub->broadcast->copy, place);
    }
    return rc;
}

static void exchange(char *a, char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = a[i];
        a[i] = b[i];
        b[i] = c;
    }
}

/* sub has no room: its oldest item is lost, for that of the parcel. */
static void replace_oldest(struct pirn_chan *sub, struct parcel *p, char *item)
{
    size_t size = sub->size;
    p->drops[p->lost] = sub->drop;
    char *lost = p->items + p->lost++ * size;
    exchange(sub->get, item, size);
    if (lost != item)
        pirn__item_copy(lost, item, size);
    pirn__slot_advance(sub, &sub->get, size);
    sub->put = sub->get;
}

/* item goes to one receiver. False if that is too slow, and cut off. p: what it
 * is of; NULL: nothing is dropped. */
static bool deliver(struct pirn_worker *w, struct pirn_chan *hub,
                    struct pirn_chan *sub, struct parcel *p, const void *item)
{
    if (hub->policy == PIRN_SLOW_IS_CUT && has_no_room(sub)) {
        unsubscribe(w, sub);
        pirn__chan_shut(w, sub, -EOVERFLOW);
        return false;
    }
    if (!pirn__queue_is_empty(&sub->receivers)) {
        uintptr_t link = pirn__queue_pop(&sub->receivers);
        pirn__item_copy(pirn__waiter_of(link)->item, item, hub->size);
        pirn__chan_end_wait(w, sub, link, 0);
    } else if (sub->ready < sub->capacity) {
        fill(hub, sub, item);
    } else if (p && sub->drop) {
        replace_oldest(sub, p, (char *)(uintptr_t)item);
    } else {
        pirn__slot_advance(sub, &sub->get, hub->size);
        pirn__slot_put(sub, item, hub->size);
    }
    return true;
}

/* Each receiver gets the item; of a parcel one of its items. Returns how many
 * were cut off. */
static int deliver_all(struct pirn_worker *w, struct pirn_chan *hub,
                       struct parcel *p, const void *item)
{
    int cut = 0;
    for (struct pirn__list *node = hub->broadcast->subs.next, *next;
         node != &hub->broadcast->subs; node = next) {
        const void *its = p ? p->items + p->sent * hub->size : item;
        next = node->next;
        if (!deliver(w, hub, sub_at(node), p, its))
            cut++;
        else if (p)
            p->sent++;
    }
    return cut;
}

/* Of an item that has been sent, all is dropped that nobody has got; of one
 * that has not, what was made for it. */
static void parcel_end(struct parcel *p, pirn__drop *drop, size_t size,
                       const void *item, int rc)
{
    for (size_t i = 0; i < p->lost; i++)
        PIRN__CALL_OUT(p->drops[i], p->items + i * size);
    for (size_t i = rc < 0 ? 1 : p->sent; drop && i < p->count; i++)
        PIRN__CALL_OUT(drop, p->items + i * size);
    if (drop && rc >= 0 && !p->count)
        PIRN__CALL_OUT(drop, (void *)(uintptr_t)item);
    if (p->items != p->here)
        free(p->items);
}

/* How many receivers get what is sent now: not those that are cut off. */
static size_t count_takers(struct pirn_chan *hub)
{
    size_t count = hub->broadcast->count;
    if (hub->policy == PIRN_SLOW_IS_CUT)
        for (struct pirn__list *node = hub->broadcast->subs.next;
             node != &hub->broadcast->subs; node = node->next)
            count -= has_no_room(sub_at(node));
    return count;
}

/* Whether a receiver loses an item that it has to drop. */
static bool loses_any(struct pirn_chan *hub)
{
    for (struct pirn__list *node = hub->broadcast->subs.next;
         node != &hub->broadcast->subs; node = node->next)
        if (sub_at(node)->drop && has_no_room(sub_at(node)))
            return true;
    return false;
}

/* Whether sending calls functions of the program's. */
static bool calls_functions(struct pirn_chan *hub)
{
    if (hub->policy == PIRN_SLOW_LOSES_OLDEST && loses_any(hub))
        return true;
    if (!hub->broadcast->copy && !hub->drop)
        return false;
    size_t count = count_takers(hub);
    return (hub->broadcast->copy && count > 1) || (hub->drop && count == 0);
}

bool pirn__hub_can_put(struct pirn_worker *w, struct pirn_chan *hub)
{
    if (hub->broadcast->has_sender)
        return false;
    return pirn__chan_cuts(hub) ? !must_be_patient(w, hub)
                                : !hub->broadcast->full;
}

int pirn__hub_put(struct pirn_worker *w, struct pirn_chan *hub,
                  const void *item)
{
    if (!pirn__hub_can_put(w, hub))
        return -EAGAIN;
    if (!calls_functions(hub))
        return deliver_all(w, hub, NULL, item);
    hub->broadcast->has_sender = true;
    return PIRN__NOT_SENT_YET;
}

/* Those who wait to send to hub do, as long as all receivers have room. */
static void let_send(struct pirn_worker *w, struct pirn_chan *hub)
{
    struct pirn__broadcast *b = hub->broadcast;
    while (!b->full && !b->has_sender && !pirn__queue_is_empty(&hub->senders)) {
        uintptr_t link = pirn__queue_pop(&hub->senders);
        if (calls_functions(hub)) {
            b->has_sender = true;
            pirn__chan_end_wait(w, hub, link, PIRN__NOT_SENT_YET);
            return;
        }
        /* It may be a select that waits for its own item, too. */
        pirn__chan_claim(w, hub, link);
        deliver_all(w, hub, NULL, pirn__waiter_of(link)->item);
        pirn__chan_end_wait(w, hub, link, 0);
    }
}

int pirn__hub_send_outside(struct pirn_worker *w, struct pirn_chan *hub,
                           const void *item)
{
    struct parcel p;
    enum pirn__hold held;
    int rc = 0;
    p.items = p.here;
    p.count = p.sent = p.lost = p.room = 0;
    for (;;) { /* others may subscribe while copies are made */
        held = pirn__chan_enter(hub, "pirn_chan_send", pirn__chan_is_alone);
        size_t count = count_takers(hub);
        if (hub->error)
            rc = -EPIPE;
        if (rc < 0 || count <= p.count)
            break;
        pirn__chan_release(held);
        rc = parcel_fill(&p, hub, item, count);
    }
    if (rc == 0)
        rc = deliver_all(w, hub, &p, NULL);
    size_t size = hub->size;
    pirn__drop *drop = hub->drop;
    hub->broadcast->has_sender = false;
    let_send(w, hub);
    bool is_freed = hub->broadcast->is_freed;
    struct pirn__group *group = is_freed ? pirn__group_leave(hub) : NULL;
    pirn__chan_release(held);
    parcel_end(&p, drop, size, item, rc);
    if (is_freed) {
        free(group);
        free(hub);
    }
    return rc;
}

/* Receiving: who is waited for --------------------------------------------- */

void pirn__sub_has_room(struct pirn_worker *w, struct pirn_chan *sub)
{
    struct pirn_chan *hub = sub->broadcast->hub;
    sub->is_full = false;
    if (pirn__chan_cuts(hub))
        return;
    hub->broadcast->full--;
    let_send(w, hub);
}

/* Ending ------------------------------------------------------------------- */

void pirn__sub_close(struct pirn_worker *w, struct pirn_chan *sub)
{
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

struct pirn__group *pirn__group_leave(struct pirn_chan *c)
{
    struct pirn__group *group = c->broadcast->group;
    return --group->members == 0 ? group : NULL;
}

/* Nobody waits for a sub that has left. */
bool pirn__broadcast_is_waited_for(const struct pirn_chan *c)
{
    const struct pirn_chan *hub =
        c->kind == PIRN__CHAN_HUB ? c : c->broadcast->hub;
    if (!hub)
        return true; /* its hub, and so the others, is unknown */
    if (!pirn__queue_is_empty(&hub->senders))
        return true;
    for (struct pirn__list *node = hub->broadcast->subs.next;
         node != &hub->broadcast->subs; node = node->next)
        if (!pirn__queue_is_empty(&sub_at(node)->receivers))
            return true;
    return false;
}
