/* Channels for a program that does one thing after the other: queues. As
 * nobody can take an item in the meantime, sending never waits; the queue grows
 * past the capacity of the channel. Receiving from one that is empty and open
 * would wait for ever: the program says so and ends, as it does when all its
 * tasks are stuck. */
#ifndef PIRN_CHAN_ELIDED_H
#define PIRN_CHAN_ELIDED_H

#include <pirn/post.h>

struct pirn_chan {
    char *slots;
    size_t room, first, count; /* a ring of slots */
    size_t size, capacity;
    int error;
    int is_conflated;
    void (*drop)(void *item);
    void (*copy)(void *item);
    int is_hub;
    int has_sender; /* of a hub: whose copies are being made */
    int is_freed;   /* meanwhile; of others: what is left is being dropped */
    enum pirn_slow slow;
    struct pirn_chan *subs, *next; /* of a hub; of a sub, among them */
    struct pirn_chan *hub;         /* of a sub; NULL: it has left */
};

PIRN__ELIDED void pirn__elided_stuck(const char *what)
{
    pirn__elided_say("pirn: stuck: ", what,
                     " waits, and nothing can end that\n");
    exit(PIRN_EXIT_STUCK);
}

PIRN__ELIDED struct pirn_chan *pirn__chan_try_new(ptrdiff_t capacity,
                                                  size_t size, size_t align)
{
    struct pirn_chan *c = (struct pirn_chan *)__builtin_calloc(1, sizeof *c);
    (void)align;
    if (!c)
        return NULL;
    c->size = size;
    c->is_conflated = capacity == PIRN_CONFLATED;
    c->capacity = capacity > 0 ? (size_t)capacity : 0;
    return c;
}

PIRN__ELIDED struct pirn_chan *pirn__elided_made(struct pirn_chan *c)
{
    if (!c) {
        pirn__elided_say("pirn: out of memory: cannot make a channel\n", "",
                         "");
        __builtin_abort();
    }
    return c;
}

PIRN__ELIDED struct pirn_chan *pirn__chan_new(ptrdiff_t capacity, size_t size,
                                              size_t align)
{
    return pirn__elided_made(pirn__chan_try_new(capacity, size, align));
}

PIRN__ELIDED struct pirn_chan *pirn__broadcast_try_new(size_t capacity,
                                                       enum pirn_slow slow,
                                                       size_t size,
                                                       size_t align)
{
    struct pirn_chan *c = pirn__chan_try_new((ptrdiff_t)capacity, size, align);
    if (c) {
        c->is_hub = 1;
        c->slow = slow;
    }
    return c;
}

PIRN__ELIDED struct pirn_chan *pirn__broadcast_new(size_t capacity,
                                                   enum pirn_slow slow,
                                                   size_t size, size_t align)
{
    return pirn__elided_made(
        pirn__broadcast_try_new(capacity, slow, size, align));
}

PIRN__ELIDED struct pirn_chan *
pirn__broadcast_try_subscribe(struct pirn_chan *hub)
{
    struct pirn_chan *c =
        pirn__chan_try_new((ptrdiff_t)hub->capacity, hub->size, 1);
    struct pirn_chan **last = &hub->subs;
    if (!c)
        return NULL;
    c->drop = hub->drop;
    c->error = hub->error;
    if (hub->error)
        return c;
    while (*last)
        last = &(*last)->next;
    *last = c;
    c->hub = hub;
    return c;
}

PIRN__ELIDED struct pirn_chan *pirn__broadcast_subscribe(struct pirn_chan *hub)
{
    return pirn__elided_made(pirn__broadcast_try_subscribe(hub));
}

PIRN__ELIDED void pirn__chan_set_drop(struct pirn_chan *c,
                                      void (*drop)(void *item))
{
    c->drop = drop;
}

PIRN__ELIDED void pirn__broadcast_set_copy(struct pirn_chan *hub,
                                           void (*copy)(void *item))
{
    hub->copy = copy;
}

PIRN__ELIDED size_t pirn__chan_length(const struct pirn_chan *c)
{
    return c->count;
}

/* The queue ---------------------------------------------------------------- */

PIRN__ELIDED char *pirn__elided_slot(struct pirn_chan *c, size_t i)
{
    return c->slots + (c->first + i) % c->room * c->size;
}

PIRN__ELIDED int pirn__elided_grow(struct pirn_chan *c)
{
    size_t room = c->room ? 2 * c->room : 16, i;
    char *slots = (char *)__builtin_malloc(room * c->size + 1);
    if (!slots)
        return -ENOMEM;
    for (i = 0; i < c->count; i++)
        __builtin_memcpy(slots + i * c->size, pirn__elided_slot(c, i), c->size);
    __builtin_free(c->slots);
    c->slots = slots;
    c->room = room;
    c->first = 0;
    return 0;
}

/* Functions of the program's are called between two states of the channel,
 * which they may use, and free. The slot of an item that is lost is not used
 * again soon. */

PIRN__ELIDED char *pirn__elided_take_first(struct pirn_chan *c)
{
    char *item = pirn__elided_slot(c, 0);
    c->first = (c->first + 1) % c->room;
    c->count--;
    return item;
}

PIRN__ELIDED int pirn__elided_reserve(struct pirn_chan *c)
{
    return c->count == c->room ? pirn__elided_grow(c) : 0;
}

PIRN__ELIDED int pirn__elided_put(struct pirn_chan *c, const void *item)
{
    char *lost = NULL;
    if (pirn__elided_reserve(c) < 0)
        return -ENOMEM;
    if (c->is_conflated && c->count)
        lost = pirn__elided_take_first(c);
    __builtin_memcpy(pirn__elided_slot(c, c->count++), item, c->size);
    if (lost && c->drop)
        c->drop(lost);
    return 0;
}

/* Subs, ends --------------------------------------------------------------- */

PIRN__ELIDED void pirn__elided_leave(struct pirn_chan *c)
{
    struct pirn_chan **place;
    if (!c->hub)
        return;
    for (place = &c->hub->subs; *place != c;)
        place = &(*place)->next;
    *place = c->next;
    c->hub = NULL;
}

PIRN__ELIDED int pirn__elided_is_cut(const struct pirn_chan *hub,
                                     const struct pirn_chan *sub)
{
    return hub->slow == PIRN_SLOW_IS_CUT && sub->count >= sub->capacity;
}

/* What one sending has to deliver, and what is lost by it, as in the runtime's
 * broadcast.c. */
struct pirn__elided_parcel {
    char *items;
    size_t made, sent, lost;
    void (**drops)(void *); /* of each that is lost, its receiver's */
};

/* An item for each receiver, with room there. */
PIRN__ELIDED int pirn__elided_make(struct pirn__elided_parcel *p,
                                   struct pirn_chan *hub, const void *item)
{
    size_t size = hub->size, count = 0;
    struct pirn_chan *c;
    char *items;
    for (c = hub->subs; c; c = c->next) {
        count += !pirn__elided_is_cut(hub, c);
        if (pirn__elided_reserve(c) < 0)
            return -ENOMEM;
    }
    if (count <= p->made)
        return 0;
    items = (char *)__builtin_realloc(p->items, count * size + 1);
    if (!items)
        return -ENOMEM;
    p->items = items;
    items =
        (char *)__builtin_realloc((void *)p->drops, count * sizeof *p->drops);
    if (!items)
        return -ENOMEM;
    p->drops = (void (**)(void *))(void *)items;
    while (p->made < count) {
        char *place = p->items + p->made * size;
        __builtin_memcpy(place, p->made ? place - size : (const char *)item,
                         size);
        if (p->made++ && hub->copy)
            hub->copy(place);
    }
    return 1;
}

PIRN__ELIDED int pirn__elided_deliver(struct pirn__elided_parcel *p,
                                      struct pirn_chan *hub)
{
    struct pirn_chan *c, *next;
    size_t size = hub->size;
    int cut = 0;
    for (c = hub->subs; c; c = next) {
        int is_full = c->count >= c->capacity;
        next = c->next;
        if (pirn__elided_is_cut(hub, c)) {
            c->error = -EOVERFLOW;
            pirn__elided_leave(c);
            cut++;
            continue;
        }
        (void)pirn__elided_put(c, p->items + p->sent++ * size);
        if (is_full && hub->slow == PIRN_SLOW_LOSES_OLDEST) {
            char *lost = pirn__elided_take_first(c);
            if (!c->drop)
                continue;
            p->drops[p->lost] = c->drop;
            __builtin_memcpy(p->items + p->lost++ * size, lost, size);
        }
    }
    return cut;
}

PIRN__ELIDED int pirn__elided_send_to_all(struct pirn_chan *hub, void *item)
{
    struct pirn__elided_parcel p = {NULL, 0, 0, 0, NULL};
    void (*drop)(void *) = hub->drop;
    size_t size = hub->size, i;
    int rc;
    if (hub->has_sender)
        return -EAGAIN;
    hub->has_sender = 1;
    do
        rc = pirn__elided_make(&p, hub, item);
    while (rc > 0 && !hub->error);
    if (hub->error)
        rc = -EPIPE;
    if (rc == 0)
        rc = pirn__elided_deliver(&p, hub);
    hub->has_sender = 0;
    if (hub->is_freed)
        __builtin_free(hub);
    for (i = 0; i < p.lost; i++)
        p.drops[i](p.items + i * size);
    for (i = rc < 0 ? 1 : p.sent; drop && i < p.made; i++)
        drop(p.items + i * size);
    if (drop && rc >= 0 && !p.made)
        drop(item);
    __builtin_free(p.items);
    __builtin_free((void *)p.drops);
    return rc;
}

PIRN__ELIDED void pirn__chan_close(struct pirn_chan *c)
{
    if (!c->error)
        c->error = -EPIPE;
    pirn__elided_leave(c);
    while (c->subs)
        pirn__chan_close(c->subs);
}

PIRN__ELIDED void pirn__chan_free(struct pirn_chan *c)
{
    if (!c)
        return;
    if (c->is_freed) {
        pirn__elided_say(
            "pirn: a channel is freed by a function that it calls\n", "", "");
        __builtin_abort();
    }
    pirn__chan_close(c);
    c->is_freed = 1;
    if (c->has_sender)
        return;
    while (c->count) {
        char *item = pirn__elided_take_first(c);
        if (c->drop)
            c->drop(item);
    }
    __builtin_free(c->slots);
    __builtin_free(c);
}

/* Sending and receiving ---------------------------------------------------- */

PIRN__ELIDED int pirn__chan_send(struct pirn_chan *c, const void *item,
                                 size_t size)
{
    (void)size;
    if (c->error)
        return -EPIPE;
    return c->is_hub ? pirn__elided_send_to_all(c, (void *)(uintptr_t)item)
                     : pirn__elided_put(c, item);
}

PIRN__ELIDED int pirn__chan_try_send(struct pirn_chan *c, const void *item,
                                     size_t size)
{
    struct pirn_chan *sub;
    for (sub = c->subs; sub; sub = sub->next)
        if (sub->count >= sub->capacity && c->slow == PIRN_SLOW_IS_CUT)
            return -EAGAIN;
    return pirn__chan_send(c, item, size);
}

PIRN__ELIDED int pirn__chan_try_recv(struct pirn_chan *c, void *item,
                                     size_t size)
{
    if (!c->count)
        return c->error ? c->error : -EAGAIN;
    __builtin_memcpy(item, pirn__elided_take_first(c), size);
    return 0;
}

PIRN__ELIDED int pirn__chan_recv(struct pirn_chan *c, void *item, size_t size)
{
    int rc;
    while ((rc = pirn__chan_try_recv(c, item, size)) == -EAGAIN)
        if (!pirn__elided_await_post())
            pirn__elided_stuck("pirn_chan_recv");
    return rc;
}

#endif
