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
#include "runtime.h"
#include "test.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
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
struct home {
    struct pirn__chunk chunk;
    struct pirn__wheel wheel;
    _Alignas(16) char reserve[RESERVE];
    _Alignas(16) char first[FIRST_CHUNK];
};

bool (*pirn__fault)(size_t size);

static unsigned long faults_after; /* PIRN_FAULT */

static bool count_down(size_t size)
{
    (void)size;
    return faults_after == 0 || --faults_after == 0;
}

bool pirn__fails_for_good(size_t size)
{
    return pirn__unlikely(pirn__fault) && pirn__fault != pirn__test_fault &&
           pirn__fault(size);
}

/* While a test makes allocations fail, the reserve has to last. */
static bool frame_fails(const struct pirn__loop *loop, size_t size)
{
    const struct pirn__pool *pool = &loop->pool;
    if (!pirn__unlikely(pirn__fault))
        return false;
    if (pirn__fault == pirn__test_fault &&
        (size_t)(pool->reserve_end - pool->reserve) < size + RESERVE / 2)
        return false;
    return pirn__fault(size);
}

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

int pirn__pool_init(struct pirn__loop *loop)
{
    struct pirn__pool *pool = &loop->pool;
    struct home *home = map(sizeof *home);
    if (!home)
        return -ENOMEM;
    home->chunk.size = sizeof *home;
    *pool = (struct pirn__pool){
        .next = home->first,
        .end = home->first + FIRST_CHUNK,
        .chunks = &home->chunk,
        .reserve = home->reserve,
        .reserve_end = home->reserve + RESERVE,
        .use_malloc = wants_malloc(),
    };
    loop->wheel = &home->wheel;
    const char *fault = getenv("PIRN_FAULT");
    if (fault && !pirn__fault) {
        faults_after = strtoul(fault, NULL, 10);
        pirn__fault = count_down;
    }
    return 0;
}

void pirn__pool_deinit(struct pirn__loop *loop)
{
    pirn__malloc_drain(&loop->worker);
    for (struct pirn__chunk *chunk = loop->pool.chunks, *older; chunk;
         chunk = older) {
        older = chunk->older;
        munmap(chunk, chunk->size);
    }
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

void pirn__malloc_drain(struct pirn_worker *w)
{
    for (void *block; (block = w->free[PIRN__CLASS_MALLOC]);) {
        w->free[PIRN__CLASS_MALLOC] = *(void **)block;
        pirn__block_free(pirn__loop_of(w), block);
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

void pirn__block_free(struct pirn__loop *loop, void *block)
{
    if (pirn__unlikely(loop->pool.maps_large)) {
        unmap_large(block);
        return;
    }
    if (pirn__unlikely(loop->test))
        pirn__test_given_back(loop->test, block);
    free(block);
}

static void *allocate(size_t size, size_t align)
{
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

static void *carve_class(struct pirn__pool *pool, unsigned class_)
{
    size_t size = 8 * (size_t)class_, align = class_ % 2 ? 8 : 16;
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

void *pirn__block_refill(struct pirn__loop *loop, unsigned class_, size_t size,
                         size_t align)
{
    struct pirn_frame *block;
    bool maps_large = loop->pool.maps_large;
    if (loop->pool.use_malloc && !maps_large)
        class_ = PIRN__CLASS_MALLOC;
    bool is_carved = class_ != PIRN__CLASS_MALLOC;
    if (pirn__unlikely(loop->worker.crew) && is_carved &&
        !loop->worker.free[class_] && (block = pirn__depot_fetch(loop, class_)))
        return block;
    block = is_carved    ? carve_class(&loop->pool, class_)
            : maps_large ? map_large(size)
                         : allocate(size, align);
    if (!block)
        return NULL;
    block->info = (uint16_t)class_;
    if (pirn__unlikely(loop->worker.crew) && is_carved)
        pirn__depot_carved(loop, class_);
    if (pirn__unlikely(loop->test) && !is_carved)
        pirn__test_taken(loop->test, block);
    return block;
}

/* A frame from the reserve. It goes back to its class's list; one that has
 * none is not used again. */
static void *from_reserve(struct pirn__pool *pool, unsigned class_, size_t size,
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
        block = from_reserve(&loop->pool, class_, size, align);
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
