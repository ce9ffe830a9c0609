/* Channels: an item goes from who sends it to who receives it, past the queue
 * in between if somebody waits for it. chan.h tells how they are built. */
#include "runtime/objects/chan.h"
#include "runtime/base/tables.h"
#include <stdlib.h>

enum { KEPT = 1 << 16 }; /* bytes of an unlimited channel that is empty */

/* Without waiting ---------------------------------------------------------- */

static inline void hand_to_receiver(struct pirn_worker *w, struct pirn_chan *c,
                                    const void *item, size_t size)
{
    uintptr_t link = pirn__queue_pop(&c->receivers);
    if (pirn__queue_is_empty(&c->receivers))
        c->room = c->limit;
    pirn__item_copy(pirn__waiter_of(link)->item, item, size);
    pirn__chan_end_wait(w, c, link, 0);
}

static inline void take_from_sender(struct pirn_worker *w, struct pirn_chan *c,
                                    void *item, size_t size)
{
    uintptr_t link = pirn__queue_pop(&c->senders);
    const void *sent = pirn__waiter_of(link)->item;
    if (pirn__queue_is_empty(&c->senders))
        c->ready = c->capacity;
    if (c->capacity) {
        pirn__slot_get(c, item, size);
        pirn__slot_put(c, sent, size);
    } else {
        pirn__item_copy(item, sent, size);
    }
    pirn__chan_end_wait(w, c, link, 0);
}

static inline void put_in(struct pirn_chan *c, const void *item, size_t size)
{
    pirn__slot_put(c, item, size);
    c->room--;
    c->ready++;
}

static inline void take_out(struct pirn_chan *c, void *item, size_t size)
{
    pirn__slot_get(c, item, size);
    c->ready--;
    if (c->limit)
        c->room++;
}

/* The shortest way was not open, and nobody waits for the item. */
static __attribute__((noinline)) int put_slowly(struct pirn_worker *w,
                                                struct pirn_chan *c,
                                                const void *item, size_t size)
{
    if (c->kind == PIRN__CHAN_SUB)
        pirn__die("a receiver of a broadcast is sent to: send to the "
                  "broadcast");
    if (c->error)
        return -EPIPE;
    if (c->kind == PIRN__CHAN_HUB)
        return pirn__hub_put(w, c, item);
    if (c->kind == PIRN__CHAN_UNLIMITED) {
        int rc = pirn__chan_grow(c);
        if (rc < 0)
            return rc;
        put_in(c, item, size);
        return 0;
    }
    if (c->kind == PIRN__CHAN_CONFLATED) {
        if (c->drop)
            return PIRN__NOT_SENT_YET;
        pirn__item_copy(c->get, item, size);
        return 0;
    }
    return -EAGAIN;
}

static __attribute__((noinline)) int
take_slowly(struct pirn_worker *w, struct pirn_chan *c, void *item, size_t size)
{
    if (c->kind == PIRN__CHAN_HUB)
        pirn__die("a broadcast is received from: subscribe to it, and receive "
                  "from that");
    if (c->is_full) {
        pirn__slot_get(c, item, size);
        c->ready = c->capacity - 1;
        pirn__sub_has_room(w, c);
        return 0;
    }
    if (c->kind == PIRN__CHAN_UNLIMITED && c->capacity * c->size > KEPT)
        pirn__chan_shrink(c);
    return c->error ? c->error : -EAGAIN;
}

static inline __attribute__((always_inline)) int
put(struct pirn_worker *w, struct pirn_chan *c, const void *item, size_t size)
{
    if (pirn__likely(c->room))
        put_in(c, item, size);
    else if (!pirn__queue_is_empty(&c->receivers))
        hand_to_receiver(w, c, item, size);
    else if (pirn__unlikely(c->kind || c->error))
        return put_slowly(w, c, item, size);
    else
        return -EAGAIN;
    return 0;
}

static inline __attribute__((always_inline)) int
take(struct pirn_worker *w, struct pirn_chan *c, void *item, size_t size)
{
    if (pirn__likely(c->ready))
        take_out(c, item, size);
    else if (!pirn__queue_is_empty(&c->senders))
        take_from_sender(w, c, item, size);
    else if (pirn__unlikely(c->kind || c->error))
        return take_slowly(w, c, item, size);
    else
        return -EAGAIN;
    return 0;
}

/* Beside other workers ----------------------------------------------------- */

static inline bool is_task(const struct pirn__links *ends)
{
    return !(ends->next & PIRN__LINK_BITS);
}

/* True if no select waits for it. */
bool pirn__chan_may_put_alone(const void *object)
{
    const struct pirn_chan *c = object;
    return pirn__queue_is_empty(&c->receivers) || is_task(&c->receivers);
}

bool pirn__chan_may_take_alone(const void *object)
{
    const struct pirn_chan *c = object;
    return pirn__queue_is_empty(&c->senders) || is_task(&c->senders);
}

bool pirn__chan_is_not_alone(const void *c)
{
    (void)c;
    return false;
}

bool pirn__chan_is_alone(const void *c)
{
    (void)c;
    return true;
}

enum pirn__hold pirn__chan_hold(struct pirn__loop *loop, struct pirn_chan *c,
                                pirn__may_be_alone *may_be_alone)
{
    enum pirn__hold hold =
        pirn__hold_object(loop, pirn__chan_lease(c), may_be_alone, c);
    if (hold != PIRN__BY_LEASE)
        pirn__chan_settle(loop, c);
    return hold;
}

/* One that is leased to this worker stays so: nobody else takes that away
 * without the crew's lock. (But who sends to a broadcast wakes many, and does
 * not look at each of them.) */
void pirn__chan_to_crew(struct pirn__loop *loop, struct pirn_chan *c)
{
    enum pirn__hold held = pirn__chan_hold(loop, c, pirn__chan_is_not_alone);
    if (c->kind >= PIRN__CHAN_HUB || !pirn__lease_is_own(loop, &c->lease))
        pirn__lease_to_crew(loop, pirn__chan_lease(c));
    pirn__release(loop, held);
}

enum pirn__hold pirn__chan_enter(struct pirn_chan *c, const char *what,
                                 pirn__may_be_alone *may_be_alone)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!c))
        pirn__chan_is_null(what);
    if (pirn__unlikely(!loop && c->worker) && pirn__is_running(c->worker))
        pirn__die_outside(what);
    return pirn__unlikely(loop && loop->worker.crew)
               ? pirn__chan_hold(loop, c, may_be_alone)
               : PIRN__HELD_ALREADY;
}

static inline enum pirn__hold hold(struct pirn_worker *w, struct pirn_chan *c,
                                   pirn__may_be_alone *may_be_alone)
{
    return pirn__likely(!w->crew)
               ? PIRN__HELD_ALREADY
               : pirn__chan_hold(pirn__loop_of(w), c, may_be_alone);
}

/* For selects, which hold c ------------------------------------------------ */

int pirn__chan_put(struct pirn_worker *w, struct pirn_chan *c, const void *item,
                   size_t size)
{
    return put(w, c, item, size);
}

int pirn__chan_take(struct pirn_worker *w, struct pirn_chan *c, void *item,
                    size_t size)
{
    return take(w, c, item, size);
}

bool pirn__chan_can_put(struct pirn_worker *w, struct pirn_chan *c)
{
    if (c->room || c->error || !pirn__queue_is_empty(&c->receivers))
        return true;
    return c->kind == PIRN__CHAN_HUB ? pirn__hub_can_put(w, c) : c->kind;
}

bool pirn__chan_can_take(const struct pirn_chan *c)
{
    return c->ready || c->error || c->is_full || c->kind == PIRN__CHAN_HUB ||
           !pirn__queue_is_empty(&c->senders);
}

/* For anybody -------------------------------------------------------------- */

int pirn__chan_try_send(struct pirn_chan *c, const void *item, size_t size)
{
    enum pirn__hold held =
        pirn__chan_enter(c, "pirn_chan_try_send", pirn__chan_may_put_alone);
    int rc = put(pirn__this_worker(), c, item, size);
    pirn__chan_release(held);
    return pirn__unlikely(rc == PIRN__NOT_SENT_YET)
               ? pirn__chan_send_outside(pirn__this_worker(), c, item, size)
               : rc;
}

int pirn__chan_try_recv(struct pirn_chan *c, void *item, size_t size)
{
    enum pirn__hold held =
        pirn__chan_enter(c, "pirn_chan_try_recv", pirn__chan_may_take_alone);
    int rc = take(pirn__this_worker(), c, item, size);
    pirn__chan_release(held);
    return rc;
}

/* Waiting ------------------------------------------------------------------ */

static inline int done(struct pirn_worker *w, int rc)
{
    return pirn__unlikely(pirn__exhausted(w)) ? pirn__give_way(w, rc) : rc;
}

static inline int wait_to_send(struct pirn_worker *w, struct pirn_chan *c,
                               const void *item, struct pirn_worker *runtime)
{
    struct pirn__waiter *waiter = &w->current->wait.chan;
    waiter->item = (void *)(uintptr_t)item;
    pirn__chan_await_room(runtime, c, waiter, 0);
    return pirn__wait_begin(w, PIRN__WAIT_SEND);
}

static inline int wait_to_receive(struct pirn_worker *w, struct pirn_chan *c,
                                  void *item, struct pirn_worker *runtime)
{
    struct pirn__waiter *waiter = &w->current->wait.chan;
    waiter->item = item;
    pirn__chan_await_item(runtime, c, waiter, 0);
    return pirn__wait_begin(w, PIRN__WAIT_RECV);
}

/* The frame of one that is spawned, begun with the stack used up, or that gives
 * way and tries again. */
struct transfer {
    PIRN__FRAME_HEADER;
    int rc;
    bool is_send;
    struct pirn_chan *c;
    void *item;
    size_t size;
    struct pirn__patience patience;
};

/* Sending to a broadcast that cuts slow receivers off. */

static struct pirn_frame *patient_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct transfer *self = (struct transfer *)frame;
    struct pirn__loop *loop = pirn__loop_of(w);
    if (pirn__patience_lasts(w, &self->patience)) {
        pirn__frame_link(w, frame, NULL);
        return NULL;
    }
    if (pirn__refused(w)) {
        pirn__scope_failed_wait(w->current->scope);
        return pirn__frame_finish(w, frame, -ECANCELED);
    }
    enum pirn__hold held = hold(w, self->c, pirn__chan_may_put_alone);
    pirn__patience_try(w, &self->patience);
    int rc = put(w, self->c, self->item, self->size);
    loop->late = 0;
    pirn__release(loop, held);
    if (rc == PIRN__NOT_SENT_YET)
        rc = pirn__chan_send_outside(w, self->c, self->item, self->size);
    if (rc != -EAGAIN)
        return pirn__frame_finish(w, frame, rc);
    pirn__patience_again(w, &self->patience);
    pirn__frame_link(w, frame, NULL);
    return NULL;
}

PIRN__NATIVE(patient_step, "pirn_chan_send", NULL);

static int send_patiently(struct pirn_worker *w, struct pirn_chan *c,
                          const void *item, size_t size)
{
    struct transfer *self = pirn__frame_new(
        w, sizeof *self, _Alignof(struct transfer), patient_step, 1);
    self->c = c;
    self->item = (void *)(uintptr_t)item;
    self->size = size;
    pirn__patience_begin(w, &self->patience);
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    return 0;
}

/* Sending to one for which slow receivers are waited for: the sender may be
 * told to go on with it. */

static struct pirn_frame *hub_step(struct pirn_frame *frame,
                                   struct pirn_worker *w)
{
    struct transfer *self = (struct transfer *)frame;
    int rc = self->rc;
    if (rc == PIRN__NOT_SENT_YET)
        rc = pirn__chan_send_outside(w, self->c, self->item, self->size);
    return pirn__frame_finish(w, frame, rc);
}

PIRN__NATIVE(hub_step, "pirn_chan_send", NULL);

static void wait_to_send_to_all(struct pirn_worker *w, struct pirn_chan *hub,
                                const void *item, size_t size)
{
    struct transfer *self = pirn__frame_new(
        w, sizeof *self, _Alignof(struct transfer), hub_step, 1);
    self->c = hub;
    self->item = (void *)(uintptr_t)item;
    self->size = size;
    wait_to_send(w, hub, item, w->runtime);
    pirn__frame_link(w, (struct pirn_frame *)self, &self->rc);
}

/* Whatever the channel and whoever waits for it. */
static __attribute__((noinline)) int send_somehow(struct pirn_worker *w,
                                                  struct pirn_chan *c,
                                                  const void *item, size_t size)
{
    enum pirn__hold held = hold(w, c, pirn__chan_may_put_alone);
    int rc = put(w, c, item, size);
    bool waits = rc == -EAGAIN, is_patient = waits && pirn__chan_cuts(c);
    if (waits && !is_patient) {
        pirn__claim_open(w, pirn__chan_lease(c));
        if (c->kind == PIRN__CHAN_HUB)
            wait_to_send_to_all(w, c, item, size);
        else
            wait_to_send(w, c, item, w->runtime);
    }
    pirn__release(pirn__loop_of(w), held);
    if (is_patient)
        return send_patiently(w, c, item, size);
    if (rc == PIRN__NOT_SENT_YET)
        rc = pirn__chan_send_outside(w, c, item, size);
    return waits ? 0 : done(w, rc);
}

static __attribute__((noinline)) int receive_somehow(struct pirn_worker *w,
                                                     struct pirn_chan *c,
                                                     void *item, size_t size)
{
    enum pirn__hold held = hold(w, c, pirn__chan_may_take_alone);
    int rc = take(w, c, item, size);
    bool waits = rc == -EAGAIN;
    if (waits) {
        pirn__claim_open(w, pirn__chan_lease(c));
        wait_to_receive(w, c, item, w->runtime);
    }
    pirn__release(pirn__loop_of(w), held);
    return waits ? 0 : done(w, rc);
}

static struct pirn_frame *transfer_step(struct pirn_frame *frame,
                                        struct pirn_worker *w)
{
    struct transfer *self = (struct transfer *)frame;
    if (self->state == 0) {
        self->state = 1;
        if (pirn__refused(w))
            self->rc = pirn__refuse(w);
        else if (self->is_send)
            self->rc = send_somehow(w, self->c, self->item, self->size);
        else
            self->rc = receive_somehow(w, self->c, self->item, self->size);
        if (w->suspended) {
            pirn__frame_link(w, frame, &self->rc);
            return NULL;
        }
    }
    return pirn__frame_finish(w, frame, self->rc);
}

static const char *name_of(const struct pirn_frame *frame)
{
    return ((const struct transfer *)frame)->is_send ? "pirn_chan_send"
                                                     : "pirn_chan_recv";
}

PIRN__NATIVE(transfer_step, NULL, name_of);

static __attribute__((noinline)) int start(struct pirn_worker *w,
                                           struct pirn_chan *c, void *item,
                                           size_t size, bool is_send)
{
    struct transfer *self = pirn__frame_start(
        w, sizeof *self, _Alignof(struct transfer), transfer_step);
    if (self) {
        self->is_send = is_send;
        self->c = c;
        self->item = item;
        self->size = size;
    }
    return 0;
}

/* Beside other workers the budget is always used up, so that the entries leave
 * everything to what takes the lock.
 *
 * The entries, and what they go on with, call nothing but in the place of
 * their return, so that the ways that are gone most often have no registers to
 * save: an item of a usual size into the channel or out of it; past it, if a
 * task waits; and waiting. */

/* Beside other workers: what the entries do, of a channel that is leased to
 * this one. False if it is anything else. */
static inline bool send_by_lease(struct pirn_worker *w, struct pirn_chan *c,
                                 const void *item, size_t size)
{
    if (!w->crew || !c) /* the spawner has no loop */
        return false;
    struct pirn__member *member = &pirn__loop_of(w)->member;
    if (member->budget <= 1 || member->inside || !pirn__is_small(size) ||
        pirn__must_start(w) || pirn__refused(w))
        return false;
    bool has_room =
        pirn__go_inside(member) == pirn__permit_of(&c->lease) && c->room;
    if (has_room) {
        pirn__item_copy_small(c->put, item, size);
        pirn__slot_advance(c, &c->put, size);
        c->room--;
        c->ready++;
        member->budget--;
    }
    pirn__go_outside(member);
    return has_room;
}

static inline bool receive_by_lease(struct pirn_worker *w, struct pirn_chan *c,
                                    void *item, size_t size)
{
    if (!w->crew || !c) /* the spawner has no loop */
        return false;
    struct pirn__member *member = &pirn__loop_of(w)->member;
    if (member->budget <= 1 || member->inside || !pirn__is_small(size) ||
        pirn__must_start(w) || pirn__refused(w))
        return false;
    bool has_item =
        pirn__go_inside(member) == pirn__permit_of(&c->lease) && c->ready;
    if (has_item) {
        pirn__item_copy_small(item, c->get, size);
        pirn__slot_advance(c, &c->get, size);
        c->ready--;
        if (c->limit)
            c->room++;
        member->budget--;
    }
    pirn__go_outside(member);
    return has_item;
}

static __attribute__((noinline)) int send_unusually(struct pirn_worker *w,
                                                    struct pirn_chan *c,
                                                    const void *item,
                                                    size_t size)
{
    if (send_by_lease(w, c, item, size))
        return 0;
    if (!c)
        pirn__chan_is_null("pirn_chan_send");
    if (pirn__must_start(w))
        return start(w, c, (void *)(uintptr_t)item, size, true);
    if (pirn__refused(w))
        return pirn__refuse(w);
    return send_somehow(w, c, item, size);
}

static __attribute__((noinline)) int receive_unusually(struct pirn_worker *w,
                                                       struct pirn_chan *c,
                                                       void *item, size_t size)
{
    if (receive_by_lease(w, c, item, size))
        return 0;
    if (!c)
        pirn__chan_is_null("pirn_chan_recv");
    if (pirn__must_start(w))
        return start(w, c, item, size, false);
    if (pirn__refused(w))
        return pirn__refuse(w);
    return receive_somehow(w, c, item, size);
}

/* The task that is first in a queue, in the way that pirn__queue_pop does. */
static inline struct pirn_task *pop_task(struct pirn__links *ends)
{
    return pirn__container_of(pirn__waiter_of(pirn__queue_pop(ends)),
                              struct pirn_task, wait.chan);
}

static __attribute__((noinline)) int send_past(struct pirn_worker *w,
                                               struct pirn_chan *c,
                                               const void *item, size_t size)
{
    if (pirn__likely(is_task(&c->receivers) && pirn__is_small(size) &&
                     c->worker == w)) {
        struct pirn_task *task = pop_task(&c->receivers);
        if (pirn__queue_is_empty(&c->receivers))
            c->room = c->limit;
        pirn__item_copy_small(task->wait.chan.item, item, size);
        pirn__make_ready_here(pirn__loop_of(w), task, 0);
        w->budget--;
        return 0;
    }
    if (c->room || c->kind || c->error || !pirn__queue_is_empty(&c->receivers))
        return send_somehow(w, c, item, size);
    return wait_to_send(w, c, item, w);
}

static __attribute__((noinline)) int receive_past(struct pirn_worker *w,
                                                  struct pirn_chan *c,
                                                  void *item, size_t size)
{
    if (is_task(&c->senders) && !c->capacity && pirn__is_small(size) &&
        c->worker == w) {
        struct pirn_task *task = pop_task(&c->senders);
        pirn__item_copy_small(item, task->wait.chan.item, size);
        pirn__make_ready_here(pirn__loop_of(w), task, 0);
        w->budget--;
        return 0;
    }
    if (c->ready || c->kind || c->error || !pirn__queue_is_empty(&c->senders))
        return receive_somehow(w, c, item, size);
    return wait_to_receive(w, c, item, w);
}

PIRN__ENTRY_BY_HAND(pirn__chan_send, (struct pirn_chan *, c),
                    (const void *, item), (size_t, size))
{
    if (pirn__unlikely(!c || w->budget <= 1) || pirn__must_start(w) ||
        pirn__refused(w))
        return send_unusually(w, c, item, size);
    if (pirn__unlikely(!c->room || !pirn__is_small(size)))
        return send_past(w, c, item, size);
    pirn__item_copy_small(c->put, item, size);
    pirn__slot_advance(c, &c->put, size);
    c->room--;
    c->ready++;
    w->budget--;
    return 0;
}

PIRN__ENTRY_BY_HAND(pirn__chan_recv, (struct pirn_chan *, c), (void *, item),
                    (size_t, size))
{
    if (pirn__unlikely(!c || w->budget <= 1) || pirn__must_start(w) ||
        pirn__refused(w))
        return receive_unusually(w, c, item, size);
    if (pirn__unlikely(!c->ready || !pirn__is_small(size)))
        return receive_past(w, c, item, size);
    pirn__item_copy_small(item, c->get, size);
    pirn__slot_advance(c, &c->get, size);
    c->ready--;
    if (c->limit)
        c->room++;
    w->budget--;
    return 0;
}
