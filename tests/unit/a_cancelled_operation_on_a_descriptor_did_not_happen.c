/* Cancellation and closing: how a wait on a descriptor ends before its time.
 */
#include "io_by_hand.h"

/* In a cancelled scope an operation is refused, ready or not, and takes
 * nothing; closing happens all the same. */
COROUTINE(refused)
{
    BEGIN(refused);
    assert_int_equal(pipe(self->fd), 0);
    assert_int_equal(write(self->fd[1], "x", 1), 1);
    ENTER();
    pirn_scope_cancel(&self->s);
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 1));
    assert_int_equal(self->n, -ECANCELED);
    AWAIT(self->n, pirn_write(w, self->fd[1], "y", 1));
    assert_int_equal(self->n, -ECANCELED);
    AWAIT(self->rc, pirn_accept(w, self->fd[0], NULL, NULL));
    assert_int_equal(self->rc, -ECANCELED);
    AWAIT(self->rc, pirn_close(w, self->fd[1]));
    assert_int_equal(self->rc, 0);
    LEAVE();
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 8));
    assert_int_equal(self->n, 1);
    assert_int_equal(self->buf[0], 'x');
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_refused(void **state)
{
    (void)state;
    RUN_COROUTINE(refused);
}

/* A wait is interrupted; what comes later is still there for others. */
COROUTINE(interrupted, void *task[3];)
{
    BEGIN(interrupted);
    assert_int_equal(pipe(self->fd), 0);
    ENTER();
    for (int i = 0; i < 3; i++)
        self->task[i] = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 1));
    LET_OTHERS_RUN();
    pirn_scope_cancel(&self->s);
    assert_int_equal(write(self->fd[1], "x", 1), 1);
    AWAIT_TASK(self->n, self->task[1]);
    assert_int_equal(self->n, -ECANCELED);
    AWAIT_TASK(self->n, self->task[0]);
    assert_int_equal(self->n, -ECANCELED);
    LEAVE();
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 8));
    assert_int_equal(self->n, 1);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_interrupted(void **state)
{
    (void)state;
    RUN_COROUTINE(interrupted);
}

/* A deadline interrupts too, and makes `else` due. */
COROUTINE(timed_out)
{
    BEGIN(timed_out);
    assert_int_equal(pipe(self->fd), 0);
    pirn__scope_enter(w, &self->s,
                      &(struct pirn_scope_options){.timeout = 5 * PIRN_S,
                                                   .deadline = PIRN_NEVER,
                                                   .limit = PIRN_NEVER});
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 1));
    assert_int_equal(self->n, -ECANCELED);
    LEAVE();
    assert_int_equal(self->rc, 1);
    assert_true(pirn_scope_timed_out(&self->s));
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_timed_out(void **state)
{
    (void)state;
    RUN_COROUTINE(timed_out);
}

/* What came before the cancellation is kept. */
COROUTINE(first_wins, void *task;)
{
    BEGIN(first_wins);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    ENTER();
    self->task = SPAWN_RC(pirn_accept(w, self->fd[0], NULL, NULL));
    LET_OTHERS_RUN();
    AWAIT(self->fd[1],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    assert_true(self->fd[1] >= 0);
    /* The accept may have been completed now, but has not been resumed. */
    pirn_scope_cancel(&self->s);
    AWAIT_TASK(self->fd[2], self->task);
    LEAVE();
    if (self->fd[2] == -ECANCELED)
        AWAIT(self->fd[2], pirn_accept(w, self->fd[0], NULL, NULL));
    assert_true(self->fd[2] >= 0);
    close_all(self->fd, 3);
    RETURN(int, 0);
    END;
}

static void test_first_wins(void **state)
{
    (void)state;
    RUN_COROUTINE(first_wins);
}

/* A partial write says how far it came, and can be taken up again. */
COROUTINE(resumed, size_t done; size_t before; size_t got; void *task;
          char *data; char *copy;)
{
    enum { SIZE = 1 << 20 };
    BEGIN(resumed);
    assert_int_equal(pipe(self->fd), 0);
    self->data = malloc(SIZE);
    self->copy = malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++)
        self->data[i] = (char)(i * 2654435761u >> 13);
    self->done = 0;
    ENTER();
    self->task =
        SPAWN_RC(pirn_write_all(w, self->fd[1], self->data, SIZE, &self->done));
    LET_OTHERS_RUN();
    LET_OTHERS_RUN();
    pirn_scope_cancel(&self->s);
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, -ECANCELED);
    LEAVE();
    assert_true(self->done > 0 && self->done < SIZE);
    self->before = self->done;
    ENTER();
    self->task =
        SPAWN_RC(pirn_write_all(w, self->fd[1], self->data, SIZE, &self->done));
    for (self->got = 0; self->got < SIZE; self->got += (size_t)self->n) {
        AWAIT(self->n, pirn_read(w, self->fd[0], self->copy + self->got,
                                 SIZE - self->got));
        assert_true(self->n > 0);
    }
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, 0);
    LEAVE();
    assert_int_equal(self->done, SIZE);
    assert_memory_equal(self->data, self->copy, SIZE);
    free(self->data);
    free(self->copy);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_resumed(void **state)
{
    (void)state;
    RUN_COROUTINE(resumed);
}

/* Closing a descriptor gives all who wait on it -EBADF. */
COROUTINE(closed_under, void *task[4]; char *data;)
{
    enum { SIZE = 4 << 20 };
    BEGIN(closed_under);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, self->fd), 0);
    self->data = calloc(1, SIZE);
    ENTER();
    self->task[0] = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 1));
    self->task[1] = SPAWN_N(pirn_recv(w, self->fd[0], self->buf, 1, 0));
    self->task[2] =
        SPAWN_RC(pirn_write_all(w, self->fd[0], self->data, SIZE, NULL));
    self->task[3] = SPAWN_RC(pirn_poll(w, self->fd[0], POLLIN));
    LET_OTHERS_RUN();
    LET_OTHERS_RUN();
    AWAIT(self->rc, pirn_close(w, self->fd[0]));
    assert_int_equal(self->rc, 0);
    pirn_scope_cancel(&self->s); /* too late */
    AWAIT_TASK(self->n, self->task[0]);
    assert_int_equal(self->n, -EBADF);
    AWAIT_TASK(self->n, self->task[1]);
    assert_int_equal(self->n, -EBADF);
    AWAIT_TASK(self->rc, self->task[2]);
    assert_int_equal(self->rc, -EBADF);
    AWAIT_TASK(self->rc, self->task[3]);
    assert_int_equal(self->rc, -EBADF);
    LEAVE();
    free(self->data);
    close_all(self->fd + 1, 1);
    RETURN(int, 0);
    END;
}

static void test_closed_under(void **state)
{
    (void)state;
    RUN_COROUTINE(closed_under);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_interrupted),
        cmocka_unit_test_setup(test_timed_out, use_virtual_time),
        cmocka_unit_test(test_first_wins),
        cmocka_unit_test(test_resumed),
        cmocka_unit_test(test_closed_under),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
