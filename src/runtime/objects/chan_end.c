/* Channels: how waits for them end without an item, and how they end. */
#include "runtime/objects/chan.h"
#include <stdlib.h>

/* Leaving a queue before an item has come --------------------------------- */

/* The channel whose queue it is, if nobody else is in that, or NULL. */
static struct pirn__links *remove_last(struct pirn__links *links)
{
    pirn__queue_remove(links);
    return links->next & links->prev & PIRN__LINK_ENDS
               ? pirn__links_of(links->next)
               : NULL;
}

void pirn__chan_leave_senders(struct pirn__waiter *waiter)
{
    struct pirn__links *ends = remove_last(&waiter->links);
    if (ends) {
        struct pirn_chan *c =
            pirn__container_of(ends, struct pirn_chan, senders);
        c->ready = c->capacity;
    }
}

void pirn__chan_leave_receivers(struct pirn__waiter *waiter)
{
    struct pirn__links *ends = remove_last(&waiter->links);
    if (ends) {
        struct pirn_chan *c =
            pirn__container_of(ends, struct pirn_chan, receivers);
        c->room = c->limit;
    }
}

static void interrupt_send(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__chan_leave_senders(&task->wait.chan);
    pirn__wait_cancelled(loop, task);
}

static void interrupt_recv(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__chan_leave_receivers(&task->wait.chan);
    pirn__wait_cancelled(loop, task);
}

PIRN__WAIT_KIND(SEND) = {.name = "waits to send on a channel",
                         .interrupt = interrupt_send};

PIRN__WAIT_KIND(RECV) = {.name = "waits to receive from a channel",
                         .interrupt = interrupt_recv};

void pirn__chan_of_other_thread(void)
{
    pirn__die("a channel is used by one thread while tasks of another wait "
              "for it: pirn_complete may be called by any");
}

/* Closing ------------------------------------------------------------------ */

static void dismiss(struct pirn_worker *w, struct pirn_chan *c,
                    struct pirn__links *ends, int rc)
{
    while (!pirn__queue_is_empty(ends))
        pirn__chan_end_wait(w, c, pirn__queue_pop(ends), rc);
}

void pirn__chan_shut(struct pirn_worker *w, struct pirn_chan *c, int error)
{
    size_t count = pirn__chan_count(c);
    if (c->error)
        return;
    c->error = error;
    c->room = c->limit = 0;
    c->ready = count;
    dismiss(w, c, &c->senders, -EPIPE);
    dismiss(w, c, &c->receivers, error);
}

static void close_here(struct pirn_chan *c)
{
    struct pirn_worker *w = pirn__this_worker();
    if (c->kind == PIRN__CHAN_HUB)
        pirn__hub_close(w, c);
    else if (c->kind == PIRN__CHAN_SUB)
        pirn__sub_close(w, c);
    pirn__chan_shut(w, c, -EPIPE);
}

void pirn__chan_close(struct pirn_chan *c)
{
    enum pirn__hold held =
        pirn__chan_enter(c, "pirn_chan_close", pirn__chan_is_not_alone);
    close_here(c);
    pirn__chan_release(held);
}

static enum pirn__hold hold_here(struct pirn_chan *c,
                                 pirn__may_be_alone *may_be_alone)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && loop->worker.crew ? pirn__chan_hold(loop, c, may_be_alone)
                                     : PIRN__HELD_ALREADY;
}

/* c is closed. Returns whether it is not to be freed yet: one that is about to
 * send to it does that. */
static bool is_kept(struct pirn_chan *c)
{
    if (c->kind != PIRN__CHAN_HUB || !c->broadcast->has_sender)
        return false;
    c->broadcast->is_freed = true;
    return true;
}

static void free_group_of(struct pirn_chan *c)
{
    enum pirn__hold held = hold_here(c, pirn__chan_is_alone);
    struct pirn__group *group = pirn__group_leave(c);
    pirn__chan_release(held);
    free(group);
}

void pirn__chan_free(struct pirn_chan *c)
{
    if (!c)
        return;
    if (pirn__unlikely(c->is_ending))
        pirn__die("a channel is freed by a function that it calls");
    enum pirn__hold held = hold_here(c, pirn__chan_is_not_alone);
    if (!pirn__queue_is_empty(&c->senders) ||
        !pirn__queue_is_empty(&c->receivers))
        pirn__die("a channel is freed while a task waits for it");
    close_here(c);
    bool keeps = is_kept(c);
    pirn__chan_release(held);
    if (keeps)
        return;
    if (c->drop)
        pirn__chan_drop_rest(c);
    if (c->kind >= PIRN__CHAN_HUB)
        free_group_of(c);
    if (c->kind == PIRN__CHAN_UNLIMITED)
        free(c->slots);
    free(c);
}
