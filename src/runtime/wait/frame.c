/* Blocks of memory for frames and tasks on their way round: from the pool
 * (pool.c), or from other workers (depot.c), to their users, and back to the
 * worker's list of their class. Taking one from the list and giving it back is
 * inlined, in abi.h; what is here runs only when a list is empty, or of blocks
 * that malloc gave. */
#include "runtime/wait/frame.h"
#include "runtime/runtime.h"

/* While a test makes allocations fail, the reserve has to last. */
static bool frame_fails(const struct pirn__loop *loop, size_t size)
{
    if (!pirn__unlikely(pirn__fault))
        return false;
    if (pirn__fault_spares && pirn__pool_is_low(&loop->pool, size))
        return false;
    return pirn__fault(size);
}

void pirn__malloc_drain(struct pirn_worker *w)
{
    for (void *block; (block = w->free[PIRN__CLASS_MALLOC]);) {
        w->free[PIRN__CLASS_MALLOC] = *(void **)block;
        pirn__block_free(pirn__loop_of(w), block);
    }
}

void pirn__block_free(struct pirn__loop *loop, void *block)
{
    if (pirn__unlikely(loop->test))
        pirn__hooks.test_given_back(loop->test, block);
    pirn__pool_free(&loop->pool, block);
}

void *pirn__block_refill(struct pirn__loop *loop, unsigned class_, size_t size,
                         size_t align)
{
    struct pirn_frame *block;
    if (loop->pool.use_malloc && !loop->pool.maps_large)
        class_ = PIRN__CLASS_MALLOC;
    bool is_carved = class_ != PIRN__CLASS_MALLOC;
    if (pirn__unlikely(loop->worker.crew) && is_carved &&
        !loop->worker.free[class_] && (block = pirn__depot_fetch(loop, class_)))
        return block;
    block = is_carved ? pirn__pool_carve(&loop->pool, class_, loop->worker.crew)
                      : pirn__pool_allocate(&loop->pool, size, align);
    if (!block)
        return NULL;
    block->info = (uint16_t)class_;
    if (pirn__unlikely(loop->worker.crew) && is_carved)
        pirn__depot_carved(loop, class_);
    if (pirn__unlikely(loop->test) && !is_carved)
        pirn__hooks.test_taken(loop->test, block);
    return block;
}

void *pirn__frame_refill(struct pirn_worker *w, unsigned class_, size_t size,
                         size_t align)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    void *block = w->free[class_];
    pirn__malloc_drain(w);
    /* Code compiled with AddressSanitizer always comes here. */
    if (class_ != PIRN__CLASS_MALLOC && block) {
        w->free[class_] = *(void **)block;
        return block;
    }
    block = NULL;
    if (!frame_fails(loop, size))
        block = pirn__block_refill(loop, class_, size, align);
    if (pirn__unlikely(!block))
        block = pirn__pool_reserve(&loop->pool, class_, size, align);
    if (pirn__unlikely(!block))
        pirn__die("out of memory: a task that has to wait cannot");
    return block;
}

void pirn__frame_release(struct pirn_worker *w, struct pirn_frame *frame)
{
    unsigned class_ = frame->info;
    if (class_ == PIRN__CLASS_MALLOC) {
        pirn__block_free(pirn__loop_of(w), frame);
    } else if (class_ != PIRN__CLASS_NONE) {
        *(void **)frame = w->free[class_];
        w->free[class_] = frame;
    }
}
