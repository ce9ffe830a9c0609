/* Random operations on the timing wheel, beside a model that is plainly
 * right: an array of all timers, searched for what is due. Both have to agree
 * on which timers expire, when, and in which order. */
#include "by_hand.h"

enum { TIMERS = 300, OPERATIONS = 60000 };

static struct model {
    struct pirn__timer timer;
    enum pirn__timer_kind kind;
    bool is_set;
    int64_t when;
    uint64_t order; /* of being set */
} timers[TIMERS];

static struct pirn__wheel wheel;
static int64_t now;
static uint64_t order, random_state;
static struct pirn__timer *expired[TIMERS];
static size_t expired_count;

static uint64_t random_number(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

/* The tick from which on a time counts as over. */
static uint64_t tick_after(int64_t time)
{
    uint64_t unit = (uint64_t)1 << wheel.tick_bits;
    return ((uint64_t)time + unit - 1) / unit;
}

static bool comes_before(const struct model *a, const struct model *b)
{
    uint64_t tick_a = tick_after(a->when), tick_b = tick_after(b->when);
    if (tick_a != tick_b)
        return tick_a < tick_b;
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static struct model *first_due(void)
{
    struct model *first = NULL;
    for (struct model *m = timers; m < timers + TIMERS; m++)
        if (m->is_set && (!first || comes_before(m, first)))
            first = m;
    uint64_t tick = (uint64_t)now >> wheel.tick_bits;
    return first && tick_after(first->when) <= tick ? first : NULL;
}

static void collect(struct pirn__loop *loop, struct pirn__timer *timer,
                    enum pirn__timer_kind kind)
{
    struct model *m = pirn__container_of(timer, struct model, timer);
    assert_null(loop);
    assert_int_equal(kind, m->kind);
    assert_null(timer->node.next);
    expired[expired_count++] = timer;
}

static void advance(int64_t by)
{
    now += by;
    expired_count = 0;
    pirn__wheel_advance(&wheel, now, collect, NULL);
    for (size_t i = 0; i < expired_count; i++) {
        struct model *m = first_due();
        assert_non_null(m);
        assert_ptr_equal(expired[i], &m->timer);
        m->is_set = false;
    }
    assert_null(first_due());
}

/* A distance in time, of any order of magnitude. */
static int64_t distance(void)
{
    unsigned bits = (unsigned)(random_number() % 46);
    return (int64_t)(random_number() & (((uint64_t)2 << bits) - 1));
}

static void set_or_unset(struct model *m)
{
    if (m->is_set) {
        pirn__timer_unset(&wheel, &m->timer);
        assert_null(m->timer.node.next);
        m->is_set = false;
        return;
    }
    m->is_set = true;
    m->kind = random_number() % 2;
    m->when = now + distance() - (random_number() % 8 == 0 ? 100000 : 0);
    m->when = m->when < 0 ? 0 : m->when;
    m->order = order++;
    pirn__timer_set(&wheel, &m->timer, m->when, m->kind);
}

static void check_next(void)
{
    int64_t next = pirn__wheel_next(&wheel);
    int64_t first = PIRN_NEVER;
    size_t count = 0;
    for (struct model *m = timers; m < timers + TIMERS; m++) {
        count += m->is_set;
        if (m->is_set && m->when < first)
            first = m->when;
        if (m->is_set && m->when > now)
            assert_true(next <=
                        (int64_t)(tick_after(m->when) << wheel.tick_bits));
    }
    assert_int_equal(count, wheel.count);
    if (count == 0)
        assert_int_equal(next, PIRN_NEVER);
    if (wheel.tick_bits == 0)
        assert_int_equal(pirn__wheel_first(&wheel), first < now ? now : first);
}

static void random_operations(uint64_t seed, int64_t begin, unsigned tick_bits)
{
    random_state = seed;
    now = begin;
    memset(&wheel, 0, sizeof wheel);
    wheel.tick_bits = tick_bits;
    memset(timers, 0, sizeof timers);
    advance(0);
    for (int i = 0; i < OPERATIONS; i++) {
        if (random_number() % 4)
            set_or_unset(&timers[random_number() % TIMERS]);
        else if (random_number() % 4)
            advance((int64_t)(random_number() % 40000));
        else
            advance(distance());
        if (i % 64 == 0)
            check_next();
    }
    while (wheel.count) {
        int64_t next = pirn__wheel_next(&wheel);
        advance(next > now ? next - now : 0);
    }
    assert_null(first_due());
}

static void from_time_0(void **state)
{
    (void)state;
    random_operations(88172645463325252u, 0, PIRN__REAL_TICK_BITS);
    random_operations(88172645463325252u, 0, 0);
}

static void from_a_large_time(void **state)
{
    (void)state;
    random_operations(1234567, (int64_t)7 << 50, PIRN__REAL_TICK_BITS);
    random_operations(1234567, (int64_t)7 << 50, 0);
}

static void the_ends_of_time(void **state)
{
    (void)state;
    memset(&wheel, 0, sizeof wheel);
    now = 5;
    struct model *m = timers;
    pirn__timer_set(&wheel, &m->timer, PIRN_NEVER, PIRN__TIMER_TASK);
    assert_int_equal(wheel.count, 0);
    pirn__timer_unset(&wheel, &m->timer);
    pirn__timer_set(&wheel, &m->timer, PIRN_NEVER - 1, PIRN__TIMER_TASK);
    assert_in_range(pirn__wheel_next(&wheel), now, PIRN_NEVER - 1);
    pirn__timer_unset(&wheel, &m->timer);
    m->kind = PIRN__TIMER_SCOPE;
    pirn__timer_set(&wheel, &m->timer, INT64_MIN, PIRN__TIMER_SCOPE);
    expired_count = 0;
    pirn__wheel_advance(&wheel, now, collect, NULL);
    assert_int_equal(expired_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_time_0),
        cmocka_unit_test(from_a_large_time),
        cmocka_unit_test(the_ends_of_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
