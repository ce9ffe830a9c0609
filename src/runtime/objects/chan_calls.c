/* Channels: what calls functions of the program's.
 *
 * They are called while nothing is held, and everything is as it is between two
 * calls. So they may use what they like, the channel too, and take their time.
 * What an item that is lost was in is used again: so it is moved out first. */
#include "runtime/objects/chan.h"
#include <stdlib.h>

enum { SMALL = 256 }; /* an item that needs no memory of its own */

/* c is conflated. Its drop function is called with the item that is replaced.
 */
static int replace(struct pirn_worker *w, struct pirn_chan *c, const void *item,
                   size_t size)
{
    _Alignas(16) char here[SMALL];
    bool is_here = size <= sizeof here && c->align <= 16;
    void *old = is_here ? here : pirn__chan_allocate(size, c->align);
    if (!old)
        return -ENOMEM;
    enum pirn__hold held =
        pirn__chan_enter(c, "pirn_chan_send", pirn__chan_may_put_alone);
    void (*drop)(void *) = c->ready && !c->error ? c->drop : NULL;
    if (drop) {
        pirn__item_copy(old, c->get, size);
        pirn__item_copy(c->get, item, size);
    }
    int rc = drop ? 0 : pirn__chan_put(w, c, item, size);
    pirn__chan_release(held);
    if (drop)
        PIRN__CALL_OUT(drop, old);
    if (!is_here)
        free(old);
    return rc;
}

int pirn__chan_send_outside(struct pirn_worker *w, struct pirn_chan *c,
                            const void *item, size_t size)
{
    return c->kind == PIRN__CHAN_HUB ? pirn__hub_send_outside(w, c, item)
                                     : replace(w, c, item, size);
}

/* The function may receive what is left, and send nothing. Only the slots have
 * to stay where they are. */
void pirn__chan_drop_rest(struct pirn_chan *c)
{
    bool is_unlimited = c->kind == PIRN__CHAN_UNLIMITED;
    c->is_ending = true;
    if (is_unlimited)
        c->kind = PIRN__CHAN_PLAIN;
    while (c->ready) {
        char *item = c->get;
        c->ready--;
        pirn__slot_advance(c, &c->get, c->size);
        PIRN__CALL_OUT(c->drop, item);
    }
    if (is_unlimited)
        c->kind = PIRN__CHAN_UNLIMITED;
}
