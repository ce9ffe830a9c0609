/* Spawning, awaiting, joining: results of every size and alignment arrive,
 * whether the task ends before it is awaited or after. */
#include "by_hand.h"
#include <limits.h>

struct big {
    char bytes[100];
    int last;
};
typedef struct {
    _Alignas(64) int value;
} wide;
typedef int sixteen __attribute__((aligned(16)));

/* T f(T x, int yields): yields some times, then returns x. */
#define ECHO(name, T)                                                          \
    struct name {                                                              \
        PIRN__FRAME_HEADER;                                                    \
        int yields, rc;                                                        \
        T x;                                                                   \
    };                                                                         \
    STEP(name)                                                                 \
    {                                                                          \
        BEGIN(name);                                                           \
        while (self->yields-- > 0)                                             \
            AWAIT(self->rc, pirn_yield_now(w));                                \
        assert_int_equal((uintptr_t)&self->x % _Alignof(T), 0);                \
        RETURN(T, self->x);                                                    \
        END;                                                                   \
    }                                                                          \
    static int name(struct pirn_worker *w, T x, int yields)                    \
    {                                                                          \
        START(name);                                                           \
        self->x = x;                                                           \
        self->yields = yields;                                                 \
        return 0;                                                              \
    }

ECHO(echo_char, char)
ECHO(echo_int, int)
ECHO(echo_long, long)
ECHO(echo_long_double, long double)
ECHO(echo_big, struct big)
ECHO(echo_wide, wide)
ECHO(echo_sixteen, sixteen)

struct everything {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int i, rc, yields;
    void *tasks[7];
    char c;
    int n;
    long l;
    long double ld;
    struct big big;
    wide wide;
    sixteen sixteen;
};

STEP(everything)
{
    struct big big = {.bytes = "big", .last = 77};
    BEGIN(everything);
    for (self->yields = 0; self->yields < 4; self->yields++) {
        pirn__scope_enter(w, &self->s, NULL);
        self->tasks[0] = SPAWN(&self->s, char, echo_char(w, 'x', 1));
        self->tasks[1] = SPAWN(&self->s, int, echo_int(w, INT_MIN, 2));
        self->tasks[2] = SPAWN(&self->s, long, echo_long(w, LONG_MAX, 0));
        self->tasks[3] =
            SPAWN(&self->s, long double, echo_long_double(w, 0.1L, 2));
        self->tasks[4] = SPAWN(&self->s, struct big, echo_big(w, big, 1));
        self->tasks[5] = SPAWN(&self->s, wide, echo_wide(w, (wide){9}, 1));
        self->tasks[6] = SPAWN(&self->s, sixteen, echo_sixteen(w, 16, 1));
        for (self->i = 0; self->i < self->yields; self->i++)
            AWAIT(self->rc, pirn_yield_now(w));
        AWAIT_TASK(self->c, self->tasks[0]);
        AWAIT_TASK(self->n, self->tasks[1]);
        AWAIT_TASK(self->l, self->tasks[2]);
        AWAIT_TASK(self->ld, self->tasks[3]);
        AWAIT_TASK(self->big, self->tasks[4]);
        AWAIT_TASK(self->wide, self->tasks[5]);
        AWAIT_TASK(self->sixteen, self->tasks[6]);
        assert_int_equal(self->c, 'x');
        assert_int_equal(self->n, INT_MIN);
        assert_int_equal(self->l, LONG_MAX);
        assert_true(self->ld == 0.1L);
        assert_string_equal(self->big.bytes, "big");
        assert_int_equal(self->big.last, 77);
        assert_int_equal(self->wide.value, 9);
        assert_int_equal(self->sixteen, 16);
        AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    }
    RETURN(struct big, self->big);
    END;
}

static int everything(struct pirn_worker *w)
{
    START(everything);
    return 0;
}

static void results_of_every_size(void **state)
{
    (void)state;
    struct big result;
    RUN(result, everything(w));
    assert_int_equal(result.last, 77);
}

/* Handles that nobody awaits. */
struct careless {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int rc;
};

STEP(careless)
{
    struct big big = {.last = 1};
    BEGIN(careless);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, echo_int(w, 1, 0));
    (void)SPAWN(&self->s, struct big, echo_big(w, big, 3));
    (void)SPAWN(&self->s, int, echo_int(w, 1, 0));
    SPAWN_DETACHED(&self->s, echo_big(w, big, 5));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    RETURN(int, 5);
    END;
}

static int careless(struct pirn_worker *w)
{
    START(careless);
    return 0;
}

static void nobody_needs_to_await(void **state)
{
    (void)state;
    int result;
    RUN(result, careless(w));
    assert_int_equal(result, 5);
}

/* Entries of the runtime can be spawned too. */
struct native_children {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int rc, value;
    void *sleep, *until, *yield, *join, *late;
};

STEP(native_children)
{
    BEGIN(native_children);
    pirn__scope_enter(w, &self->s, NULL);
    self->sleep = SPAWN(&self->s, int, pirn_sleep(w, 5 * PIRN_MS));
    self->until = SPAWN(&self->s, int, pirn_sleep_until(w, 8 * PIRN_MS));
    self->yield = SPAWN(&self->s, int, pirn_yield_now(w));
    self->late = SPAWN(&self->s, int, echo_int(w, 42, 3));
    self->join = SPAWN(&self->s, int,
                       pirn__join(w, self->late, &self->value, sizeof(int)));
    AWAIT_TASK(self->rc, self->join);
    assert_int_equal(self->rc, 0);
    assert_int_equal(self->value, 42);
    AWAIT_TASK(self->rc, self->sleep);
    assert_int_equal(self->rc, 0);
    AWAIT_TASK(self->rc, self->until);
    assert_int_equal(self->rc, 0);
    AWAIT_TASK(self->rc, self->yield);
    assert_int_equal(self->rc, 0);
    assert_true(pirn_now() >= 8 * PIRN_MS);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 1);
    END;
}

static int native_children(struct pirn_worker *w)
{
    START(native_children);
    return 0;
}

static void native_entries_are_spawned(void **state)
{
    (void)state;
    int result;
    RUN(result, native_children(w));
    assert_int_equal(result, 1);
}

/* Tasks run in the order in which they were spawned. */
struct noter {
    PIRN__FRAME_HEADER;
    int id, rc;
};

STEP(noter)
{
    BEGIN(noter);
    note("%d ", self->id);
    AWAIT(self->rc, pirn_yield_now(w));
    note("%d' ", self->id);
    RETURN(int, self->id);
    END;
}

static int noter(struct pirn_worker *w, int id)
{
    START(noter);
    self->id = id;
    return 0;
}

struct in_order {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int i, rc;
};

STEP(in_order)
{
    BEGIN(in_order);
    pirn__scope_enter(w, &self->s, NULL);
    for (self->i = 0; self->i < 4; self->i++)
        SPAWN_DETACHED(&self->s, noter(w, self->i));
    note("body ");
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    note("end");
    RETURN(int, 0);
    END;
}

static int in_order(struct pirn_worker *w)
{
    START(in_order);
    return 0;
}

static void first_come_first_served(void **state)
{
    (void)state;
    int result;
    RUN(result, in_order(w));
    assert_string_equal(notes, "body 0 1 2 3 0' 1' 2' 3' end");
}

/* The ready set grows with the tasks, also while it is in use. */
struct crowd {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int i, rc, n;
    long sum;
    void *tasks[20000];
};

STEP(crowd)
{
    BEGIN(crowd);
    pirn__scope_enter(w, &self->s, NULL);
    for (self->i = 0; self->i < 20000; self->i++) {
        self->tasks[self->i] =
            SPAWN(&self->s, int, echo_int(w, self->i, self->i % 5));
        if (self->i % 1000 == 0)
            AWAIT(self->rc, pirn_yield_now(w));
    }
    for (self->i = 0; self->i < 20000; self->i++) {
        AWAIT_TASK(self->n, self->tasks[self->i]);
        self->sum += self->n;
    }
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(long, self->sum);
    END;
}

static long crowd(struct pirn_worker *w)
{
    START(crowd);
    self->sum = 0;
    return 0;
}

static void twenty_thousand(void **state)
{
    (void)state;
    long sum;
    RUN(sum, crowd(w));
    assert_int_equal(sum, 20000L * 19999 / 2);
}

static void a_runtime_after_another(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        int result;
        RUN(result, echo_int(w, i, i));
        assert_int_equal(result, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(results_of_every_size, forget_notes),
        cmocka_unit_test_setup(nobody_needs_to_await, forget_notes),
        cmocka_unit_test_setup(native_entries_are_spawned, forget_notes),
        cmocka_unit_test_setup(first_come_first_served, forget_notes),
        cmocka_unit_test_setup(twenty_thousand, forget_notes),
        cmocka_unit_test_setup(a_runtime_after_another, forget_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
