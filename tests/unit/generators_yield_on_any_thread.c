/* Generators, plain and async, as the translator writes them. */
#include "by_hand.h"

/* generator int range(int n): 0 .. n-1; ends with status. */
struct range {
    PIRN__GEN_HEADER;
    int i, n, end;
};

static struct pirn_frame *range_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    struct range *self = (struct range *)frame;
    unsigned state = self->state;
    (void)w;
    self->state = PIRN__RUNNING;
    switch (state) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i++) {
            *(int *)self->link.result = self->i;
            self->state = 1;
            return NULL;
        case 1:;
        }
        self->status = self->end;
        self->state = 2;
        return frame;
    default:
        pirn__gen_reentered();
    }
}

static struct pirn_gen *range(int n, int end)
{
    struct range *self =
        pirn__gen_new(sizeof *self, _Alignof(struct range), range_step, false);
    self->n = n;
    self->end = end;
    return (struct pirn_gen *)self;
}

static void values_then_the_end_for_ever(void **state)
{
    struct pirn_gen *g = range(3, 0);
    int v;
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pirn__gen_next(g, &v), 1);
        assert_int_equal(v, i);
    }
    v = 77;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pirn__gen_next(g, &v), 0);
    assert_int_equal(v, 77);
    pirn__gen_close(g);
}

static void a_failure_is_told_once(void **state)
{
    struct pirn_gen *g = range(1, -EIO);
    int v;
    (void)state;
    assert_int_equal(pirn__gen_next(g, &v), 1);
    assert_int_equal(pirn__gen_next(g, &v), -EIO);
    assert_int_equal(pirn__gen_next(g, &v), 0);
    assert_int_equal(pirn__gen_next(g, &v), 0);
    pirn__gen_close(g);
}

static void closed_at_any_moment(void **state)
{
    int v;
    (void)state;
    pirn__gen_close(NULL);
    pirn__gen_close(range(3, 0));
    struct pirn_gen *g = range(3, 0);
    pirn__gen_next(g, &v);
    pirn__gen_close(g);
}

/* Eight threads step one generator in turn. */
enum { THREADS = 8, ROUNDS = 200 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int turn;
    struct pirn_gen *g;
} relay = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, NULL};

static void *step_in_turn(void *arg)
{
    int me = (int)(intptr_t)arg, v = -1;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_mutex_lock(&relay.lock);
        while (relay.turn % THREADS != me)
            pthread_cond_wait(&relay.changed, &relay.lock);
        if (pirn__gen_next(relay.g, &v) != 1 || v != relay.turn)
            abort();
        relay.turn++;
        pthread_cond_broadcast(&relay.changed);
        pthread_mutex_unlock(&relay.lock);
    }
    return NULL;
}

static void eight_threads_in_turn(void **state)
{
    pthread_t threads[THREADS];
    int v;
    (void)state;
    relay.g = range(THREADS * ROUNDS, 0);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, step_in_turn, (void *)(intptr_t)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(pirn__gen_next(relay.g, &v), 0);
    pirn__gen_close(relay.g);
}

/* async generator int ticks(int n, int64_t pause): waits before each value,
 * unless pause is negative. */
struct ticks {
    PIRN__GEN_HEADER;
    int i, n, rc, end;
    int64_t pause;
};

static struct pirn_frame *ticks_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    struct ticks *self = (struct ticks *)frame;
    unsigned state = self->state;
    if (!w)
        pirn__gen_misuse();
    self->state = PIRN__RUNNING;
    switch (state) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i++) {
            if (self->pause >= 0) {
                self->rc = pirn_sleep(w, self->pause);
                if (w->suspended) {
                    self->state = 1;
                    pirn__frame_link(w, frame, &self->rc);
                    return NULL;
                case 1:;
                }
            }
            *(int *)self->link.result = self->i;
            self->status = 1;
            self->state = 2;
            return self->link.caller;
        case 2:;
        }
        self->status = self->end;
        self->state = 3;
        return self->link.caller;
    default:
        pirn__gen_reentered();
    }
}

static struct pirn_gen *ticks(int n, int64_t pause, int end)
{
    struct ticks *self =
        pirn__gen_new(sizeof *self, _Alignof(struct ticks), ticks_step, true);
    self->n = n;
    self->end = end;
    self->pause = pause;
    return (struct pirn_gen *)self;
}

struct consumer {
    PIRN__FRAME_HEADER;
    struct pirn_gen *g;
    int rc, v, sum;
};

STEP(consumer)
{
    BEGIN(consumer);
    for (;;) {
        self->v = -1;
        AWAIT(self->rc, pirn__gen_await_next(w, self->g, &self->v));
        if (self->rc != 1)
            break;
        self->sum = self->sum * 10 + self->v;
    }
    self->sum += self->rc;
    AWAIT(self->rc, pirn__gen_await_next(w, self->g, &self->v));
    assert_int_equal(self->rc, 0);
    AWAIT(self->rc, pirn__gen_await_next(w, self->g, &self->v));
    assert_int_equal(self->rc, 0);
    assert_int_equal(self->v, -1);
    AWAIT(self->rc, pirn__gen_await_close(w, self->g));
    RETURN(int, self->sum);
    END;
}

static int consumer(struct pirn_worker *w, struct pirn_gen *g)
{
    START(consumer);
    self->g = g;
    self->sum = 0;
    return 0;
}

static void awaited(void **state)
{
    int sum;
    (void)state;
    RUN(sum, consumer(w, ticks(4, 5 * PIRN_MS, 0)));
    assert_int_equal(sum, 123);
    RUN(sum, consumer(w, ticks(4, -1, -EIO)));
    assert_int_equal(sum, 123 - EIO);
    RUN(sum, consumer(w, ticks(4, 5 * PIRN_MS, -EIO)));
    assert_int_equal(sum, 123 - EIO);
    RUN(sum, consumer(w, ticks(4, 0, 0)));
    assert_int_equal(sum, 123);
    RUN(sum, consumer(w, range(4, -EIO)));
    assert_int_equal(sum, 123 - EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_then_the_end_for_ever),
        cmocka_unit_test(a_failure_is_told_once),
        cmocka_unit_test(closed_at_any_moment),
        cmocka_unit_test(eight_threads_in_turn),
        cmocka_unit_test_setup(awaited, use_virtual_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
