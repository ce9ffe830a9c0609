/* Messages: what one worker of a crew leaves another to do on its own thread,
 * as it is about what only that may touch. A message goes after the task or the
 * scope that it is about, if that has moved meanwhile, and keeps it from being
 * freed until it has been acted on.
 *
 * Also which workers use which descriptors: so that who closes one can tell
 * those, whose drivers know it. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"
#include <stdlib.h>

void pirn__message_post(struct pirn__loop *loop, struct pirn__message message)
{
    struct pirn__message *posted = malloc(sizeof *posted);
    if (!posted)
        pirn__die("out of memory: cannot tell another worker something");
    *posted = message;
    if (message.scope) {
        pirn__scope_settle(pirn__this_loop, message.scope);
        message.scope->messages++;
    }
    if (message.task) {
        pirn__spawn_scope_settle(pirn__this_loop, message.task);
        pirn__prefix(message.task)->messages++;
    }
    /* Pairs with pirn__messages_act. */
    posted->next =
        atomic_load_explicit(&loop->member.messages, memory_order_relaxed);
    while (!atomic_compare_exchange_weak(&loop->member.messages, &posted->next,
                                         posted))
        ;
    pirn__crew_rouse(loop);
}

static struct pirn__message *messages_reversed(struct pirn__message *newest)
{
    struct pirn__message *oldest = NULL;
    while (newest) {
        struct pirn__message *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

/* Where what message is about is at home now: it may have gone elsewhere. */
static struct pirn__loop *home_of(struct pirn__loop *loop,
                                  const struct pirn__message *message)
{
    if (message->kind == PIRN__MESSAGE_DEADLINE)
        return pirn__loop_of(message->scope->worker);
    if (message->kind == PIRN__MESSAGE_CANCEL &&
        !pirn__prefix(message->task)->is_freed)
        return pirn__home(loop, message->task);
    return loop;
}

static void act(struct pirn__loop *loop, const struct pirn__message *message)
{
    switch (message->kind) {
    case PIRN__MESSAGE_STOP:
        pirn__cancel_spread(loop, message->scope);
        break;
    case PIRN__MESSAGE_DEADLINE:
        message->scope->deadline_is_posted = false;
        pirn__scope_move_deadline(loop, message->scope,
                                  message->scope->deadline);
        break;
    case PIRN__MESSAGE_CANCEL:
        pirn__prefix(message->task)->is_to_be_cancelled = false;
        pirn__cancel_task(loop, message->task, message->reason);
        break;
    case PIRN__MESSAGE_FORGET:
        if (message->fd >= 0)
            loop->driver_ops->forget(loop->driver, message->fd);
        break;
    case PIRN__MESSAGE_CLOSED:
        loop->driver_ops->check(loop->driver, message->fd);
        break;
    }
}

static void act_or_pass_on(struct pirn__loop *loop,
                           struct pirn__message *message)
{
    struct pirn__loop *home = home_of(loop, message);
    if (home == loop)
        act(loop, message);
    else
        pirn__message_post(home, *message);
    if (message->task)
        pirn__task_message_done(loop, message->task);
    if (message->scope)
        pirn__scope_message_done(loop, message->scope);
    free(message);
}

/* The exchange pairs with pirn__message_post. */
void pirn__messages_act(struct pirn__loop *loop)
{
    struct pirn__message *next,
        *message =
            messages_reversed(atomic_exchange(&loop->member.messages, NULL));
    struct pirn__loop *entered = pirn__enter_here();
    for (; message; message = next) {
        next = message->next;
        act_or_pass_on(loop, message);
    }
    pirn__leave_here(entered);
}

/* Descriptors -------------------------------------------------------------- */

static _Atomic(uint16_t) *users_of(struct pirn__crew *crew, int fd)
{
    size_t count = sizeof crew->users / sizeof *crew->users;
    return (unsigned)fd < count ? &crew->users[fd] : NULL;
}

/* Acts on those messages that say of a descriptor that it is closed. */
static void forget_closed(struct pirn__loop *loop)
{
    for (struct pirn__message *n = loop->member.messages; n; n = n->next) {
        if (n->kind == PIRN__MESSAGE_FORGET && n->fd >= 0) {
            loop->driver_ops->forget(loop->driver, n->fd);
            n->fd = -1;
        }
    }
}

/* One that begins to use a descriptor while another one closes it is told of
 * that in any case: what it writes pairs with the exchange in
 * pirn__crew_forgets, and if it comes later, with the load in
 * pirn__crew_closed. */
void pirn__crew_uses(struct pirn__loop *loop, int fd)
{
    _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    uint16_t self = (uint16_t)(loop->member.number + 1), known = self;
    if (loop->member.messages) {
        bool entered = pirn__enter(loop);
        forget_closed(loop);
        pirn__leave(loop, entered);
    }
    if (users)
        known = *users;
    if (known == 0 && !atomic_compare_exchange_strong(users, &known, self))
        *users = PIRN__BY_SEVERAL;
    else if (known != 0 && known != self && known != PIRN__BY_SEVERAL)
        *users = PIRN__BY_SEVERAL;
}

/* Posts a message about fd to those workers but this one that are known to have
 * used it. */
static void tell_users(struct pirn__loop *loop, unsigned known,
                       enum pirn__message_kind kind, int fd)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (fd < 0 || known == 0 || known == loop->member.number + 1)
        return;
    bool entered = pirn__enter(loop);
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *other = crew->loops[i];
        if (other == loop || (known != PIRN__BY_SEVERAL && known != i + 1))
            continue;
        if (kind == PIRN__MESSAGE_FORGET)
            other->driver_ops->unregister(other->driver, fd);
        pirn__message_post(other,
                           (struct pirn__message){.kind = kind, .fd = fd});
    }
    pirn__leave(loop, entered);
}

/* The exchange pairs with what pirn__crew_uses writes. */
void pirn__crew_forgets(struct pirn__loop *loop, int fd)
{
    _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    unsigned known =
        users ? atomic_exchange(users, 0) : (unsigned)PIRN__BY_SEVERAL;
    tell_users(loop, known, PIRN__MESSAGE_FORGET, fd);
}

/* Another worker may have begun to use it between these two, when it was still
 * open: so who has used it since looks again. If that was another file, which
 * has got the number, it finds nothing. */
void pirn__crew_closed(struct pirn__loop *loop, int fd)
{
    const _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    unsigned known = users ? *users : (unsigned)PIRN__BY_SEVERAL;
    tell_users(loop, known, PIRN__MESSAGE_CLOSED, fd);
}
