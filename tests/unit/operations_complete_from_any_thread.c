/* pirn_suspend and pirn_complete: at once, later on the same thread, from
 * other threads, cancelled, and all of that at the same moment. */
#include "by_hand.h"

/* Keeps the operation for somebody else to complete. */
struct request {
    pirn_op *op;
    int cancels;
    int answer;       /* of a cancellation; 0: it is not heard */
    pthread_t thread; /* of start_thread */
};

static void start_later(pirn_op *op, void *arg)
{
    ((struct request *)arg)->op = op;
}

static void start_at_once(pirn_op *op, void *arg)
{
    pirn_complete(op, ((struct request *)arg)->answer);
}

static void cancel_request(pirn_op *op, void *arg)
{
    struct request *request = arg;
    request->cancels++;
    if (request->answer)
        pirn_complete(op, request->answer);
}

struct requester {
    PIRN__FRAME_HEADER;
    pirn_op_start *start;
    pirn_op_cancel *cancel;
    struct request *request;
    int rc;
};

STEP(requester)
{
    BEGIN(requester);
    AWAIT(self->rc, pirn_suspend(w, self->start, self->cancel, self->request));
    note("%d ", self->rc);
    RETURN(int, self->rc);
    END;
}

static int requester(struct pirn_worker *w, pirn_op_start *start,
                     pirn_op_cancel *cancel, struct request *request)
{
    START(requester);
    self->start = start;
    self->cancel = cancel;
    self->request = request;
    return 0;
}

static void at_once(void **state)
{
    struct request request = {.answer = 12};
    int rc;
    (void)state;
    RUN(rc, requester(w, start_at_once, NULL, &request));
    assert_int_equal(rc, 12);
    RUN(rc, pirn_suspend(w, start_at_once, NULL, &request)); /* as a child */
    assert_int_equal(rc, 12);
}

struct test {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int rc, i;
    void *task;
    struct request request;
};

STEP(same_thread)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    self->task =
        SPAWN(&self->s, int, requester(w, start_later, NULL, &self->request));
    AWAIT(self->rc, pirn_sleep(w, PIRN_MS));
    pirn_complete(self->request.op, 34);
    note("completed ");
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, 34);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "completed 34 ");
    RETURN(int, 0);
    END;
}

/* Asks to stop; the request's answer says how it ends. */
STEP(cancelled)
{
    struct pirn_scope_options options = {
        .timeout = PIRN_MS, .deadline = PIRN_NEVER, .limit = PIRN_NEVER};
    static const int answers[] = {-ECANCELED, 56, -EIO};
    static const int elses[] = {1, 0, 0};
    BEGIN(test);
    for (self->i = 0; self->i < 3; self->i++) {
        options.timeout = PIRN_MS;
        self->request = (struct request){.answer = answers[self->i]};
        pirn__scope_enter(w, &self->s, &options);
        AWAIT(self->rc,
              pirn_suspend(w, start_later, cancel_request, &self->request));
        assert_int_equal(self->rc, answers[self->i]);
        assert_int_equal(self->request.cancels, 1);
        AWAIT(self->rc, pirn__scope_leave(w, &self->s));
        assert_int_equal(self->rc, elses[self->i]);
    }
    /* In a cancelled scope it is not even begun. */
    pirn__scope_enter(w, &self->s, NULL);
    pirn_scope_cancel(&self->s);
    AWAIT(self->rc, pirn_suspend(w, start_later, NULL, &self->request));
    assert_int_equal(self->rc, -ECANCELED);
    self->task = SPAWN(&self->s, int,
                       pirn_suspend(w, start_later, NULL, &self->request));
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

/* Without a cancel function, or with one that does not complete it, an
 * operation goes on to its end. */
STEP(not_heard)
{
    BEGIN(test);
    self->request = (struct request){0};
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s,
                   requester(w, start_later, cancel_request, &self->request));
    AWAIT(self->rc, pirn_sleep(w, PIRN_MS));
    pirn_scope_cancel(&self->s);
    pirn_scope_cancel(&self->s);
    assert_int_equal(self->request.cancels, 1);
    AWAIT(self->rc, pirn_yield_now(w));
    assert_string_equal(notes, "");
    pirn_complete(self->request.op, 78);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    assert_string_equal(notes, "78 ");
    RETURN(int, 0);
    END;
}

static void run(pirn_step step)
{
    int rc;
    RUN(rc,
        pirn__frame_start(w, sizeof(struct test), _Alignof(struct test), step));
    assert_int_equal(rc, 0);
}

static void later_on_the_same_thread(void **state)
{
    (void)state;
    run(same_thread_step);
}

static void told_to_stop(void **state)
{
    (void)state;
    run(cancelled_step);
}

static void told_to_stop_and_deaf(void **state)
{
    (void)state;
    run(not_heard_step);
}

/* Other threads ------------------------------------------------------------ */

enum { REQUESTS = 2000, SERVERS = 4 };

/* A queue of operations that the servers complete. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pirn_op *ops[REQUESTS];
    size_t begin, end;
    bool closed;
} queue = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {0}, 0, 0, 0};

static void enqueue(pirn_op *op, void *arg)
{
    (void)arg;
    pthread_mutex_lock(&queue.lock);
    queue.ops[queue.end++] = op;
    pthread_cond_signal(&queue.changed);
    pthread_mutex_unlock(&queue.lock);
}

/* Takes op out again, if no server has it yet. */
static void dequeue(pirn_op *op, void *arg)
{
    bool found = false;
    (void)arg;
    pthread_mutex_lock(&queue.lock);
    for (size_t i = queue.begin; i < queue.end && !found; i++) {
        found = queue.ops[i] == op;
        if (found)
            queue.ops[i] = NULL;
    }
    pthread_mutex_unlock(&queue.lock);
    if (found)
        pirn_complete(op, -ECANCELED);
}

static void *serve(void *arg)
{
    (void)arg;
    for (;;) {
        pthread_mutex_lock(&queue.lock);
        while (queue.begin == queue.end && !queue.closed)
            pthread_cond_wait(&queue.changed, &queue.lock);
        if (queue.begin == queue.end) {
            pthread_mutex_unlock(&queue.lock);
            return NULL;
        }
        pirn_op *op = queue.ops[queue.begin++];
        pthread_mutex_unlock(&queue.lock);
        if (op)
            pirn_complete(op, 1);
    }
}

struct many {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int i, rc, done;
    bool cancels;
    void *tasks[REQUESTS];
};

STEP(many)
{
    BEGIN(many);
    pirn__scope_enter(w, &self->s, NULL);
    for (self->i = 0; self->i < REQUESTS; self->i++) {
        self->tasks[self->i] =
            SPAWN(&self->s, int, pirn_suspend(w, enqueue, dequeue, NULL));
        if (self->i % 10 == 0)
            AWAIT(self->rc, pirn_yield_now(w));
    }
    if (self->cancels)
        pirn_scope_cancel(&self->s);
    for (self->i = 0; self->i < REQUESTS; self->i++) {
        AWAIT_TASK(self->rc, self->tasks[self->i]);
        if (self->rc != 1)
            assert_int_equal(self->rc, -ECANCELED);
        self->done += self->rc == 1;
    }
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, self->done);
    END;
}

static int many(struct pirn_worker *w, bool cancels)
{
    START(many);
    self->cancels = cancels;
    self->done = 0;
    return 0;
}

static int run_many(bool cancels)
{
    pthread_t servers[SERVERS];
    int done;
    queue.begin = queue.end = 0;
    queue.closed = false;
    for (int i = 0; i < SERVERS; i++)
        pthread_create(&servers[i], NULL, serve, NULL);
    RUN(done, many(w, cancels));
    pthread_mutex_lock(&queue.lock);
    queue.closed = true;
    pthread_cond_broadcast(&queue.changed);
    pthread_mutex_unlock(&queue.lock);
    for (int i = 0; i < SERVERS; i++)
        pthread_join(servers[i], NULL);
    return done;
}

static void by_other_threads(void **state)
{
    (void)state;
    assert_int_equal(run_many(false), REQUESTS);
}

static void by_other_threads_while_cancelled(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_in_range(run_many(true), 0, REQUESTS);
}

/* The runtime ends as soon as the last operation is complete, while the
 * thread that has completed it is still on its way out. */
static void *complete_one(void *arg)
{
    pirn_complete(arg, 9);
    return NULL;
}

static void start_thread(pirn_op *op, void *arg)
{
    pthread_create(&((struct request *)arg)->thread, NULL, complete_one, op);
}

static void the_runtime_may_end_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct request request = {0};
        int rc;
        RUN(rc, pirn_suspend(w, start_thread, NULL, &request));
        assert_int_equal(rc, 9);
        pthread_join(request.thread, NULL);
    }
}

static int use_real_time(void **state)
{
    (void)state;
    pirn_clock_use(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(at_once, forget_notes),
        cmocka_unit_test_setup(later_on_the_same_thread, forget_notes),
        cmocka_unit_test_setup(told_to_stop, forget_notes),
        cmocka_unit_test_setup(told_to_stop_and_deaf, forget_notes),
        cmocka_unit_test_setup(by_other_threads, use_real_time),
        cmocka_unit_test_setup(by_other_threads_while_cancelled, use_real_time),
        cmocka_unit_test_setup(the_runtime_may_end_at_once, use_real_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
