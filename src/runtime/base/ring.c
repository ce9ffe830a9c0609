/* The ready set: an array ring, which walks memory in order and lets the
 * executor see far enough ahead to prefetch; a list in the tasks themselves
 * would wait for memory at every step. */
#include "runtime/base/ring.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
    SMALLEST = 512,
    MAPPED = 8192,     /* as many slots and more are mapped, not malloc'ed */
    GIVE_BACK = 65536, /* as many used slots are worth giving back */
};

/* Where counting begins: it may go backwards too. */
static const size_t START = (size_t)1 << 62;

static struct pirn_task **slots_new(size_t count)
{
    size_t size = count * sizeof(struct pirn_task *);
    if (pirn__fails_for_good(size))
        return NULL;
    if (count < MAPPED)
        return malloc(size);
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void slots_free(struct pirn_task **slots, size_t count)
{
    if (count < MAPPED)
        free(slots);
    else
        munmap(slots, count * sizeof *slots);
}

int pirn__ring_grow(struct pirn__ring *ring, size_t count)
{
    size_t size = ring->slots ? ring->mask + 1 : SMALLEST;
    if (!ring->slots)
        ring->head = ring->tail = START;
    while (size <= count + PIRN__BATCH)
        size *= 2;
    struct pirn_task **slots = slots_new(size);
    if (!slots)
        return -ENOMEM;
    for (size_t i = ring->head; i != ring->tail; i++)
        slots[i & (size - 1)] = ring->slots[i & ring->mask];
    pirn__ring_deinit(ring);
    ring->slots = slots;
    ring->mask = size - 1;
    return 0;
}

void pirn__ring_deinit(struct pirn__ring *ring)
{
    if (ring->slots)
        slots_free(ring->slots, ring->mask + 1);
    ring->slots = NULL;
}

void pirn__ring_trim(struct pirn__ring *ring)
{
    if (ring->tail > START + GIVE_BACK)
        pirn__ring_rewind(ring);
}

void pirn__ring_rewind(struct pirn__ring *ring)
{
    size_t size = ring->mask + 1;
    if (ring->tail > START + GIVE_BACK && size >= MAPPED)
        madvise(ring->slots, size * sizeof *ring->slots, MADV_DONTNEED);
    ring->head = ring->tail = START;
}
