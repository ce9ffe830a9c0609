/* A hierarchical timing wheel (Varghese and Lauck, 1987, scheme 7).
 *
 * Time is cut into ticks. A timer stands at the level of the highest digit,
 * to the base of the slots per level, in which its tick differs from the
 * wheel's; in the slot of that digit. So all timers of a level expire before
 * any of a higher one, the first slot in use of the lowest level in use is
 * what comes next, and when the wheel enters a slot of a higher level, the
 * timers in it are spread over the levels below. Setting and unsetting one
 * costs the same however many there are.
 *
 * The timers of a slot are in a circular list that is known by its last member:
 * a timer knows its neighbours, and its list follows from its time and the
 * wheel's. A slot of level 1, which most timers pass through, has several
 * lists, by time: timers lie all over the memory, to walk a list of them is to
 * wait for one after the other, and so those that are spread are walked side by
 * side. */
#include "runtime/base/timer.h"

enum { KIND = 1 }; /* the bit of `expires` that holds the timer's kind */

/* The tick at which it is certain that the time of timer has come. */
static uint64_t tick_of(const struct pirn__wheel *wheel,
                        const struct pirn__timer *timer)
{
    uint64_t almost = ((uint64_t)1 << wheel->tick_bits) - 1;
    return ((timer->expires >> 1) + almost) >> wheel->tick_bits;
}

static unsigned level_of(uint64_t wheel_tick, uint64_t tick)
{
    uint64_t differs = wheel_tick ^ tick;
    if (differs < PIRN__SLOTS)
        return 0;
    return (63 - (unsigned)__builtin_clzll(differs)) / PIRN__SLOT_BITS;
}

static unsigned slot_of(uint64_t tick, unsigned level)
{
    return tick >> (level * PIRN__SLOT_BITS) & (PIRN__SLOTS - 1);
}

static unsigned lists_in_slot(unsigned level)
{
    return level == 1 ? PIRN__PARTS : 1;
}

/* The lists of a slot stand together, in the order of time. */
static unsigned list_of(uint64_t tick, unsigned level)
{
    if (level == 1)
        return tick >> (PIRN__SLOT_BITS - PIRN__PART_BITS) & (PIRN__LISTS - 1);
    return slot_of(tick, level);
}

static void mark_used(struct pirn__level *level, unsigned list)
{
    level->used[list / 64] |= (uint64_t)1 << list % 64;
    level->summary |= (uint64_t)1 << list / 64;
}

static void mark_empty(struct pirn__level *level, unsigned list)
{
    level->used[list / 64] &= ~((uint64_t)1 << list % 64);
    if (!level->used[list / 64])
        level->summary &= ~((uint64_t)1 << list / 64);
}

/* The first list that is not empty; level is in use. */
static unsigned first_used(const struct pirn__level *level)
{
    unsigned word = (unsigned)__builtin_ctzll(level->summary);
    return word * 64 + (unsigned)__builtin_ctzll(level->used[word]);
}

/* The list in which timer stands, or should, and its level. One that is due
 * stands in the slot that the wheel is in. */
static struct pirn__level *locate(struct pirn__wheel *wheel,
                                  const struct pirn__timer *timer,
                                  unsigned *list)
{
    uint64_t tick = tick_of(wheel, timer);
    if (tick < wheel->tick)
        tick = wheel->tick;
    unsigned level = level_of(wheel->tick, tick);
    *list = list_of(tick, level);
    return &wheel->levels[level];
}

static void link_timer(struct pirn__wheel *wheel, struct pirn__timer *timer)
{
    unsigned list;
    struct pirn__level *level = locate(wheel, timer, &list);
    struct pirn__list *last = level->last[list], *node = &timer->node;
    if (last) {
        node->prev = last;
        node->next = last->next;
        last->next->prev = node;
        last->next = node;
    } else {
        node->prev = node->next = node;
        mark_used(level, list);
    }
    level->last[list] = node;
}

void pirn__timer_set(struct pirn__wheel *wheel, struct pirn__timer *timer,
                     int64_t when, enum pirn__timer_kind kind)
{
    if (when == PIRN_NEVER) {
        timer->node.next = NULL;
        return;
    }
    timer->expires = (uint64_t)(when < 0 ? 0 : when) << 1 | kind;
    wheel->count++;
    link_timer(wheel, timer);
}

void pirn__timer_unset(struct pirn__wheel *wheel, struct pirn__timer *timer)
{
    struct pirn__list *node = &timer->node;
    if (!node->next)
        return;
    unsigned list;
    struct pirn__level *level = locate(wheel, timer, &list);
    if (node->next == node) {
        level->last[list] = NULL;
        mark_empty(level, list);
    } else {
        node->prev->next = node->next;
        node->next->prev = node->prev;
        if (level->last[list] == node)
            level->last[list] = node->prev;
    }
    node->next = NULL;
    wheel->count--;
}

/* A walk of a list goes on from its end at the same time, only to have the
 * members in the cache when it gets there: `back` is where that has come to,
 * and `next` follows `node`. Returns where it comes to now; NULL once the two
 * have met. */
static inline const struct pirn__list *
touch_from_end(const struct pirn__list *back, const struct pirn__list *node,
               const struct pirn__list *next)
{
    return !back || back == node || back == next ? NULL : back->prev;
}

/* Sorting: the timers of one tick, which are not all set in order. --------- */

static uint64_t expires(const struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn__timer, node)->expires | KIND;
}

/* Merges two lists that NULL ends, a's before b's where they are equal. */
static struct pirn__list *merge(struct pirn__list *a, struct pirn__list *b)
{
    struct pirn__list *merged, **end = &merged;
    while (a && b) {
        struct pirn__list **least = expires(b) < expires(a) ? &b : &a;
        *end = *least;
        end = &(*least)->next;
        *least = *end;
    }
    *end = a ? a : b;
    return merged;
}

/* Merge sort of a list that NULL ends: runs[i], for i < count, holds 2^i nodes
 * or none, and those in runs of higher i came first. */
static struct pirn__list *sort(struct pirn__list *first,
                               const struct pirn__list *last)
{
    struct pirn__list *runs[64], *sorted = NULL;
    unsigned count = 0;
    while (first) {
        struct pirn__list *run = first;
        unsigned i = 0;
        first = first->next;
        last = touch_from_end(last, run, first);
        run->next = NULL;
        for (; i < count && runs[i]; runs[i++] = NULL)
            run = merge(runs[i], run);
        runs[i] = run;
        count += i == count;
    }
    for (unsigned i = 0; i < count; i++)
        if (runs[i])
            sorted = sorted ? merge(runs[i], sorted) : runs[i];
    return sorted;
}

static bool is_sorted(const struct pirn__list *last)
{
    for (const struct pirn__list *node = last->next; node != last;
         node = node->next)
        if (expires(node->next) < expires(node))
            return false;
    return true;
}

/* Sorts the circular list that ends in last; returns its last now. */
static struct pirn__list *sort_slot(struct pirn__list *last)
{
    if (is_sorted(last))
        return last;
    struct pirn__list *first = last->next, *node;
    last->next = NULL;
    first = sort(first, last);
    for (node = first; node->next; node = node->next)
        node->next->prev = node;
    node->next = first;
    first->prev = node;
    return node;
}

/* Advancing ---------------------------------------------------------------- */

/* The lowest level in use, and the tick at which its first slot in use begins.
 */
static unsigned next_slot(const struct pirn__wheel *wheel, uint64_t *start)
{
    unsigned level = 0;
    while (!wheel->levels[level].summary)
        level++;
    unsigned bits = level * PIRN__SLOT_BITS;
    unsigned slot = first_used(&wheel->levels[level]) / lists_in_slot(level);
    uint64_t above = wheel->tick >> bits & ~(uint64_t)(PIRN__SLOTS - 1);
    *start = (above | slot) << bits;
    return level;
}

/* A list on its way to the levels below. */
struct walk {
    struct pirn__list *node; /* NULL: it is over */
    const struct pirn__list *back;
};

static struct walk walk_begin(struct pirn__level *level, unsigned list)
{
    struct pirn__list *last = level->last[list];
    if (!last)
        return (struct walk){NULL, NULL};
    struct walk walk = {last->next, last};
    level->last[list] = last->next = NULL;
    mark_empty(level, list);
    return walk;
}

/* Returns whether there was one to go. */
static bool walk_on(struct walk *walk, struct pirn__wheel *wheel)
{
    struct pirn__list *node = walk->node;
    if (!node)
        return false;
    walk->node = node->next;
    walk->back = touch_from_end(walk->back, node, walk->node);
    link_timer(wheel, pirn__container_of(node, struct pirn__timer, node));
    return true;
}

/* The wheel has come to a slot of a higher level: spreads its timers. Those of
 * one tick are in one list, and keep their order. */
static void spread(struct pirn__wheel *wheel, unsigned at)
{
    struct walk walks[PIRN__PARTS];
    unsigned count = lists_in_slot(at), list = slot_of(wheel->tick, at) * count;
    bool goes_on = true;
    for (unsigned i = 0; i < count; i++)
        walks[i] = walk_begin(&wheel->levels[at], list + i);
    while (goes_on) {
        goes_on = false;
        for (unsigned i = 0; i < count; i++)
            goes_on |= walk_on(&walks[i], wheel);
    }
}

void pirn__wheel_advance(struct pirn__wheel *wheel, int64_t now,
                         pirn__timer_expired *expired, struct pirn__loop *loop)
{
    uint64_t target = (uint64_t)now >> wheel->tick_bits, start;
    while (wheel->count) {
        unsigned at = next_slot(wheel, &start);
        if (start > target)
            break;
        wheel->tick = start;
        if (at > 0) {
            spread(wheel, at);
            continue;
        }
        /* One by one: expired() may unset others of the same slot. */
        struct pirn__list **last =
            &wheel->levels[0].last[slot_of(wheel->tick, 0)];
        *last = sort_slot(*last);
        while (*last) {
            struct pirn__list *node = (*last)->next;
            if (pirn__unlikely(wheel->choose))
                node = wheel->choose(loop, node);
            struct pirn__timer *timer =
                pirn__container_of(node, struct pirn__timer, node);
            pirn__timer_unset(wheel, timer);
            expired(loop, timer, timer->expires & KIND);
        }
    }
    if (target > wheel->tick)
        wheel->tick = target;
}

int64_t pirn__wheel_next(const struct pirn__wheel *wheel)
{
    uint64_t start;
    if (!wheel->count)
        return PIRN_NEVER;
    next_slot(wheel, &start);
    start <<= wheel->tick_bits;
    return start < PIRN_NEVER ? (int64_t)start : PIRN_NEVER - 1;
}

int64_t pirn__wheel_first(const struct pirn__wheel *wheel)
{
    uint64_t start;
    if (!wheel->count)
        return PIRN_NEVER;
    const struct pirn__level *level = &wheel->levels[next_slot(wheel, &start)];
    const struct pirn__list *last = level->last[first_used(level)];
    uint64_t first = expires(last);
    for (const struct pirn__list *node = last->next; node != last;
         node = node->next)
        if (expires(node) < first)
            first = expires(node);
    int64_t now = (int64_t)(wheel->tick << wheel->tick_bits);
    int64_t time = (int64_t)(first >> 1);
    return time > now ? time : now; /* it may be overdue */
}
