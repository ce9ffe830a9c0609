/* A run of a test that has not given a frame back has failed; one that has
 * given back what it took has not, wherever the frames came from. */
#include "by_hand.h"

static bool forgets;
static void *forgotten;

/* int wait_and_forget(void): takes its frame when it waits. */
struct wait_and_forget {
    PIRN__FRAME_HEADER;
};

STEP(wait_and_forget)
{
    struct pirn_frame *caller = frame->link.caller;
    *(int *)frame->link.result = 0;
    if (forgets)
        forgotten = frame;
    else
        pirn__frame_free(w, frame);
    return caller;
}

static int wait_and_forget(struct pirn_worker *w)
{
    struct pirn_frame *frame = pirn__frame_new(
        w, sizeof *frame, _Alignof(struct pirn_frame), wait_and_forget_step, 1);
    pirn_yield_now(w);
    pirn__frame_link(w, frame, NULL);
    return 0;
}

/* int root(int times) */
struct root {
    PIRN__FRAME_HEADER;
    int times, rc;
};

STEP(root)
{
    BEGIN(root);
    for (; self->times > 0; self->times--)
        AWAIT(self->rc, wait_and_forget(w));
    RETURN(int, self->rc);
    END;
}

static int root(struct pirn_worker *w, int times)
{
    START(root);
    self->times = times;
    return 0;
}

static int test(enum pirn__test_kind kind, int times)
{
    struct pirn_test_options options = {.quiet = true};
    struct pirn__test *test = pirn__test_begin(kind, &options, "root()");
    while (pirn__test_next(test)) {
        int result;
        (void)root(pirn__test_run(test), times);
        pirn__run_end(&result, sizeof result, _Alignof(int));
        pirn__test_ended(test, result);
    }
    return pirn__test_end(test);
}

static void frames_that_are_given_back_are_fine(void **state)
{
    (void)state;
    forgets = false;
    assert_int_equal(test(PIRN__TEST_RUN, 1000), 0);
    assert_int_equal(test(PIRN__TEST_ALLOCATION, 100), 0);
    assert_int_equal(test(PIRN__TEST_CANCEL, 100), 0);
}

static void a_frame_that_is_forgotten_is_told(void **state)
{
    (void)state;
    forgets = true;
    assert_int_equal(test(PIRN__TEST_RUN, 1), 1);
    assert_non_null(forgotten);
    free(forgotten);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_that_are_given_back_are_fine),
        cmocka_unit_test(a_frame_that_is_forgotten_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
