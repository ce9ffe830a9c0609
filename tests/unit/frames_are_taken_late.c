/* The frame contract: entries that run on the native stack and take a frame
 * only where something suspends, driven from plain C as --async-all does.
 * Results of every kind come out the same however often a probe suspends. */
#include "by_hand.h"
#include <complex.h>

static int every, ticks;

/* Suspends at each `every`th call; 0: never. */
static int maybe(struct pirn_worker *w)
{
    ticks++;
    return every && ticks % every == 0 ? pirn__probe(w) : 0;
}

/* await maybe(w), in an entry: with a frame of the name given, in state 1. */
#define LATE(name, stores)                                                     \
    if (pirn__unlikely(w->suspended)) {                                        \
        struct name *self = pirn__frame_new(                                   \
            w, sizeof *self, _Alignof(struct name), name##_step, 1);           \
        stores;                                                                \
        pirn__frame_link(w, (struct pirn_frame *)self, &self->slot);           \
        return nothing;                                                        \
    }

/* T name(T x): maybe waits, then E. */
#define UNARY(name, T, E)                                                      \
    struct name {                                                              \
        PIRN__FRAME_HEADER;                                                    \
        int slot;                                                              \
        T x;                                                                   \
    };                                                                         \
    STEP(name)                                                                 \
    {                                                                          \
        BEGIN(name);                                                           \
        self->state = 1;                                                       \
        self->slot = maybe(w);                                                 \
        if (w->suspended) {                                                    \
            pirn__frame_wait(w, frame, &self->slot);                           \
            return NULL;                                                       \
        }                                                                      \
        __attribute__((fallthrough));                                          \
    case 1:;                                                                   \
        T x = self->x;                                                         \
        RETURN(T, E);                                                          \
        END;                                                                   \
    }                                                                          \
    static T name(struct pirn_worker *w, T x)                                  \
    {                                                                          \
        static T nothing;                                                      \
        if (pirn__must_start(w)) {                                             \
            struct name *self = pirn__frame_start(                             \
                w, sizeof *self, _Alignof(struct name), name##_step);          \
            if (self)                                                          \
                self->x = x;                                                   \
            return nothing;                                                    \
        }                                                                      \
        maybe(w);                                                              \
        LATE(name, self->x = x)                                                \
        return E;                                                              \
    }

struct big {
    int a[9];
    double d;
};
typedef int vector __attribute__((vector_size(16)));

UNARY(twice_int, int, x + x)
UNARY(half, float, x / 2)
UNARY(quarter, long double, x / 4)
UNARY(turned, double complex, x *I)
UNARY(doubled, vector, x + x)
UNARY(square, __int128, x *x)
UNARY(swapped, struct big, ((struct big){.a = {[8] = x.a[0]}, .d = -x.d}))

/* int depth(int n): n levels of calls, each of which adds one. */
struct depth {
    PIRN__FRAME_HEADER;
    int slot, n;
};

static int depth(struct pirn_worker *w, int n);

STEP(depth)
{
    BEGIN(depth);
    self->state = 1;
    self->slot = self->n ? depth(w, self->n - 1) : maybe(w);
    if (w->suspended) {
        pirn__frame_wait(w, frame, &self->slot);
        return NULL;
    }
    __attribute__((fallthrough));
case 1:
    RETURN(int, self->slot + 1);
    END;
}

static int depth(struct pirn_worker *w, int n)
{
    const int nothing = 0;
    if (pirn__must_start(w)) {
        START(depth);
        self->n = n;
        return 0;
    }
    int slot = n ? depth(w, n - 1) : maybe(w);
    LATE(depth, self->n = n)
    return slot + 1;
}

/* What the plain function beside a turned one does. */
#define DRIVE(T, call)                                                         \
    (__extension__({                                                           \
        struct pirn__drive drive_;                                             \
        struct pirn_worker *w = pirn__drive_begin(&drive_);                    \
        T value_ = (call);                                                     \
        if (w->suspended) {                                                    \
            T slot_;                                                           \
            pirn__drive(w, &slot_);                                            \
            value_ = slot_;                                                    \
        }                                                                      \
        pirn__drive_end(&drive_);                                              \
        value_;                                                                \
    }))

static void every_kind_of_result(void **state)
{
    (void)state;
    for (every = 0; every < 4; every++) {
        for (int round = 0; round < 3; round++) {
            struct big big = {.a = {7}, .d = 2.5};
            assert_int_equal(DRIVE(int, twice_int(w, 21)), 42);
            assert_true(DRIVE(float, half(w, 3)) == 1.5f);
            assert_true(DRIVE(long double, quarter(w, 2)) == 0.5L);
            assert_true(cimag(DRIVE(double complex, turned(w, 2))) == 2);
            assert_int_equal(DRIVE(vector, doubled(w, (vector){1, 2, 3, 4}))[3],
                             8);
            assert_true(DRIVE(__int128, square(w, (__int128)1 << 40)) >> 80 ==
                        1);
            big = DRIVE(struct big, swapped(w, big));
            assert_int_equal(big.a[8], 7);
            assert_true(big.d == -2.5);
        }
    }
}

static void recursion_is_bounded_by_memory(void **state)
{
    (void)state;
    for (every = 0; every < 2; every++) {
        assert_int_equal(DRIVE(int, depth(w, 10)), 11);
        assert_int_equal(DRIVE(int, depth(w, 1000000)), 1000001);
    }
}

/* The same on a thread with a small stack, whose worker ends with it. */
static void *on_a_small_stack(void *arg)
{
    *(int *)arg = DRIVE(int, depth(w, 300000));
    return NULL;
}

static void a_small_stack(void **state)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int result = 0;
    (void)state;
    every = 1;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128 << 10);
    pthread_create(&thread, &attributes, on_a_small_stack, &result);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    assert_int_equal(result, 300001);
}

/* A body may be driven inside a body, and jumped out of. */
static jmp_buf out;

struct nested {
    PIRN__FRAME_HEADER;
    int slot;
    bool jumps;
};

static struct nested *lost[3];

STEP(nested)
{
    BEGIN(nested);
    AWAIT(self->slot, pirn__probe(w));
    self->slot = DRIVE(int, twice_int(w, 5)) + DRIVE(int, depth(w, 20));
    if (self->jumps) {
        lost[every] = self; /* so that it is not reported as a leak */
        longjmp(out, 1);
    }
    AWAIT(self->slot, twice_int(w, self->slot));
    RETURN(int, self->slot);
    END;
}

static int nested(struct pirn_worker *w, bool jumps)
{
    START(nested);
    self->jumps = jumps;
    return 0;
}

static void driven_inside_another(void **state)
{
    (void)state;
    for (every = 0; every < 3; every++) {
        assert_int_equal(DRIVE(int, nested(w, false)), 62);
        if (setjmp(out) == 0)
            DRIVE(int, nested(w, true));
        assert_int_equal(DRIVE(int, nested(w, false)), 62);
    }
}

static void random_probes(void **state)
{
    int suspended = 0;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct pirn__drive drive;
        struct pirn_worker *w = pirn__drive_begin(&drive);
        int value = pirn__probe_random(w, 7);
        if (w->suspended) {
            suspended++;
            pirn__drive(w, &value);
        }
        pirn__drive_end(&drive);
        assert_int_equal(value, 0);
    }
    assert_in_range(suspended, 800, 1200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_result),
        cmocka_unit_test(recursion_is_bounded_by_memory),
        cmocka_unit_test(a_small_stack),
        cmocka_unit_test(driven_inside_another),
        cmocka_unit_test(random_probes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
