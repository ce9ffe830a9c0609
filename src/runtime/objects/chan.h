/* Channels from the inside, for chan.c, broadcast.c and select.c.
 *
 * The queues. Waiters that send stand in one queue, those that receive in
 * another: circular lists through the waiters, in the order in which they
 * came. A waiter is a task, whose `wait` is the place in the queue, or a clause
 * of a select. A link says in its lowest bits to which of them it points, or
 * that it points to the ends of the queue, which lie in the channel.
 *
 * What always holds, between two calls:
 *   - if anybody waits to receive, nothing is queued in the channel; if
 *     anybody waits to send, it is full. So an item that arrives goes past
 *     nobody, and neither does one who asks for it;
 *   - a select that is decided stands in no queue any more;
 *   - `room` and `ready` are for the shortest way only: how many items may be
 *     put in, and taken out, by whoever comes now, without a look at anything
 *     else. Both are 0 where there is something else to see to: room also
 *     while somebody waits to receive, ready also while somebody waits to
 *     send or is_full is set. */
#ifndef PIRN_RUNTIME_CHAN_H
#define PIRN_RUNTIME_CHAN_H

#include "runtime/objects/select.h"
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <limits.h>
#include <pirn/select.h>

#pragma GCC visibility push(hidden)

enum { PIRN__LINK_ENDS = 1, PIRN__LINK_CLAUSE = 2, PIRN__LINK_BITS = 3 };

enum pirn__chan_kind {
    PIRN__CHAN_PLAIN, /* what follows is not */
    PIRN__CHAN_UNLIMITED,
    PIRN__CHAN_CONFLATED,
    PIRN__CHAN_HUB, /* of a broadcast: sent to */
    PIRN__CHAN_SUB, /* of a broadcast: received from */
};

/* A broadcast and its receivers are one object, and held together. */
struct pirn__group {
    struct pirn__lease lease;
    size_t members; /* the hub and its subs, until they are freed */
};

/* What others have no room for. */
struct pirn__broadcast {
    struct pirn__group *group;
    void (*copy)(void *item); /* of a hub */
    struct pirn__list subs;   /* of a hub; of a sub: its place there */
    struct pirn_chan *hub;    /* of a sub; NULL: it has left */
    size_t count;             /* of a hub: its subs */
    size_t depth;             /* of a hub: the capacity of its subs */
    size_t full;              /* of a hub: how many of them have is_full set */
    uint64_t mark;            /* of a sub that has is_full set */
    bool has_sender;          /* of a hub: one is about to send, and nobody else
                                 does before that */
    bool is_freed;            /* of a hub: meanwhile */
};

struct pirn_chan {
    /* Senders' and receivers' own lie apart: side by side they would be moved
     * as one by the one side and in two by the other, which takes longer. */
    size_t room;
    char *put; /* the slot for the next item */
    char *end; /* behind the last slot */
    size_t ready;
    char *get; /* the slot with the next item */
    struct pirn__links senders, receivers;
    char *slots;
    struct pirn_worker *worker; /* whose runtime's tasks wait or have waited */
    struct pirn__lease lease;   /* 0 for a hub or a sub: their group has it */
    size_t size;                /* of an item */
    size_t capacity;            /* how many slots there are */
    size_t limit;               /* what room is when nothing is queued */
    int error;                  /* what receiving gives when it is closed and
                                   nothing is left; 0: it is open */
    uint8_t kind;               /* enum pirn__chan_kind */
    uint8_t policy;             /* of a hub: enum pirn_slow */
    bool is_full;               /* of a sub: its hub's senders wait for it, or
                                   find it slow */
    bool is_ending;             /* it is being freed, and drops what is left */
    size_t align;               /* of an item */
    void (*drop)(void *item);
    struct pirn__broadcast broadcast[]; /* of a hub or a sub: one */
};

static inline bool pirn__queue_is_empty(const struct pirn__links *ends)
{
    return ends->next & PIRN__LINK_ENDS;
}

static inline struct pirn__links *pirn__links_of(uintptr_t link)
{
    return (struct pirn__links *)(link & ~(uintptr_t)PIRN__LINK_BITS);
}

static inline struct pirn__waiter *pirn__waiter_of(uintptr_t link)
{
    return (struct pirn__waiter *)(link & ~(uintptr_t)PIRN__LINK_BITS);
}

static inline void pirn__queue_init(struct pirn__links *ends)
{
    ends->prev = ends->next = (uintptr_t)ends | PIRN__LINK_ENDS;
}

/* tag is 0 for a task, PIRN__LINK_CLAUSE for a clause. */
static inline void pirn__queue_append(struct pirn__links *ends,
                                      struct pirn__links *links, uintptr_t tag)
{
    links->prev = ends->prev;
    links->next = (uintptr_t)ends | PIRN__LINK_ENDS;
    pirn__links_of(links->prev)->next = (uintptr_t)links | tag;
    ends->prev = (uintptr_t)links | tag;
}

static inline void pirn__queue_remove(struct pirn__links *links)
{
    pirn__links_of(links->prev)->next = links->next;
    pirn__links_of(links->next)->prev = links->prev;
}

/* Takes the first waiter out of a queue that is not empty. */
static inline uintptr_t pirn__queue_pop(struct pirn__links *ends)
{
    uintptr_t first = ends->next;
    uintptr_t second = pirn__links_of(first)->next;
    ends->next = second;
    pirn__links_of(second)->prev = (uintptr_t)ends | PIRN__LINK_ENDS;
    return first;
}

static inline bool pirn__is_small(size_t size)
{
    return size - 8 <= 8 || size == 4;
}

/* Two moves, which may overlap, do for 8 to 16 bytes. */
static inline __attribute__((always_inline)) void
pirn__item_copy_small(void *to, const void *from, size_t size)
{
    typedef uint64_t __attribute__((may_alias, aligned(1))) eight;
    typedef uint32_t __attribute__((may_alias, aligned(1))) four;
    char *t = to;
    const char *f = from;
    if (pirn__unlikely(size == 4)) {
        *(four *)t = *(const four *)f;
    } else {
        uint64_t a = *(const eight *)f, b = *(const eight *)(f + size - 8);
        *(eight *)t = a;
        *(eight *)(t + size - 8) = b;
    }
}

static inline void pirn__item_copy(void *to, const void *from, size_t size)
{
    if (pirn__is_small(size))
        pirn__item_copy_small(to, from, size);
    else
        memcpy(to, from, size);
}

/* One slot further. The counters are the caller's. */
static inline void pirn__slot_advance(struct pirn_chan *c, char **slot,
                                      size_t size)
{
    char *next = *slot + size;
    *slot = pirn__unlikely(next == c->end) ? c->slots : next;
}

static inline void pirn__slot_put(struct pirn_chan *c, const void *item,
                                  size_t size)
{
    pirn__item_copy(c->put, item, size);
    pirn__slot_advance(c, &c->put, size);
}

static inline void pirn__slot_get(struct pirn_chan *c, void *item, size_t size)
{
    pirn__item_copy(item, c->get, size);
    pirn__slot_advance(c, &c->get, size);
}

/* select_wait.c ------------------------------------------------------------ */

/* True if what the clause waits for is a time. */
static inline bool pirn__is_time(const struct pirn_clause *clause)
{
    return clause->kind == PIRN__CLAUSE_AFTER ||
           clause->kind == PIRN__CLAUSE_UNTIL;
}

/* True if what the clause waits for is an event of a descriptor. */
static inline bool pirn__is_polled(const struct pirn_clause *clause)
{
    return clause->kind == PIRN__CLAUSE_POLL ||
           clause->kind == PIRN__CLAUSE_ACCEPT ||
           clause->kind == PIRN__CLAUSE_SIGNAL;
}

/* Waits until one of the clauses is done. */
int pirn__select_wait(struct pirn_worker *w, const struct pirn_clause *clauses,
                      int count, bool is_fair);
/* How that waits which has a file of its own (sync.h); NULL: of all others. */
const struct pirn__wait_kind *
pirn__clause_wait_kind(const struct pirn_clause *clause);

/* A clause has been taken out of its queue, and nothing else will come of its
 * select. */
void pirn__select_claim(struct pirn__loop *loop, struct pirn__waiter *waiter);
/* A clause, which has been taken out of its queue, is done, with rc. */
void pirn__select_commit(struct pirn__loop *loop, struct pirn__waiter *waiter,
                         int rc);

/* chan.c ------------------------------------------------------------------- */

/* chan_make.c: memory for slots, which a test may have fail; NULL: none. */
void *pirn__chan_allocate(size_t size, size_t align);
/* Aborts: the channel that `what` is called with is NULL. */
_Noreturn void pirn__chan_is_null(const char *what);
/* Items that are queued in c. */
size_t pirn__chan_count(const struct pirn_chan *c);
/* Twice as many slots for an unlimited channel that is full: 0, or -ENOMEM. And
 * none, for one that has drained. */
int pirn__chan_grow(struct pirn_chan *c);
void pirn__chan_shrink(struct pirn_chan *c);
/* A channel of the kind given with its slots; NULL: no memory. */
struct pirn_chan *pirn__chan_make(enum pirn__chan_kind kind, size_t capacity,
                                  size_t size, size_t align);
/* Sends or receives without waiting, w being this thread's worker, or NULL.
 * 0, or
 *   -EAGAIN    it would have to wait
 *   -EPIPE     the channel is closed (or what else that channel says)
 *   -ENOMEM    sending, if it is unlimited
 *   PIRN__NOT_SENT_YET  sending, if a function of the program's is to be
 *              called: then pirn__chan_send_outside is to follow. */
int pirn__chan_put(struct pirn_worker *w, struct pirn_chan *c, const void *item,
                   size_t size);
int pirn__chan_take(struct pirn_worker *w, struct pirn_chan *c, void *item,
                    size_t size);

/* chan_calls.c: what calls functions of the program's, while nothing is held.
 *
 * Goes on with a sending of which it was said that it is not done yet. Returns
 * as pirn_chan_send. */
enum { PIRN__NOT_SENT_YET = INT_MIN };
int pirn__chan_send_outside(struct pirn_worker *w, struct pirn_chan *c,
                            const void *item, size_t size);
/* Drops what is left in c, which is closed and about to be freed. */
void pirn__chan_drop_rest(struct pirn_chan *c);

/* False if that would be -EAGAIN. */
bool pirn__chan_can_put(struct pirn_worker *w, struct pirn_chan *c);
bool pirn__chan_can_take(const struct pirn_chan *c);

/* A waiter of a task of that runtime joins a queue, and leaves it untimely. */
static inline void pirn__chan_await_room(struct pirn_worker *runtime,
                                         struct pirn_chan *c,
                                         struct pirn__waiter *waiter,
                                         uintptr_t tag)
{
    c->worker = runtime;
    c->ready = 0;
    pirn__queue_append(&c->senders, &waiter->links, tag);
}

static inline void pirn__chan_await_item(struct pirn_worker *runtime,
                                         struct pirn_chan *c,
                                         struct pirn__waiter *waiter,
                                         uintptr_t tag)
{
    c->worker = runtime;
    c->room = 0;
    pirn__queue_append(&c->receivers, &waiter->links, tag);
}

void pirn__chan_leave_senders(struct pirn__waiter *waiter);
void pirn__chan_leave_receivers(struct pirn__waiter *waiter);

/* broadcast.c */
bool pirn__broadcast_is_waited_for(const struct pirn_chan *c);

static inline struct pirn__lease *pirn__chan_lease(struct pirn_chan *c)
{
    return pirn__likely(c->kind < PIRN__CHAN_HUB) ? &c->lease
                                                  : &c->broadcast->group->lease;
}

/* c, or what it is one with, is waited for. */
static inline bool pirn__chan_is_waited_for(const struct pirn_chan *c)
{
    if (pirn__unlikely(c->kind >= PIRN__CHAN_HUB))
        return pirn__broadcast_is_waited_for(c);
    return !pirn__queue_is_empty(&c->senders) ||
           !pirn__queue_is_empty(&c->receivers);
}

/* c is held, by a lock, and about to be used on this thread, which is loop's.
 */
static inline void pirn__chan_settle(struct pirn__loop *loop,
                                     struct pirn_chan *c)
{
    struct pirn__lease *lease = pirn__chan_lease(c);
    if (pirn__unlikely(loop->worker.crew) && pirn__lease_settle(loop, lease))
        pirn__lease_offer(loop, lease, pirn__chan_is_waited_for(c));
}

/* This thread's worker, or NULL. */
static inline struct pirn_worker *pirn__this_worker(void)
{
    return pirn__this_loop ? &pirn__this_loop->worker : NULL;
}

_Noreturn void pirn__chan_of_other_thread(void);

/* For c, beside other workers; loop is this thread's. */
__attribute__((warn_unused_result)) enum pirn__hold
pirn__chan_hold(struct pirn__loop *loop, struct pirn_chan *c,
                pirn__may_be_alone *may_be_alone);
/* For what may wake selects; for what wakes nobody, or only who waits to send,
 * or to receive. (Selects that wait for a broadcast have the crew's lock.) */
bool pirn__chan_is_not_alone(const void *c);
bool pirn__chan_is_alone(const void *c);
bool pirn__chan_may_put_alone(const void *c);
bool pirn__chan_may_take_alone(const void *c);
/* The crew's lock is held, and will do for c until it is given back. */
void pirn__chan_to_crew(struct pirn__loop *loop, struct pirn_chan *c);
/* The same on whatever thread, for a function that is called with c. Aborts if
 * that is NULL, or tasks have waited for it and this thread cannot be one of
 * theirs. pirn__chan_release is to follow. */
__attribute__((warn_unused_result)) enum pirn__hold
pirn__chan_enter(struct pirn_chan *c, const char *what,
                 pirn__may_be_alone *may_be_alone);
static inline void pirn__chan_release(enum pirn__hold hold)
{
    if (pirn__unlikely(hold != PIRN__HELD_ALREADY))
        pirn__release(pirn__this_loop, hold);
}

/* Nothing but pirn__chan_end_wait ends the wait of one who has just been taken
 * out of a queue of c: for who has something else to do before that. */
static inline void pirn__chan_claim(struct pirn_worker *w,
                                    const struct pirn_chan *c, uintptr_t link)
{
    if (pirn__unlikely(!w || c->worker != w->runtime))
        pirn__chan_of_other_thread();
    if (pirn__unlikely(link & PIRN__LINK_CLAUSE))
        pirn__select_claim(pirn__loop_of(w), pirn__waiter_of(link));
    else
        pirn__container_of(pirn__waiter_of(link), struct pirn_task, wait.chan)
            ->waits = PIRN__WAIT_NONE;
}

/* Ends the wait, in a queue of c, of one who has just been taken out of it. */
static inline void pirn__chan_end_wait(struct pirn_worker *w,
                                       struct pirn_chan *c, uintptr_t link,
                                       int rc)
{
    if (pirn__unlikely(!w || c->worker != w->runtime))
        pirn__chan_of_other_thread();
    if (pirn__unlikely(link & PIRN__LINK_CLAUSE))
        pirn__select_commit(pirn__loop_of(w), pirn__waiter_of(link), rc);
    else
        pirn__make_ready(pirn__loop_of(w),
                         pirn__container_of(pirn__waiter_of(link),
                                            struct pirn_task, wait.chan),
                         rc);
}

/* From now on c takes no item, and when nothing is left receiving gives error.
 * Whoever waits is told so. */
void pirn__chan_shut(struct pirn_worker *w, struct pirn_chan *c, int error);
/* broadcast.c -------------------------------------------------------------- */

/* True if nobody waits to send to c. Sending, or a clause that sends, is
 * patient if it is told -EAGAIN, and tries again: see pirn__patience_begin. */
static inline bool pirn__chan_cuts(const struct pirn_chan *c)
{
    return c->kind == PIRN__CHAN_HUB && c->policy == PIRN_SLOW_IS_CUT;
}

/* Of a sender to hubs that cut slow receivers off. */
struct pirn__patience {
    uint64_t marks; /* given when it began */
    int64_t until;  /* valid if the loop has no turns */
    unsigned steps; /* of waiting, since it began */
};
/* Suspends the running task while receivers have turns, to go on with a frame
 * that the caller links. When that does, it asks first whether that lasts, and
 * is suspended again then. */
void pirn__patience_begin(struct pirn_worker *w, struct pirn__patience *self);
bool pirn__patience_lasts(struct pirn_worker *w, struct pirn__patience *self);
/* Before it tries again; after that loop->late is to be 0. */
void pirn__patience_try(struct pirn_worker *w,
                        const struct pirn__patience *self);
/* That was told -EAGAIN, too: suspends the running task like begin. */
void pirn__patience_again(struct pirn_worker *w, struct pirn__patience *self);

bool pirn__hub_can_put(struct pirn_worker *w, struct pirn_chan *hub);
/* How many receivers were cut off, or -EAGAIN, or PIRN__NOT_SENT_YET. One that
 * waits to send may be told the last of these, too. */
int pirn__hub_put(struct pirn_worker *w, struct pirn_chan *hub,
                  const void *item);
int pirn__hub_send_outside(struct pirn_worker *w, struct pirn_chan *hub,
                           const void *item);
/* sub is not full any more, for the senders of its hub. */
void pirn__sub_has_room(struct pirn_worker *w, struct pirn_chan *sub);
void pirn__hub_close(struct pirn_worker *w, struct pirn_chan *hub);
void pirn__sub_close(struct pirn_worker *w, struct pirn_chan *sub);
/* c, a hub or a sub, is held, and is freed when it has been let go. Returns the
 * group, if that is to be freed, too. */
struct pirn__group *pirn__group_leave(struct pirn_chan *c);

#pragma GCC visibility pop

#endif
