/* Several workers of a tested run. Each has its thread, but only the one that
 * has the baton goes on; the others stand at one of the places of baton.h. At
 * each of these it is chosen, as everything in a test, which worker goes on: so
 * a run is told by its choices, and repeated by them.
 *
 * The usual run changes workers between two turns, and where one cannot go on.
 * So a deviation is a change in the middle of something, or none where there
 * usually is one; and orders with few of them are tried first (as in Musuvathi
 * et al., "Finding and reproducing Heisenbugs in concurrent programs", 2008). A
 * random run changes workers more or less often, which is drawn for each.
 *
 * A worker that sleeps may go on when it has been woken, and not before; but it
 * may look around at any moment for tasks that another one does not come to. If
 * none may go on, somebody has forgotten to wake it, which ends the program.
 *
 * Whatever a worker does between two of these places seems to take no time. So
 * this finds what goes wrong in some order of these pieces, and not what the
 * processor or the compiler reorders: for that there is ThreadSanitizer, whose
 * builds see nothing of the baton, and so tell of a race in the first order in
 * which nothing but the baton was between the two. (This file is compiled
 * without.) */
#include "runtime/base/futex.h"
#include "runtime/run/test.h"
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include "runtime/wait/baton.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum state {
    NOT_THERE, /* its thread has not been started, or has ended */
    ABLE,      /* it may go on */
    LOCKED_OUT,
    SHUT_OUT, /* until `other` is outside */
    ASLEEP,   /* until it has been woken, or `until` */
    JOINING,  /* until the thread of `other` has ended */
};

struct seat {
    struct pirn__loop *loop;
    enum state state;
    enum pirn__at at;
    struct pirn__loop *other;
    const struct pirn__lock *lock; /* of one that is locked out */
    int64_t until;                 /* in real time, or -1 */
    bool is_in_driver;             /* where it sleeps; else on a futex */
    bool is_over;                  /* `until` is, or it is to look outside */
    uint32_t is_woken; /* so the driver's next wait returns; by any thread */
    uint32_t has_baton;
};

struct pirn__baton {
    struct pirn__test *test;
    unsigned count;
    unsigned calm; /* a random run stays with a worker, but once in so often */
    struct seat seats[];
};

enum { MOST_CALM = 6 }; /* once in 32 */

static struct pirn__baton *baton_of(const struct pirn__loop *loop)
{
    return loop->test->baton;
}

static struct seat *seat_of(const struct pirn__loop *loop)
{
    return &baton_of(loop)->seats[loop->member.number];
}

/* Which worker can go on ------------------------------------------------- */

/* The load pairs with the stores in hand_over() and woken(), or with
 * pirn__lock_give. */
static bool is_set(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static bool may_go_on(const struct seat *seat)
{
    switch (seat->state) {
    case NOT_THERE:
        return false;
    case ABLE:
        return true;
    case LOCKED_OUT:
        return !is_set(&seat->lock->state);
    case SHUT_OUT:
        return !is_set(&seat->other->member.inside);
    case ASLEEP:
        return seat->is_over ||
               is_set(seat->is_in_driver ? &seat->is_woken
                                         : &seat->loop->member.is_awake);
    case JOINING:
        return seat_of(seat->other)->state == NOT_THERE;
    }
    return false;
}

/* True if that one sleeps, and would find tasks at another one if it looked. */
static bool may_look(const struct pirn__baton *baton, const struct seat *seat)
{
    if (seat->state != ASLEEP)
        return false;
    for (unsigned i = 0; i < baton->count; i++) {
        const struct pirn__member *member = &baton->seats[i].loop->member;
        if (&baton->seats[i] != seat && !member->is_idle &&
            member->queue.head != member->queue.tail)
            return true;
    }
    return false;
}

/* Those that may go on, in the order in which they are preferred. */
struct choice {
    unsigned count;
    struct seat *seats[PIRN__TEST_WORKERS];
};

static void add(struct choice *choice, struct seat *seat)
{
    choice->seats[choice->count++] = seat;
}

/* The worker of self stays, if it can, but between two turns, where it comes
 * last. Those that only look come after those that have been woken. */
static void collect(struct pirn__baton *baton, struct seat *self,
                    struct choice *choice)
{
    unsigned first = (unsigned)(self - baton->seats), count = baton->count;
    bool stays = may_go_on(self),
         is_last = self->at == PIRN__AT_TURN || self->at == PIRN__AT_RETRY;
    choice->count = 0;
    if (stays && !is_last)
        add(choice, self);
    for (unsigned i = 1; i < count; i++) {
        struct seat *seat = &baton->seats[(first + i) % count];
        if (may_go_on(seat))
            add(choice, seat);
    }
    for (unsigned i = 1; i < count; i++) {
        struct seat *seat = &baton->seats[(first + i) % count];
        if (!may_go_on(seat) && may_look(baton, seat))
            add(choice, seat);
    }
    if (stays && is_last)
        add(choice, self);
}

/* Nobody may go on --------------------------------------------------------- */

static const char *const places[] = {
    [PIRN__AT_LOCK] = "is about to take a lock",
    [PIRN__AT_LOCKED] = "has taken the lock",
    [PIRN__AT_UNLOCK] = "has given a lock back",
    [PIRN__AT_WAKE] = "is about to post or wake others",
    [PIRN__AT_RETRY] = "tries to take a lock",
    [PIRN__AT_INSIDE] = "uses what is its own",
    [PIRN__AT_READY] = "makes a task ready",
    [PIRN__AT_POST] = "has posted something",
    [PIRN__AT_LOOK] = "looks around",
    [PIRN__AT_TURN] = "is between two turns",
    [PIRN__AT_BLOCK] = "waits for another one",
};

static void print_seat(const struct pirn__baton *baton, const struct seat *seat)
{
    const struct pirn__loop *loop = seat->loop;
    const char *what = places[seat->at];
    if (seat->state == NOT_THERE)
        what = "has ended";
    else if (seat->state == ASLEEP)
        what = "sleeps";
    else if (seat->state == LOCKED_OUT)
        what = "waits for a lock";
    else if (seat->state == SHUT_OUT)
        what = "waits until another one is outside";
    fprintf(stderr, "pirn: worker %u %s%s\n", (unsigned)(seat - baton->seats),
            what,
            pirn__crew_has_post(loop) ? ", and has been sent something" : "");
}

_Noreturn static void die_stuck(struct pirn__baton *baton)
{
    fflush(stdout);
    fputs("pirn: no worker can go on: somebody has not woken one\n", stderr);
    for (unsigned i = 0; i < baton->count; i++)
        print_seat(baton, &baton->seats[i]);
    exit(PIRN_EXIT_STUCK);
}

/* Real time goes on, and something may come from outside. */
static void nap(void)
{
    struct timespec millisecond = {0, PIRN_MS};
    nanosleep(&millisecond, NULL);
}

/* Waits for that, if it may come; returns when that has let one go on. */
static void wait_outside(struct pirn__baton *baton)
{
    bool is_any = false;
    pirn__test_check_time(baton->test);
    nap();
    for (unsigned i = 0; i < baton->count; i++) {
        struct seat *seat = &baton->seats[i];
        if (seat->state != ASLEEP)
            continue;
        is_any |= seat->is_in_driver || seat->until >= 0;
        seat->is_over = seat->is_in_driver ||
                        (seat->until >= 0 && seat->until <= pirn__real_now());
    }
    if (!is_any)
        die_stuck(baton);
}

/* Going on ----------------------------------------------------------------- */

static unsigned choose(struct pirn__baton *baton, unsigned count)
{
    struct pirn__test *test = baton->test;
    if (test->plan.order == PIRN__ORDER_RANDOM && count > 1 &&
        pirn__random(&test->random) % baton->calm != 0)
        return 0;
    return pirn__test_choose(test, count);
}

/* For who repeats the run. */
static void print_choice(const struct pirn__baton *baton,
                         const struct seat *from, const struct seat *to)
{
    if (baton->test->is_replay && to != from)
        fprintf(stderr, "pirn: worker %u %s; worker %u goes on\n",
                (unsigned)(from - baton->seats),
                from->state == ASLEEP ? "sleeps" : places[from->at],
                (unsigned)(to - baton->seats));
}

static void wait_for_baton(struct seat *self)
{
    while (!is_set(&self->has_baton))
        (void)pirn__futex_wait(&self->has_baton, 0, -1);
    self->has_baton = 0;
    self->state = ABLE;
}

static struct seat *chosen(struct pirn__baton *baton, struct seat *self)
{
    struct choice choice;
    collect(baton, self, &choice);
    while (choice.count == 0) {
        wait_outside(baton);
        collect(baton, self, &choice);
    }
    struct seat *next = choice.seats[choose(baton, choice.count)];
    print_choice(baton, self, next);
    return next;
}

/* What the worker that had the baton has done comes before.
 * The store pairs with the load in is_set(). */
static void hand_over(struct seat *next)
{
    __atomic_store_n(&next->has_baton, 1, __ATOMIC_RELEASE);
    pirn__futex_wake(&next->has_baton);
}

/* The worker of this thread is at a place, and in a state in which it may go on
 * or may not. Returns when it does. */
static void stop(struct pirn__loop *loop, enum pirn__at at, enum state state)
{
    struct pirn__baton *baton = baton_of(loop);
    struct seat *self = seat_of(loop);
    self->at = at;
    self->state = state;
    struct seat *next = chosen(baton, self);
    if (next != self) {
        hand_over(next);
        wait_for_baton(self);
    }
    self->state = ABLE;
}

/* What is called from outside ---------------------------------------------- */

static void point(struct pirn__loop *loop, enum pirn__at at)
{
    if (loop->test->baton && loop == pirn__this_loop)
        stop(loop, at, ABLE);
}

static void await_lock(struct pirn__loop *loop, const struct pirn__lock *lock)
{
    seat_of(loop)->lock = lock;
    stop(loop, PIRN__AT_LOCK, LOCKED_OUT);
}

static void await_outside(struct pirn__loop *loop, struct pirn__loop *victim)
{
    seat_of(loop)->other = victim;
    stop(loop, PIRN__AT_BLOCK, SHUT_OUT);
}

static void woken(struct pirn__loop *loop)
{
    if (loop->test->baton) /* pairs with is_set() */
        __atomic_store_n(&seat_of(loop)->is_woken, 1, __ATOMIC_RELEASE);
}

static void fall_asleep(struct pirn__loop *loop, int64_t time)
{
    struct seat *self = seat_of(loop);
    self->until = time < 0 ? -1 : pirn__real_now() + time;
    self->is_in_driver = loop->outside > 0;
    self->is_over = false;
    stop(loop, PIRN__AT_BLOCK, ASLEEP);
    __atomic_store_n(&loop->member.is_awake, 1, __ATOMIC_RELAXED);
}

static void looks(struct pirn__loop *loop)
{
    __atomic_store_n(&seat_of(loop)->is_woken, 0, __ATOMIC_RELAXED);
}

static void let_go(struct pirn__loop *loop)
{
    struct pirn__lock *lock = &loop->worker.crew->lock;
    loop->member.has_lock = false;
    /* As pirn__go_outside: pairs with pirn__seize. */
    __atomic_store_n(&loop->member.inside, 0, __ATOMIC_RELEASE);
    pirn__lock_give(lock);
    seat_of(loop)->lock = lock;
    stop(loop, PIRN__AT_TURN, LOCKED_OUT);
    pirn__lock_take(lock);
    loop->member.has_lock = true;
    __atomic_store_n(&loop->member.inside, 1, __ATOMIC_RELAXED);
}

/* Beginning and ending ----------------------------------------------------- */

void pirn__baton_begin(struct pirn__test *test, struct pirn__loop *loop)
{
    unsigned count = test->plan.workers;
    struct pirn__baton *baton =
        calloc(1, sizeof *baton + count * sizeof *baton->seats);
    if (!baton)
        pirn__die("out of memory: cannot test several workers");
    baton->test = test;
    baton->calm = 1u << pirn__random(&test->random) % MOST_CALM;
    baton->count = 1;
    baton->seats[0] = (struct seat){.loop = loop, .state = ABLE, .until = -1};
    test->baton = baton;
    pirn__crew_begin(loop, count);
}

void pirn__baton_finish(struct pirn__test *test)
{
    free(test->baton);
    test->baton = NULL;
}

static void join(struct pirn__loop *first, struct pirn__loop *loop)
{
    struct pirn__baton *baton = baton_of(first);
    pirn__test_adopt(loop, first->test);
    if (loop->member.number >= baton->count)
        baton->count = loop->member.number + 1;
    seat_of(loop)->loop = loop;
}

static void started(struct pirn__loop *loop)
{
    seat_of(loop)->state = ABLE;
}

static void begin(struct pirn__loop *loop)
{
    wait_for_baton(seat_of(loop));
    pirn__test_enter(loop->test);
}

static void end(struct pirn__loop *loop)
{
    struct seat *self = seat_of(loop);
    self->state = NOT_THERE;
    hand_over(chosen(baton_of(loop), self));
}

static void await_end(struct pirn__loop *loop, struct pirn__loop *other)
{
    seat_of(loop)->other = other;
    stop(loop, PIRN__AT_BLOCK, JOINING);
}

/* Turns -------------------------------------------------------------------- */

static void pick(struct pirn__loop *loop, struct pirn__ring *queue)
{
    if (queue->head != queue->tail)
        pirn__test_pick(loop, queue);
}

static unsigned batch(struct pirn__loop *loop)
{
    return pirn__test_batch(loop->test);
}

static void turn_ended(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__test_turn_ended(loop, task);
    stop(loop, PIRN__AT_TURN, ABLE);
}

const struct pirn__explorer pirn__explorer = {
    .point = point,
    .lock = await_lock,
    .outside = await_outside,
    .wake = woken,
    .join = join,
    .started = started,
    .begin = begin,
    .end = end,
    .await_end = await_end,
    .looks = looks,
    .sleep = fall_asleep,
    .yield = let_go,
    .pick = pick,
    .batch = batch,
    .turn_ended = turn_ended,
};
