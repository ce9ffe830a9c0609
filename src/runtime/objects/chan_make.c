/* Channels: made, and asked how much they hold. */
#include "runtime/objects/chan.h"
#include <stdlib.h>

/* Making ------------------------------------------------------------------- */

void *pirn__chan_allocate(size_t size, size_t align)
{
    if (pirn__fails(size))
        return NULL;
    if (align <= 16)
        return malloc(size);
    return aligned_alloc(align, (size + align - 1) / align * align);
}

/* The slots lie behind the channel, but those of an unlimited one, which come
 * and go. */
struct pirn_chan *pirn__chan_make(enum pirn__chan_kind kind, size_t capacity,
                                  size_t size, size_t align)
{
    bool is_broadcast = kind == PIRN__CHAN_HUB || kind == PIRN__CHAN_SUB;
    size_t head = sizeof(struct pirn_chan) +
                  (is_broadcast ? sizeof(struct pirn__broadcast) : 0);
    size_t offset = (head + align - 1) / align * align;
    if (size && capacity > (PTRDIFF_MAX - offset) / size)
        return NULL;
    struct pirn_chan *c = pirn__chan_allocate(offset + capacity * size, align);
    if (!c)
        return NULL;
    *c = (struct pirn_chan){
        .slots = (char *)c + offset,
        .size = size,
        .capacity = capacity,
        .kind = (uint8_t)kind,
        .align = align,
    };
    c->put = c->get = c->slots;
    c->end = c->slots + capacity * size;
    if (is_broadcast)
        c->broadcast[0] = (struct pirn__broadcast){0};
    else
        c->limit = c->room = capacity;
    pirn__queue_init(&c->senders);
    pirn__queue_init(&c->receivers);
    return c;
}

struct pirn_chan *pirn__chan_try_new(ptrdiff_t capacity, size_t size,
                                     size_t align)
{
    struct pirn_chan *c;
    if (capacity >= 0)
        return pirn__chan_make(PIRN__CHAN_PLAIN, (size_t)capacity, size, align);
    if (capacity == PIRN_CONFLATED)
        return pirn__chan_make(PIRN__CHAN_CONFLATED, 1, size, align);
    if (capacity != PIRN_UNLIMITED)
        pirn__die("a channel with room for %td items", capacity);
    c = pirn__chan_make(PIRN__CHAN_UNLIMITED, 0, size, align);
    if (c)
        c->slots = NULL;
    return c;
}

struct pirn_chan *pirn__chan_new(ptrdiff_t capacity, size_t size, size_t align)
{
    struct pirn_chan *c = pirn__chan_try_new(capacity, size, align);
    if (!c)
        pirn__die("out of memory: cannot make a channel (pirn_chan_try_new "
                  "may fail)");
    return c;
}

void pirn__chan_is_null(const char *what)
{
    pirn__is_null(what, "channel");
}

void pirn__chan_set_drop(struct pirn_chan *c, void (*drop)(void *item))
{
    if (pirn__unlikely(!c))
        pirn__chan_is_null("pirn_chan_set_drop");
    c->drop = drop;
}

/* How many are queued ------------------------------------------------------ */

size_t pirn__chan_count(const struct pirn_chan *c)
{
    return c->is_full || !pirn__queue_is_empty(&c->senders) ? c->capacity
                                                            : c->ready;
}

size_t pirn__chan_length(const struct pirn_chan *c)
{
    if (pirn__unlikely(!c))
        pirn__chan_is_null("pirn_chan_length");
    struct pirn__loop *entered = pirn__enter_here();
    if (entered)
        pirn__chan_settle(entered, (struct pirn_chan *)(uintptr_t)c);
    size_t count = pirn__chan_count(c);
    pirn__leave_here(entered);
    return count;
}
