/* Channels: made, given more room, and asked how much they hold. */
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

/* Growing and shrinking ---------------------------------------------------- */

int pirn__chan_grow(struct pirn_chan *c)
{
    size_t capacity = c->capacity ? 2 * c->capacity : 16;
    size_t bytes = c->capacity * c->size;
    size_t first = (size_t)(c->end - c->get);
    char *slots;
    if (c->size && capacity > PTRDIFF_MAX / c->size)
        return -ENOMEM;
    slots = pirn__chan_allocate(capacity * c->size, c->align);
    if (!slots)
        return -ENOMEM;
    if (bytes) {
        memcpy(slots, c->get, first);
        memcpy(slots + first, c->slots, bytes - first);
    }
    free(c->slots);
    c->room = capacity - c->capacity;
    c->limit = c->capacity = capacity;
    c->slots = c->get = slots;
    c->put = slots + bytes;
    c->end = slots + capacity * c->size;
    return 0;
}

/* A burst was there. */
void pirn__chan_shrink(struct pirn_chan *c)
{
    free(c->slots);
    c->slots = c->get = c->put = c->end = NULL;
    c->capacity = c->limit = c->room = 0;
}

/* How many are queued ------------------------------------------------------ */

size_t pirn__chan_count(const struct pirn_chan *c)
{
    return c->is_full || !pirn__queue_is_empty(&c->senders) ? c->capacity
                                                            : c->ready;
}

static bool may_count_alone(const void *c)
{
    (void)c;
    return true;
}

size_t pirn__chan_length(const struct pirn_chan *c)
{
    struct pirn__loop *loop = pirn__this_loop;
    enum pirn__hold held = PIRN__HELD_ALREADY;
    if (pirn__unlikely(!c))
        pirn__chan_is_null("pirn_chan_length");
    if (loop && loop->worker.crew)
        held = pirn__chan_hold(loop, (struct pirn_chan *)(uintptr_t)c,
                               may_count_alone);
    size_t count = pirn__chan_count(c);
    pirn__chan_release(held);
    return count;
}
