/* Generators. One is a frame of its own from malloc, and knows no worker; a
 * plain one is driven by pirn__gen_next in abi.h, and all there is to do here
 * is to make it and to end it.
 *
 * An async generator may wait for something between two values. Its step
 * then returns NULL, and whoever wants the value is suspended on its `next`:
 * a frame inside it, to which its step returns when there is a value. */
#include "runtime.h"
#include <stdlib.h>

enum { BUSY = INT32_MIN }; /* status while somebody awaits the next value */

static struct pirn_frame *ended_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    (void)w;
    ((struct pirn_gen *)frame)->status = 0;
    return frame;
}

/* g has ended: from now on it just says so. */
static int end(struct pirn_gen *g)
{
    int status = g->status;
    g->step = ended_step;
    g->status = 0;
    return status;
}

static struct pirn_frame *next_step(struct pirn_frame *next,
                                    struct pirn_worker *w)
{
    struct pirn_gen *g = pirn__container_of(next, struct pirn_gen, next);
    int status = g->status;
    (void)w;
    g->status = 0;
    if (status != 1) {
        g->status = status;
        end(g);
    }
    if (next->link.result)
        *(int *)next->link.result = status;
    return next->link.caller;
}

void *pirn__gen_new(size_t size, size_t align, pirn_step step, bool is_async)
{
    struct pirn_gen *g = NULL;
    if (!pirn__fails(size))
        g = align <= 16
                ? malloc(size)
                : aligned_alloc(align, (size + align - 1) / align * align);
    if (!g)
        pirn__die("out of memory: cannot make a generator");
    g->link.caller = is_async ? &g->next : NULL;
    g->link.result = NULL;
    g->step = step;
    g->state = 0;
    g->info = is_async;
    g->status = 0;
    g->next.step = next_step;
    return g;
}

int pirn__gen_ended(struct pirn_gen *g)
{
    return end(g);
}

void pirn__gen_close(struct pirn_gen *g)
{
    if (g && (g->state == PIRN__RUNNING || g->status == BUSY))
        pirn__die("a generator is closed while it is running");
    free(g);
}

void pirn__gen_misuse(void)
{
    pirn__die("pirn_next without await on an async generator");
}

void pirn__gen_reentered(void)
{
    pirn__die("a generator is resumed while it is running");
}

/* Awaited ------------------------------------------------------------------ */

/* Leaves w->suspended set if g waits for something. */
static int next_begin(struct pirn_worker *w, struct pirn_gen *g, void *value)
{
    if (!g->info)
        return pirn__gen_next(g, value);
    if (g->status == BUSY)
        pirn__gen_reentered();
    g->link.result = value;
    g->status = BUSY;
    if (!g->step((struct pirn_frame *)g, w)) {
        w->suspended = &g->next.link;
        return 0;
    }
    int status = g->status;
    if (status != 1)
        return end(g);
    g->status = 0;
    return 1;
}

/* The frame of a wait for a value that is begun with the stack used up. */
struct awaiter {
    PIRN__FRAME_HEADER;
    int rc;
    struct pirn_gen *g;
    void *value;
};

static struct pirn_frame *next_value_step(struct pirn_frame *frame,
                                          struct pirn_worker *w)
{
    struct awaiter *self = (struct awaiter *)frame;
    if (self->state == 0) {
        self->state = 1;
        self->rc = next_begin(w, self->g, self->value);
        if (w->suspended) {
            pirn__frame_link(w, frame, &self->rc);
            return NULL;
        }
    }
    return pirn__frame_finish(w, frame, self->rc);
}

int pirn__gen_await_next(struct pirn_worker *w, struct pirn_gen *g, void *value)
{
    if (!pirn__must_start(w))
        return next_begin(w, g, value);
    struct awaiter *self = pirn__frame_start(
        w, sizeof *self, _Alignof(struct awaiter), next_value_step);
    if (self) {
        self->g = g;
        self->value = value;
    }
    return 0;
}

int pirn__gen_await_close(struct pirn_worker *w, struct pirn_gen *g)
{
    (void)w;
    pirn__gen_close(g);
    return 0;
}
