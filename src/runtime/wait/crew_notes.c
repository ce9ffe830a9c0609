/* Notes: what one worker of a crew leaves another to do on its own thread, as
 * it is about what only that may touch. A note goes after the task or the scope
 * that it is about, if that has moved meanwhile, and keeps it from being freed
 * until it has been heeded.
 *
 * Also which workers use which descriptors: so that who closes one can tell
 * those, whose drivers know it. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"
#include <stdlib.h>

void pirn__note_post(struct pirn__loop *loop, struct pirn__note note)
{
    struct pirn__note *posted = malloc(sizeof *posted);
    if (!posted)
        pirn__die("out of memory: cannot tell another worker something");
    *posted = note;
    posted->next = loop->member.notes;
    if (note.scope) {
        pirn__scope_settle(pirn__this_loop, note.scope);
        note.scope->notes++;
    }
    if (note.task) {
        pirn__family_settle(pirn__this_loop, note.task);
        pirn__prefix(note.task)->notes++;
    }
    loop->member.notes = posted;
    pirn__crew_rouse(loop);
}

static struct pirn__note *notes_reversed(struct pirn__note *newest)
{
    struct pirn__note *oldest = NULL;
    while (newest) {
        struct pirn__note *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

/* Where what note is about is at home now: it may have gone elsewhere. */
static struct pirn__loop *home_of(struct pirn__loop *loop,
                                  const struct pirn__note *note)
{
    if (note->kind == PIRN__NOTE_DEADLINE)
        return pirn__loop_of(note->scope->worker);
    if (note->kind == PIRN__NOTE_CANCEL && !pirn__prefix(note->task)->is_freed)
        return pirn__home(loop, note->task);
    return loop;
}

static void act(struct pirn__loop *loop, const struct pirn__note *note)
{
    switch (note->kind) {
    case PIRN__NOTE_STOP:
        pirn__cancel_spread(loop, note->scope);
        break;
    case PIRN__NOTE_DEADLINE:
        note->scope->deadline_is_noted = false;
        pirn__scope_move_deadline(loop, note->scope, note->scope->deadline);
        break;
    case PIRN__NOTE_CANCEL:
        pirn__prefix(note->task)->is_to_be_cancelled = false;
        pirn__cancel_task(loop, note->task, note->reason);
        break;
    case PIRN__NOTE_FORGET:
        if (note->fd >= 0)
            loop->driver_ops->forget(loop->driver, note->fd);
        break;
    case PIRN__NOTE_CLOSED:
        loop->driver_ops->check(loop->driver, note->fd);
        break;
    }
}

static void heed(struct pirn__loop *loop, struct pirn__note *note)
{
    struct pirn__loop *home = home_of(loop, note);
    if (home == loop)
        act(loop, note);
    else
        pirn__note_post(home, *note);
    if (note->task)
        pirn__task_noted(loop, note->task);
    if (note->scope)
        pirn__scope_noted(loop, note->scope);
    free(note);
}

void pirn__notes_heed(struct pirn__loop *loop, struct pirn__note *newest)
{
    struct pirn__note *note = notes_reversed(newest), *next;
    for (; note; note = next) {
        next = note->next;
        heed(loop, note);
    }
}

/* Descriptors -------------------------------------------------------------- */

static _Atomic(uint16_t) *users_of(struct pirn__crew *crew, int fd)
{
    size_t count = sizeof crew->users / sizeof *crew->users;
    return (unsigned)fd < count ? &crew->users[fd] : NULL;
}

/* Heeds those notes that say of a descriptor that it is closed. */
static void forget_closed(struct pirn__loop *loop)
{
    for (struct pirn__note *n = loop->member.notes; n; n = n->next) {
        if (n->kind == PIRN__NOTE_FORGET && n->fd >= 0) {
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
    if (loop->member.notes) {
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

/* Posts a note about fd to those workers but this one that are known to have
 * used it. */
static void tell_users(struct pirn__loop *loop, unsigned known,
                       enum pirn__note_kind kind, int fd)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (fd < 0 || known == 0 || known == loop->member.number + 1)
        return;
    bool entered = pirn__enter(loop);
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *other = crew->loops[i];
        if (other == loop || (known != PIRN__BY_SEVERAL && known != i + 1))
            continue;
        if (kind == PIRN__NOTE_FORGET)
            other->driver_ops->unregister(other->driver, fd);
        pirn__note_post(other, (struct pirn__note){.kind = kind, .fd = fd});
    }
    pirn__leave(loop, entered);
}

/* The exchange pairs with what pirn__crew_uses writes. */
void pirn__crew_forgets(struct pirn__loop *loop, int fd)
{
    _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    unsigned known =
        users ? atomic_exchange(users, 0) : (unsigned)PIRN__BY_SEVERAL;
    tell_users(loop, known, PIRN__NOTE_FORGET, fd);
}

/* Another worker may have begun to use it between these two, when it was still
 * open: so who has used it since looks again. If that was another file, which
 * has got the number, it finds nothing. */
void pirn__crew_closed(struct pirn__loop *loop, int fd)
{
    const _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    unsigned known = users ? *users : (unsigned)PIRN__BY_SEVERAL;
    tell_users(loop, known, PIRN__NOTE_CLOSED, fd);
}
