/* Memory for frames and tasks. A block of a size class is carved once, from a
 * chunk of the kernel's memory, and from then on goes round between its users
 * and the worker's list of that class: a pop and a push, which abi.h does
 * inline. What follows runs only when a list is empty.
 *
 * Chunks are as large as the kernel's large pages, since the first touch of a
 * small page costs more than a thousand switches. But the first one is small,
 * so that a small program stays small, and the next two are of small pages,
 * some of which at a time are touched by one call: a large page that is hardly
 * used is no loss only beside others.
 *
 * When the kernel has no more, `try_spawn` gives NULL, but a coroutine that
 * has to suspend cannot be told so. For those there is a reserve, which
 * nothing touches before; behind it, the program ends with a sentence. */
#include "runtime/base/pool.h"
#include "runtime/base/timer.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
    LINE = 64, /* of the caches */
    CHUNK = 2 << 20,
    FIRST_CHUNK = 64 << 10,
    STEP = 64 << 10, /* of a chunk of small pages */
    RESERVE = 64 << 10,
};

/* The beginning of each chunk. */
struct pirn__chunk {
    struct pirn__chunk *older;
    size_t size;
};

/* One mapping holds what every runtime needs; untouched pages cost nothing. */
struct first_mapping {
    struct pirn__chunk chunk;
    struct pirn__wheel wheel;
    _Alignas(16) char reserve[RESERVE];
    _Alignas(16) char first[FIRST_CHUNK];
};

static void *map(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* A chunk that one large page can back: so it is aligned as that is. */
static char *map_chunk(void)
{
    char *p = map((size_t)2 * CHUNK);
    if (!p)
        return NULL;
    size_t before = -(uintptr_t)p % CHUNK;
    if (before)
        munmap(p, before);
    munmap(p + before + CHUNK, CHUNK - before);
    return p + before;
}

/* More of the chunk is there to be carved: its next small pages. */
static void grow_by(struct pirn__pool *pool, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    madvise(pool->end, size, MADV_POPULATE_WRITE);
#endif
    pool->end += size;
}

/* False: no memory. The chunk of the first blocks has nothing before it. */
static bool add_chunk(struct pirn__pool *pool)
{
    struct pirn__chunk *older = pool->chunks;
    bool is_large = older->older && older->older->older;
    char *p = map_chunk();
    if (!p)
        return false;
    pool->end = p;
    if (is_large) {
        madvise(p, CHUNK, MADV_HUGEPAGE);
        pool->end += CHUNK;
    } else {
        grow_by(pool, STEP);
    }
    pool->chunks = (struct pirn__chunk *)p;
    *pool->chunks = (struct pirn__chunk){older, CHUNK};
    pool->next = (char *)(pool->chunks + 1);
    return true;
}

/* Present in a program that runs under AddressSanitizer. Then frames come
 * from malloc even if this file was compiled without it. */
extern void __asan_init(void) __attribute__((weak));

static bool wants_malloc(void)
{
    const char *pool = getenv("PIRN_POOL");
    return __asan_init || (pool && strcmp(pool, "0") == 0);
}

int pirn__pool_init(struct pirn__pool *pool, struct pirn__wheel **wheel)
{
    struct first_mapping *mapping = map(sizeof *mapping);
    if (!mapping)
        return -ENOMEM;
    mapping->chunk.size = sizeof *mapping;
    *pool = (struct pirn__pool){
        .next = mapping->first,
        .end = mapping->first + FIRST_CHUNK,
        .chunks = &mapping->chunk,
        .reserve = mapping->reserve,
        .reserve_end = mapping->reserve + RESERVE,
        .use_malloc = wants_malloc(),
    };
    *wheel = &mapping->wheel;
    pirn__fault_begin();
    return 0;
}

void pirn__pool_deinit(struct pirn__pool *pool)
{
    for (struct pirn__chunk *chunk = pool->chunks, *older; chunk;
         chunk = older) {
        older = chunk->older;
        munmap(chunk, chunk->size);
    }
}

/* A block behind a page that says how much is mapped. */
enum { PAGE = 4096 };

static void *map_large(size_t size)
{
    char *p = map(size + PAGE);
    if (!p)
        return NULL;
    *(size_t *)p = size + PAGE;
    return p + PAGE;
}

static void unmap_large(void *block)
{
    char *p = (char *)block - PAGE;
    munmap(p, *(size_t *)p);
}

void pirn__pool_free(const struct pirn__pool *pool, void *block)
{
    if (pirn__unlikely(pool->maps_large))
        unmap_large(block);
    else
        free(block);
}

void *pirn__pool_allocate(const struct pirn__pool *pool, size_t size,
                          size_t align)
{
    if (pirn__unlikely(pool->maps_large))
        return map_large(size);
    if (align <= 16)
        return malloc(size);
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static char *align_up(char *p, size_t align)
{
    return p + (-(uintptr_t)p & (align - 1));
}

/* size bytes from between *next and end, or NULL if they are not there. */
static void *carve(char **next, char *end, size_t size, size_t align)
{
    char *p = align_up(*next, align);
    if (p > end || size > (size_t)(end - p))
        return NULL;
    *next = p + size;
    return p;
}

/* If blocks go from worker to worker, each has cache lines of its own: else two
 * of them wait for each other at lines in which one block ends and another
 * begins. */
void *pirn__pool_carve(struct pirn__pool *pool, unsigned class_, bool has_lines)
{
    size_t align = has_lines ? LINE : class_ % 2 ? 8 : 16;
    size_t size = (8 * (size_t)class_ + align - 1) / align * align;
    for (;;) {
        void *block = carve(&pool->next, pool->end, size, align);
        if (block) {
            atomic_store_explicit(&pool->carved, pool->carved + size,
                                  memory_order_relaxed);
            return block;
        }
        char *chunk = (char *)pool->chunks;
        if (pool->chunks->size == CHUNK && pool->end < chunk + CHUNK)
            grow_by(pool, STEP);
        else if (!add_chunk(pool))
            return NULL;
    }
}

void *pirn__pool_reserve(struct pirn__pool *pool, unsigned class_, size_t size,
                         size_t align)
{
    bool pooled = class_ != PIRN__CLASS_MALLOC && !pool->use_malloc;
    struct pirn_frame *frame =
        carve(&pool->reserve, pool->reserve_end,
              pooled ? (size_t)8 * class_ : size, align < 16 ? 16 : align);
    if (frame)
        frame->info = pooled ? (uint16_t)class_ : PIRN__CLASS_NONE;
    return frame;
}

bool pirn__pool_is_low(const struct pirn__pool *pool, size_t size)
{
    return (size_t)(pool->reserve_end - pool->reserve) < size + RESERVE / 2;
}
