/* Frames' memory: what is given back is used again; when there is no more,
 * try_spawn says so, awaiting goes on from the reserve, and what cannot go on
 * ends with a sentence. With PIRN_POOL=0 every frame is malloc's. */
#include "child.h"

static long allowed; /* allocations until they fail */

static bool fail_later(size_t size)
{
    (void)size;
    return allowed-- <= 0;
}

/* int countdown(int n): a frame of its own for each level, all of them alive
 * while the innermost yields. */
struct countdown {
    PIRN__FRAME_HEADER;
    int n, below;
};

static struct pirn_frame *countdown_step(struct pirn_frame *frame,
                                         struct pirn_worker *w);

static int countdown(struct pirn_worker *w, int n)
{
    if (pirn__must_start(w)) {
        START(countdown);
        self->n = n;
        return 0;
    }
    int below = n ? countdown(w, n - 1) : pirn_yield_now(w);
    if (pirn__unlikely(w->suspended)) {
        struct countdown *self = pirn__frame_new(
            w, sizeof *self, _Alignof(struct countdown), countdown_step, 1);
        self->n = n;
        pirn__frame_link(w, (struct pirn_frame *)self, &self->below);
        return 0;
    }
    return below + 1;
}

STEP(countdown)
{
    BEGIN(countdown);
    self->state = 1;
    self->below = self->n ? countdown(w, self->n - 1) : pirn_yield_now(w);
    if (w->suspended) {
        pirn__frame_link(w, frame, &self->below);
        return NULL;
    }
    /* fallthrough */
case 1:
    RETURN(int, self->below + 1);
    END;
}

struct big {
    char bytes[5000];
};

struct test {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int rc, i, spawned;
    void *tasks[40];
    struct big big;
};

struct big_child {
    PIRN__FRAME_HEADER;
    struct big big;
};

STEP(big_child)
{
    BEGIN(big_child);
    self->big.bytes[4999] = 7;
    RETURN(struct big, self->big);
    END;
}

static int big_child(struct pirn_worker *w)
{
    START(big_child);
    return 0;
}

/* try_spawn with no memory for the frame, then with none for the result. */
STEP(tries)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    for (self->i = 0; self->i < 3; self->i++) {
        pirn__fault = fail_later;
        allowed = self->i;
        self->tasks[0] = TRY_SPAWN(&self->s, struct big, big_child(w));
        pirn__fault = NULL;
        if (self->i < 2) {
            assert_null(self->tasks[0]);
            continue;
        }
        AWAIT_TASK(self->big, self->tasks[0]);
        assert_int_equal(self->big.bytes[4999], 7);
    }
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

/* Awaiting goes on when try_spawn already gives NULL. */
STEP(goes_on)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    self->tasks[0] = SPAWN(&self->s, int, countdown(w, 500));
    pirn__fault = fail_later;
    allowed = 0;
    assert_null(TRY_SPAWN(&self->s, struct big, big_child(w)));
    AWAIT(self->rc, countdown(w, 500));
    assert_int_equal(self->rc, 501);
    AWAIT_TASK(self->rc, self->tasks[0]);
    assert_int_equal(self->rc, 501);
    pirn__fault = NULL;
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void run(pirn_step step)
{
    int rc;
    RUN(rc, pirn__frame_start(w, sizeof(struct test), _Alignof(struct test),
                              step));
    assert_int_equal(rc, 0);
}

static void try_spawn_gives_null(void **state)
{
    (void)state;
    run(tries_step);
}

static void the_reserve_keeps_awaiting_going(void **state)
{
    (void)state;
    run(goes_on_step);
}

static void without_pools(void **state)
{
    int n;
    setenv("PIRN_POOL", "0", 1);
    try_spawn_gives_null(state);
    the_reserve_keeps_awaiting_going(state);
    RUN(n, countdown(w, 10000));
    assert_int_equal(n, 10001);
    unsetenv("PIRN_POOL");
}

static void two_million_levels(void **state)
{
    int n;
    (void)state;
    RUN(n, countdown(w, 2000000));
    assert_int_equal(n, 2000001);
}

static void nothing_left(void)
{
    int n;
    struct pirn_worker *w = pirn__run_begin();
    countdown(w, 1000000);
    pirn__fault = fail_later;
    allowed = 0;
    pirn__run_end(&n, sizeof n, _Alignof(int));
}

STEP(spawns)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    pirn__fault = fail_later;
    allowed = 0;
    SPAWN(&self->s, struct big, big_child(w));
    RETURN(int, 0);
    END;
}

static void spawn_without_memory(void)
{
    run(spawns_step);
}

static void assert_dies(void (*f)(void), const char *sentence)
{
    char said[200] = "";
    int status = in_a_child(f, said, sizeof said);
    assert_memory_equal(said, sentence, strlen(sentence));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void the_end_is_told(void **state)
{
    (void)state;
    assert_dies(nothing_left,
                "pirn: out of memory: a task that has to wait cannot");
    assert_dies(spawn_without_memory, "pirn: out of memory: cannot spawn a "
                                      "task (try_spawn may fail)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(try_spawn_gives_null),
        cmocka_unit_test(the_reserve_keeps_awaiting_going),
        cmocka_unit_test(without_pools),
        cmocka_unit_test(two_million_levels),
        cmocka_unit_test(the_end_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
