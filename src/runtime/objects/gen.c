/* Generators. One is a frame of its own from malloc, and knows no worker; a
 * plain one is driven by pirn__gen_next in abi.h, and all there is to do here
 * is to make it and to end it.
 *
 * An async generator may wait for something between two values. Its step
 * then returns NULL, and whoever wants the value is suspended on its `next`:
 * a frame inside it, to which its step returns when there is a value. */
#include "runtime/objects/gen.h"
#include <stdlib.h>

enum { BUSY = PIRN__GEN_BUSY };

static struct pirn_frame *ended_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    struct pirn_gen *g = (struct pirn_gen *)frame;
    (void)w;
    g->status = 0;
    return g->info & PIRN__GEN_ASYNC ? &g->next : frame;
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

PIRN__NATIVE(next_step, "pirn_next", NULL);

void *pirn__gen_new(size_t size, size_t align, pirn_step step, bool is_async)
{
    struct pirn_gen *g = NULL;
    if (!pirn__fails_for_good(size))
        g = align <= 16
                ? malloc(size)
                : aligned_alloc(align, (size + align - 1) / align * align);
    if (!g)
        pirn__die("out of memory: cannot make a generator");
    g->link.caller = is_async ? &g->next : NULL;
    g->link.result = NULL;
    g->step = step;
    g->state = 0;
    g->info = is_async ? PIRN__GEN_ASYNC : 0;
    g->status = 0;
    g->next.step = is_async ? next_step : step;
    g->next.link.caller = NULL;
    g->next.state = 0;
    if (pirn__unlikely(pirn__ledger != NULL))
        pirn__ledger->gen_made(g);
    return g;
}

int pirn__gen_ended(struct pirn_gen *g)
{
    return pirn__gen_descend(g) ? 1 : end(g);
}

static void refuse_running(const struct pirn_gen *g)
{
    if (g->state == PIRN__RUNNING || g->status == BUSY)
        pirn__die("a generator is closed while it is running");
}

/* Closes a plain generator, innermost first. */
static void close_plain(struct pirn_gen *g)
{
    struct pirn_gen *inner = pirn__gen_split(g), *outer;
    for (bool is_last = false; !is_last; inner = outer) {
        is_last = inner == g;
        outer = pirn__gen_outer(inner);
        refuse_running(inner);
        if (inner->state & PIRN__GEN_OPEN) {
            inner->state |= PIRN__GEN_CLOSING;
            inner->step((struct pirn_frame *)inner, NULL);
        }
        pirn__gen_free(inner);
    }
}

void pirn__gen_close(struct pirn_gen *g)
{
    if (!g)
        return;
    if (!(g->info & PIRN__GEN_ASYNC)) {
        close_plain(g);
        return;
    }
    refuse_running(g);
    if ((g->info & PIRN__GEN_ROOT) || (g->state & PIRN__GEN_OPEN))
        pirn__die("pirn_gen_close without await on an async generator that "
                  "has something to end");
    pirn__gen_free(g);
}

void pirn__gen_failed(int status)
{
    pirn__die("pirn_fail(%d): a generator fails with a negative errno", status);
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

/* Runs frames of g and of those inside it until there is a value or an end.
 * False if they wait for something: then w->suspended is set. */
static bool run(struct pirn_worker *w, struct pirn_gen *g,
                struct pirn_frame *frame)
{
    while (frame && frame != &g->next)
        frame = frame->step(frame, w);
    if (!frame)
        w->suspended = &g->next.link;
    return frame != NULL;
}

/* Leaves w->suspended set if g waits for something. */
static int next_begin(struct pirn_worker *w, struct pirn_gen *g, void *value)
{
    pirn__check_object(g, "pirn_next", "generator");
    if (!g->info)
        return pirn__gen_next(g, value);
    if (g->status == BUSY)
        pirn__gen_reentered();
    g->link.result = value;
    g->status = BUSY;
    if (!run(w, g, pirn__gen_leaf(g)))
        return 0;
    int status = g->status;
    if (status != 1)
        return end(g);
    g->status = 0;
    return 1;
}

/* The same; nothing is left of g unless it waits. */
static int close_begin(struct pirn_worker *w, struct pirn_gen *g)
{
    if (!g || !(g->info & PIRN__GEN_ASYNC)) {
        pirn__gen_close(g);
        return 0;
    }
    refuse_running(g);
    if (run(w, g, pirn__gen_close_chain(g)))
        pirn__gen_free(g);
    return 0;
}

/* The frame of a wait that is begun with the stack used up: for a value, or
 * for the closing if value is NULL. */
struct awaiter {
    PIRN__FRAME_HEADER;
    int rc;
    struct pirn_gen *g;
    void *value;
};

static struct pirn_frame *awaiter_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct awaiter *self = (struct awaiter *)frame;
    if (self->state == 0) {
        self->state = 1;
        self->rc = self->value ? next_begin(w, self->g, self->value)
                               : close_begin(w, self->g);
        if (w->suspended) {
            pirn__frame_link(w, frame, &self->rc);
            return NULL;
        }
    }
    return pirn__frame_finish(w, frame, self->rc);
}

PIRN__NATIVE(awaiter_step, "pirn_next", NULL);

static int start_awaiter(struct pirn_worker *w, struct pirn_gen *g, void *value)
{
    struct awaiter *self = pirn__frame_start(
        w, sizeof *self, _Alignof(struct awaiter), awaiter_step);
    if (self) {
        self->g = g;
        self->value = value;
    }
    return 0;
}

int pirn__gen_await_next(struct pirn_worker *w, struct pirn_gen *g, void *value)
{
    return pirn__must_start(w) ? start_awaiter(w, g, value)
                               : next_begin(w, g, value);
}

int pirn__gen_await_close(struct pirn_worker *w, struct pirn_gen *g)
{
    return pirn__must_start(w) ? start_awaiter(w, g, NULL) : close_begin(w, g);
}
