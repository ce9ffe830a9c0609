/* Scopes: who is cancelled, when, what a refused wait gives, when `else` is
 * due. Time is virtual. */
#include "by_hand.h"

#define MS PIRN_MS
#define NO_LIMIT                                                               \
    {                                                                          \
        .timeout = PIRN_NEVER, .deadline = PIRN_NEVER, .limit = PIRN_NEVER     \
    }

/* Sleeps ns, and notes its name when that ends, with a ! if cancelled. */
struct sleeper {
    PIRN__FRAME_HEADER;
    char id;
    int rc;
    int64_t ns;
};

STEP(sleeper)
{
    BEGIN(sleeper);
    AWAIT(self->rc, pirn_sleep(w, self->ns));
    note("%c%s ", self->id, self->rc == -ECANCELED ? "!" : "");
    RETURN(int, self->rc);
    END;
}

static int sleeper(struct pirn_worker *w, char id, int64_t ns)
{
    START(sleeper);
    self->id = id;
    self->ns = ns;
    return 0;
}

/* What each test does stands in a step; none takes an argument. */
struct test {
    PIRN__FRAME_HEADER;
    struct pirn_scope s, inner;
    struct pirn_scope *outer;
    int rc, value, i;
    void *a, *b;
};

#define TEST_BODY(name)                                                        \
    static struct pirn_frame *name##_step(struct pirn_frame *frame,            \
                                          struct pirn_worker *w);              \
    static void name(void **state)                                             \
    {                                                                          \
        (void)state;                                                           \
        int result;                                                            \
        RUN(result, pirn__frame_start(w, sizeof(struct test),                  \
                                      _Alignof(struct test), name##_step));    \
        assert_int_equal(result, 0);                                           \
    }                                                                          \
    STEP(name)

TEST_BODY(falling_off_the_end_waits)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sleeper(w, 'b', 20 * MS));
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 10 * MS));
    note("body ");
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    assert_string_equal(notes, "body a b ");
    assert_int_equal(test_time / MS, 21);
    RETURN(int, 0);
    END;
}

TEST_BODY(leaving_early_stops_and_waits)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 10 * MS));
    SPAWN_DETACHED(&self->s, sleeper(w, 'b', PIRN_NEVER));
    AWAIT(self->rc, pirn_yield_now(w));
    pirn__scope_abandon(w, &self->s, 0);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    assert_string_equal(notes, "a! b! ");
    assert_int_equal(test_time / MS, 1);
    RETURN(int, 0);
    END;
}

/* A child that has not started when its scope is cancelled starts. */
TEST_BODY(a_spawned_task_always_starts)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 10 * MS));
    pirn_scope_cancel(&self->s);
    SPAWN_DETACHED(&self->s, sleeper(w, 'b', 10 * MS));
    assert_true(pirn_is_cancelled());
    AWAIT(self->rc, pirn_sleep(w, 1));
    assert_int_equal(self->rc, -ECANCELED);
    note("body ");
    AWAIT(self->rc, pirn_yield_now(w));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    /* Refused waits give way. */
    assert_string_equal(notes, "body a! b! ");
    assert_false(pirn_is_cancelled());
    AWAIT(self->rc, pirn_sleep(w, 1));
    assert_int_equal(self->rc, 0);
    RETURN(int, 0);
    END;
}

TEST_BODY(a_deadline_makes_else_due)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 3 * MS));
    SPAWN_DETACHED(&self->s, sleeper(w, 'b', 10 * MS));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 1);
    assert_true(pirn_scope_timed_out(&self->s));
    assert_string_equal(notes, "a b! ");
    assert_int_equal(test_time / MS, 6);
    RETURN(int, 0);
    END;
}

/* Nothing in it failed: the result is not lost to the deadline. */
TEST_BODY(a_deadline_that_nobody_felt)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.deadline = test_time + 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 4 * MS));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    /* The same, with the deadline over while the body computes. */
    options.deadline = test_time + 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    test_time += 50 * MS;
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    RETURN(int, 0);
    END;
}

TEST_BODY(a_timeout_of_0_fires_at_once)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.timeout = 0;
    pirn__scope_enter(w, &self->s, &options);
    assert_true(pirn_is_cancelled());
    AWAIT(self->rc, pirn_sleep(w, 0));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 1);
    RETURN(int, 0);
    END;
}

TEST_BODY(a_cancelled_scope_runs_no_else)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 10 * MS));
    AWAIT(self->rc, pirn_sleep(w, 1 * MS));
    pirn_scope_cancel(&self->s);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    assert_false(pirn_scope_timed_out(&self->s));
    assert_string_equal(notes, "a! ");
    RETURN(int, 0);
    END;
}

/* The outer deadline fails a wait in the inner scope: the outer `else` is
 * due, the inner one is not. */
TEST_BODY(else_belongs_to_the_scope_whose_deadline_it_was)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    options.timeout = 50 * MS;
    pirn__scope_enter(w, &self->inner, &options);
    AWAIT(self->rc, pirn_sleep(w, 20 * MS));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->inner));
    assert_int_equal(self->rc, 0);
    assert_false(pirn_scope_timed_out(&self->inner));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 1);
    assert_int_equal(test_time / MS, 6);
    RETURN(int, 0);
    END;
}

TEST_BODY(an_inner_deadline_leaves_the_outer_scope_alone)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sleeper(w, 'o', 30 * MS));
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->inner, &options);
    SPAWN_DETACHED(&self->inner, sleeper(w, 'i', 20 * MS));
    AWAIT(self->rc, pirn__scope_leave(w, &self->inner));
    assert_int_equal(self->rc, 1);
    assert_string_equal(notes, "i! ");
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 0);
    assert_string_equal(notes, "i! o ");
    RETURN(int, 0);
    END;
}

/* Cancellation goes down through tasks that have scopes of their own. */
struct tree {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int depth, rc;
};

static int tree(struct pirn_worker *w, int depth);

STEP(tree)
{
    BEGIN(tree);
    if (self->depth > 0) {
        pirn__scope_enter(w, &self->s, NULL);
        SPAWN_DETACHED(&self->s, tree(w, self->depth - 1));
        SPAWN_DETACHED(&self->s, tree(w, self->depth - 1));
        AWAIT(self->rc, pirn_sleep(w, 100 * MS));
        note("%d%s ", self->depth, self->rc == -ECANCELED ? "!" : "");
        AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    } else {
        AWAIT(self->rc, pirn_sleep(w, PIRN_NEVER));
        note("leaf%s ", self->rc == -ECANCELED ? "!" : "");
    }
    RETURN(int, 0);
    END;
}

static int tree(struct pirn_worker *w, int depth)
{
    START(tree);
    self->depth = depth;
    return 0;
}

TEST_BODY(cancellation_reaches_all_below)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, tree(w, 2));
    AWAIT(self->rc, pirn_sleep(w, 10 * MS));
    pirn_scope_cancel(&self->s);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "2! 1! 1! leaf! leaf! leaf! leaf! ");
    assert_int_equal(test_time / MS, 11);
    RETURN(int, 0);
    END;
}

/* ... however deep, without a native stack to match. */
struct chain {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int depth, rc;
};

static int chain(struct pirn_worker *w, int depth);

STEP(chain)
{
    BEGIN(chain);
    pirn__scope_enter(w, &self->s, NULL);
    if (self->depth > 0)
        SPAWN_DETACHED(&self->s, chain(w, self->depth - 1));
    AWAIT(self->rc, pirn_sleep(w, PIRN_NEVER));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static int chain(struct pirn_worker *w, int depth)
{
    START(chain);
    self->depth = depth;
    return 0;
}

TEST_BODY(cancellation_reaches_200000_levels_down)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, chain(w, 200000));
    AWAIT(self->rc, pirn_sleep(w, 1 * MS));
    pirn_scope_cancel(&self->s);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

/* A deadline can be moved, both ways, and taken off. */
TEST_BODY(a_deadline_is_moved)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->s, &options);
    for (self->i = 0; self->i < 10; self->i++) {
        AWAIT(self->rc, pirn_sleep(w, 4 * MS));
        assert_int_equal(self->rc, 0);
        pirn_scope_set_deadline(&self->s, pirn_now() + 5 * MS);
    }
    pirn_scope_set_deadline(&self->s, PIRN_NEVER);
    AWAIT(self->rc, pirn_sleep(w, 400 * MS));
    assert_int_equal(self->rc, 0);
    pirn_scope_set_deadline(&self->s, pirn_now() - 1);
    AWAIT(self->rc, pirn_sleep(w, 4 * MS));
    assert_int_equal(self->rc, -ECANCELED);
    pirn_scope_set_deadline(&self->s, PIRN_NEVER); /* too late */
    AWAIT(self->rc, pirn_sleep(w, 4 * MS));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_int_equal(self->rc, 1);
    RETURN(int, 0);
    END;
}

/* `await task` waits to the end regardless; pirn_join does not. */
TEST_BODY(a_join_can_be_interrupted)
{
    struct pirn_scope_options options = NO_LIMIT;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    self->a = SPAWN(&self->s, int, sleeper(w, 'a', 50 * MS));
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->inner, &options);
    self->value = 99;
    AWAIT(self->rc, pirn__join(w, self->a, &self->value, sizeof(int)));
    assert_int_equal(self->rc, -ECANCELED);
    assert_int_equal(self->value, 99);
    AWAIT(self->rc, pirn__join(w, self->a, &self->value, sizeof(int)));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->inner));
    assert_int_equal(self->rc, 1);
    options.timeout = 5 * MS;
    pirn__scope_enter(w, &self->inner, &options);
    AWAIT_TASK(self->value, self->a);
    assert_int_equal(self->value, 0);
    assert_string_equal(notes, "a ");
    AWAIT(self->rc, pirn__scope_leave(w, &self->inner));
    assert_int_equal(self->rc, 0); /* no wait in it has failed */
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

/* A task may spawn into the scope that holds it, also while that is left. */
struct breeder {
    PIRN__FRAME_HEADER;
    struct pirn_scope *s;
    int left, rc;
};

static int breeder(struct pirn_worker *w, struct pirn_scope *s, int left);

STEP(breeder)
{
    BEGIN(breeder);
    AWAIT(self->rc, pirn_sleep(w, 1 * MS));
    if (self->left > 0)
        SPAWN_DETACHED(self->s, breeder(w, self->s, self->left - 1));
    note("%d ", self->left);
    RETURN(int, 0);
    END;
}

static int breeder(struct pirn_worker *w, struct pirn_scope *s, int left)
{
    START(breeder);
    self->s = s;
    self->left = left;
    return 0;
}

TEST_BODY(tasks_spawn_into_the_scope_around_them)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, breeder(w, &self->s, 3));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "3 2 1 0 ");
    RETURN(int, 0);
    END;
}

/* From plain C, on the thread of the runtime. */
static void callback(struct pirn_scope *s)
{
    (void)sleeper(pirn__scope_spawner(s), 'c', 1 * MS);
    static struct pirn__site site = {"spawn_late", __FILE__, __LINE__, 0};
    pirn__spawn(pirn__scope_worker(s), s, &site, 4, 4, PIRN__SPAWN_DETACHED);
}

TEST_BODY(plain_functions_spawn_in_a_scope)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    callback(&self->s);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "c ");
    RETURN(int, 0);
    END;
}

/* Sleeps end in the order of their times, to the nanosecond but one. */
TEST_BODY(sleepers_wake_in_order)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sleeper(w, 'e', 30 * PIRN_S));
    SPAWN_DETACHED(&self->s, sleeper(w, 'c', 3000));
    SPAWN_DETACHED(&self->s, sleeper(w, 'b', 2000));
    SPAWN_DETACHED(&self->s, sleeper(w, 'd', 3000));
    SPAWN_DETACHED(&self->s, sleeper(w, 'a', 0));
    SPAWN_DETACHED(&self->s, sleeper(w, 'f', 3600 * PIRN_S));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "a b c d e f ");
    assert_int_equal(test_time / PIRN_S, 3600);
    RETURN(int, 0);
    END;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, forget_notes)
    const struct CMUnitTest tests[] = {
        TEST(falling_off_the_end_waits),
        TEST(leaving_early_stops_and_waits),
        TEST(a_spawned_task_always_starts),
        TEST(a_deadline_makes_else_due),
        TEST(a_deadline_that_nobody_felt),
        TEST(a_timeout_of_0_fires_at_once),
        TEST(a_cancelled_scope_runs_no_else),
        TEST(else_belongs_to_the_scope_whose_deadline_it_was),
        TEST(an_inner_deadline_leaves_the_outer_scope_alone),
        TEST(cancellation_reaches_all_below),
        TEST(cancellation_reaches_200000_levels_down),
        TEST(a_deadline_is_moved),
        TEST(a_join_can_be_interrupted),
        TEST(tasks_spawn_into_the_scope_around_them),
        TEST(plain_functions_spawn_in_a_scope),
        TEST(sleepers_wake_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
