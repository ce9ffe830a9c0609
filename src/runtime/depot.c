/* Where free blocks go round between workers.
 *
 * A block goes to the list of the worker on which it is freed: a task ends, is
 * joined, leaves a scope elsewhere than it began. If tasks go one way all the
 * time, blocks pile up at the one end, and are carved without end at the other.
 *
 * Nobody counts what goes where, since a list is pushed to and popped from by
 * a few instructions inline. But whoever carves a block has an empty list. So
 * a worker that has carved many asks the others, and each of them brings what
 * it has on its list of that class, but for a few blocks, to the depot, from
 * which empty lists are filled. A worker that has used half of what was brought
 * asks again, so that more is there when it needs it.
 *
 * So blocks are carved without asking only until there are a quarter more of
 * them, which bounds what lies on lists by a part of what was in use at one
 * time; and a program that just grows asks only as often as the logarithm of
 * its size. */
#include "runtime.h"

enum {
    BATCH = 32,
    KEPT = 64,    /* blocks that a worker does not give away */
    AT_ONCE = 16, /* batches of a class between two turns */
    FEW = 64,     /* blocks that are carved before others are asked... */
    PART = 4,     /* ... or that part of those that have been */
};

void pirn__depot_init(struct pirn__depot *depot)
{
    pthread_mutex_init(&depot->lock, NULL);
}

void pirn__depot_deinit(struct pirn__depot *depot)
{
    pthread_mutex_destroy(&depot->lock);
}

/* Asking ------------------------------------------------------------------- */

static void ask(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__crew *crew = loop->worker.crew;
    bool entered = pirn__enter(loop);
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__stock *other = &crew->loops[i]->member.stock;
        if (crew->loops[i] == loop)
            continue;
        other->wanted[class_] = true;
        other->is_wanted = true;
        pirn__crew_rouse(crew->loops[i]);
    }
    pirn__leave(loop, entered);
}

void pirn__depot_carved(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__stock *stock = &loop->member.stock;
    uint32_t carved = stock->carved[class_] + 1;
    atomic_store_explicit(&stock->carved[class_], carved, memory_order_relaxed);
    if (carved < FEW || carved < stock->enough[class_])
        return;
    stock->enough[class_] = carved + FEW + carved / PART;
    ask(loop, class_);
}

void *pirn__depot_fetch(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__depot *depot = &loop->worker.crew->depot;
    struct pirn__stock *stock = &loop->member.stock;
    bool is_low = false;
    if (!depot->count[class_])
        return NULL;
    pthread_mutex_lock(&depot->lock);
    void **batch = depot->batches[class_];
    if (batch) {
        uint32_t came = depot->brought[class_] - stock->brought[class_];
        depot->batches[class_] = batch[1];
        depot->count[class_] -= BATCH;
        loop->worker.free[class_] = *batch;
        is_low = depot->count[class_] < came / 2;
        if (is_low)
            stock->brought[class_] = depot->brought[class_];
    }
    pthread_mutex_unlock(&depot->lock);
    if (is_low)
        ask(loop, class_);
    return batch;
}

/* Bringing ----------------------------------------------------------------- */

/* The last of the first count blocks of a list; NULL: there are not that
 * many. */
static void **last_of(void **list, int count)
{
    for (int i = 1; list && i < count; i++)
        list = *list;
    return list;
}

/* Takes the list of batches whose blocks lie behind `kept` out of its list.
 * Batches are linked by the second word of their first blocks. */
static void **take_batches(void **kept, uint32_t *count)
{
    void **batches = NULL, **last;
    for (*count = 0; *count < AT_ONCE; ++*count) {
        void **first = *kept;
        if (!(last = last_of(first, BATCH)))
            break;
        *kept = *last;
        *last = NULL;
        first[1] = batches;
        batches = first;
    }
    return batches;
}

/* Returns whether there may be more to bring. */
static bool bring(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__depot *depot = &loop->worker.crew->depot;
    void **kept = last_of(loop->worker.free[class_], KEPT);
    uint32_t count;
    void **batches = kept ? take_batches(kept, &count) : NULL;
    if (!batches)
        return false;
    void **last = batches;
    while (last[1])
        last = last[1];
    pthread_mutex_lock(&depot->lock);
    last[1] = depot->batches[class_];
    depot->batches[class_] = batches;
    depot->count[class_] += count * BATCH;
    depot->brought[class_] += count * BATCH;
    pthread_mutex_unlock(&depot->lock);
    return count == AT_ONCE;
}

void pirn__depot_bring(struct pirn__loop *loop)
{
    struct pirn__stock *stock = &loop->member.stock;
    bool is_more = false;
    if (!stock->is_wanted)
        return;
    stock->is_wanted = false;
    for (unsigned class_ = PIRN__CLASS_MALLOC + 1; class_ < PIRN__CLASSES;
         class_++) {
        if (stock->wanted[class_]) {
            stock->wanted[class_] = false;
            if (bring(loop, class_))
                stock->wanted[class_] = is_more = true;
        }
    }
    if (is_more) {
        stock->is_wanted = true;
        loop->member.is_asked = true;
    }
}

size_t pirn__depot_bytes(void)
{
    const struct pirn__crew *crew = pirn__this_loop->worker.crew;
    size_t bytes = 0;
    for (unsigned i = 0; crew && i < crew->count; i++)
        for (size_t class_ = 0; class_ < PIRN__CLASSES; class_++)
            bytes += 8 * class_ * crew->loops[i]->member.stock.carved[class_];
    return bytes;
}
