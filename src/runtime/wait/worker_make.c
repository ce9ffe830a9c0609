/* A worker: how it is made and ended. What it does in between is in worker.c.
 */
#include "runtime/runtime.h"
#include "runtime/wait/worker.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

__thread struct pirn__loop *pirn__this_loop;

static struct pirn_scope cancelled = {.origin = &cancelled};
struct pirn_task pirn__nobody = {.scope = &cancelled};

/* Below this address entries do not run. What is left of the stack under it
 * is for plain C functions that coroutines call. */
uintptr_t pirn__stack_limit(void)
{
    enum { MOST = 1 << 20 };
    pthread_attr_t attributes;
    void *low;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes))
        return (uintptr_t)__builtin_frame_address(0) - (32 << 10);
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    return (uintptr_t)low + (size / 4 < MOST ? size / 4 : MOST);
}

static struct pirn__loop *loop_new(void)
{
    struct pirn__loop *loop =
        aligned_alloc(_Alignof(struct pirn__loop), sizeof *loop);
    if (!loop)
        return NULL;
    memset(loop, 0, sizeof *loop);
    if (pirn__pool_init(&loop->pool, &loop->wheel) < 0)
        goto free_loop;
    if (pirn__ring_grow(&loop->worker.ring, 1) < 0)
        goto deinit_pool;
    pthread_mutex_init(&loop->lock, NULL);
    loop->worker.budget = PIRN__BUDGET;
    loop->batch = PIRN__BATCH;
    loop->worker.stack_limit = pirn__stack_limit();
    loop->worker.spawner = &loop->spawner;
    loop->worker.runtime = &loop->worker;
    loop->spawner.stack_limit = UINTPTR_MAX;
    loop->spawner.current = &pirn__nobody;
    return loop;

deinit_pool:
    pirn__pool_deinit(&loop->pool);
free_loop:
    free(loop);
    return NULL;
}

static void loop_free(struct pirn__loop *loop)
{
    pirn__ring_deinit(&loop->worker.ring);
    pirn__ring_deinit(&loop->member.queue);
    pirn__malloc_drain(&loop->worker);
    pirn__pool_deinit(&loop->pool);
    pthread_mutex_destroy(&loop->lock);
    free(loop);
}

struct pirn__loop *pirn__loop_try_begin(struct pirn_clock *clock, int *error)
{
    struct pirn__loop *loop = loop_new();
    *error = -ENOMEM;
    if (!loop)
        return NULL;
    loop->clock = clock;
    loop->driver_ops = pirn__hooks.driver;
    *error = loop->driver_ops->open(&loop->driver, pirn__hooks.io_complete,
                                    pirn__io_awake, loop);
    if (*error < 0) {
        loop_free(loop);
        return NULL;
    }
    int64_t now = pirn__clock_now(loop->clock);
    if (pirn__clock_is_real(clock))
        loop->wheel->tick_bits = PIRN__REAL_TICK_BITS;
    loop->coarse = pirn__coarse(now);
    pirn__wheel_advance(loop->wheel, now, NULL, NULL);
    pirn__scope_init(&loop->root, NULL, &loop->worker, NULL);
    return loop;
}

void pirn__loop_end(struct pirn__loop *loop)
{
    /* After this a thread that completed the last operation has let go. */
    pthread_mutex_lock(&loop->lock);
    pthread_mutex_unlock(&loop->lock);
    loop->driver_ops->close(loop->driver);
    loop_free(loop);
}

void pirn__loop_enter(struct pirn__loop *loop)
{
    pirn__inside_add(loop);
    pirn__this_loop = loop;
    pirn__hooks.hog_begin(loop);
}

void pirn__loop_exit(struct pirn__loop *loop)
{
    pirn__hooks.hog_end(loop);
    pirn__this_loop = NULL;
    pirn__inside_remove(loop);
}
