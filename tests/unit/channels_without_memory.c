/* What channels and selects do when memory runs out. */
#include "runtime/objects/chan.h"
#include "by_hand.h"
#include <pirn/select.h>

static size_t fails_from; /* allocations of so many bytes and more fail */

static bool fails(size_t size)
{
    return size >= fails_from;
}

static void test_making(void **state)
{
    (void)state;
    pirn__fault = fails;
    fails_from = 1;
    assert_null(pirn__chan_try_new(4, sizeof(int), 4));
    assert_null(pirn__chan_try_new(PIRN_UNLIMITED, sizeof(int), 4));
    assert_null(pirn__broadcast_try_new(4, PIRN_SLOW_BLOCKS, sizeof(int), 4));
    pirn__fault = NULL;
    assert_null(pirn__chan_try_new(PTRDIFF_MAX, sizeof(int), 4));
    struct pirn_chan *hub =
        pirn__broadcast_try_new(4, PIRN_SLOW_BLOCKS, sizeof(int), 4);
    pirn__fault = fails;
    assert_null(pirn__broadcast_try_subscribe(hub));
    pirn__fault = NULL;
    pirn__chan_free(hub);
}

/* What is in an unlimited channel stays there when it cannot grow. */
static void test_growing(void **state)
{
    struct pirn_chan *c = pirn__chan_try_new(PIRN_UNLIMITED, sizeof(int), 4);
    int sent = 0, n;
    (void)state;
    pirn__fault = fails;
    fails_from = 1000 * sizeof(int);
    while (pirn__chan_try_send(c, &sent, sizeof sent) == 0)
        sent++;
    assert_int_equal(pirn__chan_try_send(c, &sent, sizeof sent), -ENOMEM);
    assert_int_equal(pirn__chan_length(c), sent);
    for (int i = 0; i < sent; i++) {
        assert_int_equal(pirn__chan_try_recv(c, &n, sizeof n), 0);
        assert_int_equal(n, i);
    }
    assert_int_equal(pirn__chan_try_recv(c, &n, sizeof n), -EAGAIN);
    assert_int_equal(pirn__chan_try_send(c, &sent, sizeof sent), 0);
    pirn__fault = NULL;
    pirn__chan_free(c);
}

/* A select that has to wait takes its frame from the reserve. */
struct waits {
    PIRN__FRAME_HEADER;
    int rc, n;
    struct pirn_scope s;
    struct pirn_chan *c;
    struct pirn_clause clauses[20];
};

struct sends {
    PIRN__FRAME_HEADER;
    int rc, n;
    struct pirn_chan *c;
};

STEP(sends)
{
    BEGIN(sends);
    AWAIT(self->rc, pirn_yield_now(w));
    self->n = 5;
    AWAIT(self->rc, pirn__chan_send(w, self->c, &self->n, sizeof self->n));
    RETURN(int, self->rc);
    END;
}

static int sends(struct pirn_worker *w, struct pirn_chan *c)
{
    START(sends);
    self->c = c;
    return 0;
}

STEP(waits)
{
    BEGIN(waits);
    self->c = pirn__chan_new(0, sizeof(int), 4);
    for (int i = 0; i < 20; i++)
        self->clauses[i] =
            (struct pirn_clause){{self->c}, {&self->n}, NULL, sizeof(int),
                                 PIRN__CLAUSE_RECV};
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, sends(w, self->c));
    pirn__fault = fails;
    fails_from = 1;
    AWAIT(self->rc, pirn__select(w, self->clauses, 20, 0));
    pirn__fault = NULL;
    assert_int_equal(self->rc, 0);
    assert_int_equal(self->n, 5);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    pirn__chan_free(self->c);
    RETURN(int, 0);
    END;
}

static int waits(struct pirn_worker *w)
{
    START(waits);
    return 0;
}

static void test_waiting(void **state)
{
    int rc;
    (void)state;
    RUN(rc, waits(w));
    assert_int_equal(rc, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_making),
        cmocka_unit_test(test_growing),
        cmocka_unit_test(test_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
