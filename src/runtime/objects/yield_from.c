/* Generators that yield from others: the chain of gen.h is never walked to
 * get a value, and walked by loops where it grows, shrinks or is closed, so
 * that it may be as deep as memory allows. */
#include "runtime/objects/gen.h"
#include <stdlib.h>

static bool is_async(const struct pirn_gen *g)
{
    return g->info & PIRN__GEN_ASYNC;
}

static struct pirn_gen *container(struct pirn_frame *next)
{
    return pirn__container_of(next, struct pirn_gen, next);
}

/* Frees g, which has ended; the one outside learns how. */
static struct pirn_gen *free_ended(struct pirn_gen *g, int status)
{
    struct pirn_gen *outer = pirn__gen_outer(g);
    outer->next.info = (uint16_t)-status;
    pirn__gen_free(g);
    return outer;
}

static void check_inner(const struct pirn_gen *inner)
{
    if (!inner)
        pirn__die("yield_from a generator that is NULL");
    if (inner->state == PIRN__RUNNING || inner->status == PIRN__GEN_BUSY)
        pirn__gen_reentered();
}

/* Plain -------------------------------------------------------------------- */

/* The step of a root while it has a leaf. */
static struct pirn_frame *leaf_step(struct pirn_frame *frame,
                                    struct pirn_worker *w);

static bool is_root(const struct pirn_gen *g)
{
    return g->step == leaf_step;
}

struct pirn_gen *pirn__gen_split(struct pirn_gen *g)
{
    if (!is_root(g))
        return g;
    g->step = g->next.step;
    return g->next.link.result;
}

/* The step of self says which generator goes inside it. */
struct pirn_frame *pirn__gen_enter(struct pirn_gen *self,
                                   struct pirn_gen *inner)
{
    check_inner(inner);
    if (is_async(inner))
        pirn__die("a plain generator yields from an async one");
    inner->link.caller = (struct pirn_frame *)self;
    self->next.link.caller = (struct pirn_frame *)inner;
    return (struct pirn_frame *)self;
}

/* The one to carry on when the step of g has not stored a value; NULL: g is
 * the root, and has ended. */
static struct pirn_gen *after(struct pirn_gen *root, struct pirn_gen *g)
{
    struct pirn_gen *inner = (struct pirn_gen *)g->next.link.caller;
    if (!inner)
        return g == root ? NULL : free_ended(g, g->status);
    g->next.link.caller = NULL;
    return pirn__gen_split(inner);
}

static bool carry_on(struct pirn_gen *root, struct pirn_gen *g)
{
    void *value = root->link.result;
    while ((g = after(root, g))) {
        g->link.result = value;
        if (!g->step((struct pirn_frame *)g, NULL))
            break;
    }
    if (!g)
        return false;
    if (g != root) {
        root->step = leaf_step;
        root->next.link.result = g;
    }
    return true;
}

bool pirn__gen_descend(struct pirn_gen *g)
{
    return g->next.link.caller && carry_on(g, g);
}

static struct pirn_frame *leaf_step(struct pirn_frame *frame,
                                    struct pirn_worker *w)
{
    struct pirn_gen *root = (struct pirn_gen *)frame;
    struct pirn_gen *leaf = root->next.link.result;
    (void)w;
    leaf->link.result = root->link.result;
    if (!leaf->step((struct pirn_frame *)leaf, NULL))
        return NULL;
    root->step = root->next.step;
    return carry_on(root, leaf) ? NULL : frame;
}

/* Async -------------------------------------------------------------------- */

/* The leaf of root has stored a value: the frame to run next. */
static struct pirn_frame *hand_out(struct pirn_gen *root, struct pirn_gen *leaf)
{
    root->link.caller = (struct pirn_frame *)leaf;
    root->status = 1;
    return &root->next;
}

/* g is the innermost one now: the frame to run for a value. */
static struct pirn_frame *run_in(struct pirn_gen *root, struct pirn_gen *g)
{
    while (g != root && !is_async(g)) {
        int rc = pirn__gen_next(g, root->link.result);
        if (rc == 1)
            return hand_out(root, g);
        g = free_ended(g, rc);
    }
    if (g == root) {
        root->info &= (uint16_t)~PIRN__GEN_ROOT;
    } else {
        g->link.result = root->link.result;
        g->next.link.result = root;
    }
    return (struct pirn_frame *)g;
}

struct pirn_frame *pirn__gen_leaf(struct pirn_gen *g)
{
    if (!(g->info & PIRN__GEN_ROOT))
        return (struct pirn_frame *)g;
    struct pirn_gen *leaf = (struct pirn_gen *)g->link.caller;
    g->link.caller = &g->next;
    return run_in(g, leaf);
}

/* Where a nested one comes when it has a value, or has ended. */
static struct pirn_frame *nested_step(struct pirn_frame *next,
                                      struct pirn_worker *w)
{
    struct pirn_gen *g = container(next), *root = next->link.result;
    (void)w;
    if (g->status != 1)
        return run_in(root, free_ended(g, g->status));
    g->status = 0;
    return hand_out(root, g);
}

PIRN__NATIVE(nested_step, "yield_from", NULL);

/* The root of self, and no leaf of it any more, is that of its leaf. */
static struct pirn_gen *split_async(struct pirn_gen *g)
{
    struct pirn_gen *leaf = g;
    if (g->info & PIRN__GEN_ROOT) {
        leaf = (struct pirn_gen *)g->link.caller;
        g->link.caller = &g->next;
        g->info &= (uint16_t)~PIRN__GEN_ROOT;
    }
    return leaf;
}

struct pirn_frame *pirn__gen_enter_async(struct pirn_gen *self,
                                         struct pirn_gen *inner)
{
    struct pirn_gen *leaf = inner, *root = self;
    check_inner(inner);
    if (self->info & PIRN__GEN_NESTED)
        root = self->next.link.result;
    if (is_async(inner)) {
        leaf = split_async(inner);
        inner->info |= PIRN__GEN_NESTED;
        inner->next.step = nested_step;
        inner->next.link.caller = (struct pirn_frame *)self;
    } else {
        inner->link.caller = (struct pirn_frame *)self;
    }
    root->info |= PIRN__GEN_ROOT;
    return run_in(root, leaf);
}

/* Closing ------------------------------------------------------------------ */

static struct pirn_frame *closed_step(struct pirn_frame *next,
                                      struct pirn_worker *w);

PIRN__NATIVE(closed_step, "pirn_gen_close", NULL);

/* g and those outside it are still to be closed. */
static struct pirn_frame *close_from(struct pirn_gen *root, struct pirn_gen *g)
{
    for (;;) {
        struct pirn_gen *outer = g == root ? NULL : pirn__gen_outer(g);
        if (!is_async(g)) {
            pirn__gen_close(g);
        } else if (g->state & PIRN__GEN_OPEN) {
            g->state |= PIRN__GEN_CLOSING;
            if (g != root) { /* that one's link is its closer's */
                g->next.step = closed_step;
                g->next.link.result = root;
            }
            return (struct pirn_frame *)g;
        } else if (g == root) {
            return &root->next;
        } else {
            pirn__gen_free(g);
        }
        g = outer;
    }
}

/* Where one comes that has done what it had to do; and in the end the root,
 * when somebody waits for it. */
static struct pirn_frame *closed_step(struct pirn_frame *next,
                                      struct pirn_worker *w)
{
    struct pirn_gen *g = container(next);
    (void)w;
    if (g->info & PIRN__GEN_NESTED) {
        struct pirn_gen *root = next->link.result, *outer = pirn__gen_outer(g);
        pirn__gen_free(g);
        return close_from(root, outer);
    }
    struct pirn_link link = next->link;
    pirn__gen_free(g);
    if (link.result)
        *(int *)link.result = 0;
    return link.caller;
}

struct pirn_frame *pirn__gen_close_chain(struct pirn_gen *root)
{
    struct pirn_gen *leaf = split_async(root);
    root->status = PIRN__GEN_BUSY;
    root->link.result = NULL;
    root->next.step = closed_step;
    return close_from(root, leaf);
}
