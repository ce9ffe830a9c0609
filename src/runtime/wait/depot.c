/* Where free blocks go round between workers.
 *
 * A block goes to the list of the worker on which it is freed: a task ends, is
 * joined, leaves a scope elsewhere than it began. If tasks go one way all the
 * time, blocks pile up at the one end, and are carved without end at the other.
 *
 * Nobody counts what goes where, since a list is pushed to and popped from by
 * a few instructions inline. But whoever would carve a block has an empty list.
 * So that worker first looks into the depot, and then orders blocks of that
 * size from all others: it takes those of an idle one itself, and a busy one
 * brings what it has to the depot, between two turns. An order that cannot be
 * served stands: the worker that owes it looks at its list now and then. As
 * long as nothing is brought, and nobody becomes idle, the order need not be
 * repeated, so a program that just grows orders once. A worker that has used
 * half of what was brought orders in advance.
 *
 * A worker keeps as many blocks as it has carved itself, up to 512, which it
 * needed at one time: else two workers that spawn and join the like of tasks
 * would take the same blocks from each other all the time. So the blocks of a
 * class are at most as many as all workers have needed, each at its worst time,
 * and what is freed in the time that an order takes. */
#include "runtime/runtime.h"

enum {
    BATCH = 16,
    AT_ONCE = 32,    /* batches of a class */
    FEW = 32,        /* blocks that a worker carves without an order */
    MOST_KEPT = 512, /* blocks: to find those behind them takes time */
    SELDOM = 16,     /* looks, one of which is at what is owed */
};

void pirn__depot_init(struct pirn__depot *depot)
{
    pthread_mutex_init(&depot->lock, NULL);
}

void pirn__depot_deinit(struct pirn__depot *depot)
{
    pthread_mutex_destroy(&depot->lock);
}

/* Bringing ----------------------------------------------------------------- */

/* Takes as many batches as there are, but not too many, off a list. They are
 * linked by the second words of their first blocks. */
static void **take_batches(void **list, uint32_t *count)
{
    void **batches = NULL;
    for (*count = 0; *count < AT_ONCE; ++*count) {
        void **first = *list, **last = first;
        for (int i = 1; last && i < BATCH; i++)
            last = *last;
        if (!last)
            break;
        *list = *last;
        *last = NULL;
        first[1] = batches;
        batches = first;
    }
    return batches;
}

/* The list of loop behind the blocks that it keeps. */
static void **surplus_of(struct pirn__loop *loop, unsigned class_)
{
    void **list = &loop->worker.free[class_];
    uint32_t carved = loop->member.stock.carved[class_];
    for (uint32_t i = 0; i < carved && i < MOST_KEPT && *list; i++)
        list = *list;
    return list;
}

/* Brings what lies on the list of loop, but for what it keeps: on its own
 * thread or, while it is idle, with the crew's lock. Returns how many batches.
 */
static uint32_t bring(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__depot *depot = &loop->worker.crew->depot;
    void **list = surplus_of(loop, class_);
    uint32_t count;
    void **batches = take_batches(list, &count);
    if (!batches)
        return 0;
    void **last = batches;
    while (last[1])
        last = last[1];
    pthread_mutex_lock(&depot->lock);
    last[1] = depot->batches[class_];
    depot->batches[class_] = batches;
    depot->count[class_] += count * BATCH;
    depot->brought[class_] += count * BATCH;
    pthread_mutex_unlock(&depot->lock);
    return count;
}

void pirn__depot_bring(struct pirn__loop *loop)
{
    struct pirn__stock *stock = &loop->member.stock;
    if (!stock->is_wanted && (!stock->owes || ++stock->looks % SELDOM != 0))
        return;
    stock->is_wanted = stock->owes = false;
    for (unsigned class_ = PIRN__CLASS_MALLOC + 1; class_ < PIRN__CLASSES;
         class_++) {
        if (!stock->wanted[class_])
            continue;
        stock->wanted[class_] = false;
        uint32_t count = bring(loop, class_);
        if (count == 0 || count == AT_ONCE)
            stock->wanted[class_] = stock->owes = true;
        if (count == AT_ONCE)
            stock->is_wanted = true; /* there is more */
    }
}

/* Ordering ----------------------------------------------------------------- */

static void order(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__crew *crew = loop->worker.crew;
    struct pirn__stock *stock = &loop->member.stock;
    if (loop->member.inside && !loop->member.has_lock)
        return; /* it must not wait there: it orders next time */
    bool entered = pirn__enter(loop);
    stock->brought[class_] = crew->depot.brought[class_];
    stock->rests[class_] = crew->rests;
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *other = crew->loops[i];
        if (other == loop)
            continue;
        if (other->member.is_idle) {
            (void)bring(other, class_);
        } else {
            other->member.stock.wanted[class_] = true;
            other->member.stock.is_wanted = true;
            pirn__crew_rouse(other);
        }
    }
    pirn__leave(loop, entered);
}

/* True if an order may bring something. */
static bool is_worth_it(const struct pirn__loop *loop, unsigned class_)
{
    const struct pirn__crew *crew = loop->worker.crew;
    const struct pirn__stock *stock = &loop->member.stock;
    return stock->carved[class_] >= FEW &&
           (stock->carved[class_] == FEW ||
            stock->brought[class_] != crew->depot.brought[class_] ||
            stock->rests[class_] != crew->rests);
}

void *pirn__depot_fetch(struct pirn__loop *loop, unsigned class_)
{
    struct pirn__depot *depot = &loop->worker.crew->depot;
    bool is_low = false;
    if (!depot->count[class_] && is_worth_it(loop, class_))
        order(loop, class_);
    if (!depot->count[class_])
        return NULL;
    pthread_mutex_lock(&depot->lock);
    void **batch = depot->batches[class_];
    if (batch) {
        uint32_t brought = depot->brought[class_];
        depot->batches[class_] = batch[1];
        depot->count[class_] -= BATCH;
        loop->worker.free[class_] = *batch;
        is_low = depot->count[class_] <
                 (brought - loop->member.stock.brought[class_]) / 2;
    }
    pthread_mutex_unlock(&depot->lock);
    if (is_low)
        order(loop, class_);
    return batch;
}

void pirn__depot_carved(struct pirn__loop *loop, unsigned class_)
{
    loop->member.stock.carved[class_]++;
}

size_t pirn__pool_carved(void)
{
    const struct pirn__loop *loop = pirn__this_loop;
    const struct pirn__crew *crew = loop->worker.crew;
    size_t carved = crew ? 0 : loop->pool.carved;
    for (unsigned i = 0; crew && i < crew->count; i++)
        carved += crew->loops[i]->pool.carved;
    return carved;
}
