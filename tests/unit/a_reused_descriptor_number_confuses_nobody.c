/* close(2) tells nobody. What is remembered of a descriptor must not be held
 * against the next one of the same number. */
#include "io_by_hand.h"

/* A TCP connection: [0] listens, [1] has been accepted, [2] is its peer. */
#define CONNECT()                                                              \
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);                             \
    AWAIT(self->fd[2],                                                         \
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));       \
    assert_true(self->fd[2] >= 0)
#define ACCEPT()                                                               \
    AWAIT(self->fd[1], pirn_accept(w, self->fd[0], NULL, NULL));               \
    assert_true(self->fd[1] >= 0)

/* fd, which has been closed, becomes the reading end of a new pipe. */
static void become_pipe(int fd, int *writer)
{
    int pair[2];
    assert_int_equal(pipe(pair), 0);
    if (pair[1] == fd) {
        pair[1] = dup(pair[1]);
        (void)close(fd);
    }
    if (pair[0] != fd) {
        assert_int_equal(dup2(pair[0], fd), fd);
        (void)close(pair[0]);
    }
    *writer = pair[1];
}

/* The hardest case. A short TCP recv has shown that there is no more, so that
 * the next one waits without a system call; but between the two, in the same
 * turn of the task, the number becomes that of another file. */
COROUTINE(in_one_turn, void *task;)
{
    BEGIN(in_one_turn);
    CONNECT();
    ACCEPT();
    ENTER();
    self->task = SPAWN_N(pirn_recv(w, self->fd[1], self->buf, 64, 0));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_send(w, self->fd[2], "hello", 5, 0));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    close_all(self->fd + 1, 1);
    become_pipe(self->fd[1], &self->fd[3]);
    self->task = SPAWN_N(pirn_read(w, self->fd[1], self->buf, 64));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[3], "pipe!", 5));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    assert_memory_equal(self->buf, "pipe!", 5);
    LEAVE();
    close_all(self->fd, 4);
    RETURN(int, 0);
    END;
}

static void test_in_one_turn(void **state)
{
    (void)state;
    RUN_COROUTINE(in_one_turn);
}

/* The same, and it becomes a file, which no epoll ever reports. */
COROUTINE(becomes_file, void *task;)
{
    BEGIN(becomes_file);
    CONNECT();
    ACCEPT();
    ENTER();
    self->task = SPAWN_N(pirn_recv(w, self->fd[1], self->buf, 64, 0));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_send(w, self->fd[2], "hello", 5, 0));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    close_all(self->fd + 1, 1);
    self->fd[1] = open("/proc/self/stat", O_RDONLY);
    AWAIT(self->n, pirn_read(w, self->fd[1], self->buf, 64));
    assert_int_equal(self->n, 64);
    LEAVE();
    close_all(self->fd, 3);
    RETURN(int, 0);
    END;
}

static void test_becomes_file(void **state)
{
    (void)state;
    RUN_COROUTINE(becomes_file);
}

/* A pipe that was waited for, closed behind our back, becomes another. */
COROUTINE(pipe_after_pipe, void *task; int i;)
{
    BEGIN(pipe_after_pipe);
    for (self->i = 0; self->i < 3; self->i++) {
        assert_int_equal(pipe(self->fd), 0);
        ENTER();
        self->task = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 64));
        LET_OTHERS_RUN();
        assert_int_equal(write(self->fd[1], "x", 1), 1);
        AWAIT_TASK(self->n, self->task);
        assert_int_equal(self->n, 1);
        LEAVE();
        close_all(self->fd, 2);
    }
    RETURN(int, 0);
    END;
}

static void test_pipe_after_pipe(void **state)
{
    (void)state;
    RUN_COROUTINE(pipe_after_pipe);
}

/* Somebody waits on a number that was closed with close(2): when it turns up
 * as a new connection, that belongs to who accepted it. */
COROUTINE(accepted_again, void *task; void *waiter;)
{
    BEGIN(accepted_again);
    CONNECT();
    ACCEPT();
    ENTER();
    self->waiter = SPAWN_N(pirn_recv(w, self->fd[1], self->buf, 64, 0));
    self->task = SPAWN_RC(pirn_accept(w, self->fd[0], NULL, NULL));
    LET_OTHERS_RUN();
    close_all(self->fd + 1, 2);
    AWAIT(self->fd[2],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    AWAIT_TASK(self->fd[3], self->task);
    /* One of the two new sockets got the number; the waiter has been told. */
    assert_true(self->fd[2] == self->fd[1] || self->fd[3] == self->fd[1]);
    AWAIT_TASK(self->n, self->waiter);
    assert_int_equal(self->n, -EBADF);
    self->task = SPAWN_N(pirn_recv(w, self->fd[3], self->buf, 64, 0));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_send(w, self->fd[2], "again", 5, 0));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    LEAVE();
    close_all(self->fd + 2, 2);
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_accepted_again(void **state)
{
    (void)state;
    RUN_COROUTINE(accepted_again);
}

/* A duplicate keeps the file, and its registration, alive after pirn_close;
 * the number comes back with the same file. */
COROUTINE(duplicate, void *task; int copy;)
{
    BEGIN(duplicate);
    assert_int_equal(pipe(self->fd), 0);
    ENTER();
    self->task = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 64));
    LET_OTHERS_RUN();
    self->copy = dup(self->fd[0]);
    AWAIT(self->rc, pirn_close(w, self->fd[0]));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, -EBADF);
    assert_int_equal(dup2(self->copy, self->fd[0]), self->fd[0]);
    self->task = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 64));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[1], "x", 1));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 1);
    LEAVE();
    close_all(self->fd, 2);
    close_all(&self->copy, 1);
    RETURN(int, 0);
    END;
}

static void test_duplicate(void **state)
{
    (void)state;
    RUN_COROUTINE(duplicate);
}

/* Somebody waits for a file that is gone; who comes behind him, with the next
 * file of that number, is served when both are. */
COROUTINE(behind_the_dead, void *task; void *waiter; int other[2];)
{
    BEGIN(behind_the_dead);
    assert_int_equal(pipe(self->fd), 0);
    assert_int_equal(pipe(self->other), 0);
    ENTER();
    self->waiter = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 1));
    LET_OTHERS_RUN();
    assert_int_equal(dup2(self->other[0], self->fd[0]), self->fd[0]);
    self->task = SPAWN_N(pirn_read(w, self->fd[0], self->buf + 1, 1));
    LET_OTHERS_RUN();
    assert_int_equal(write(self->other[1], "ab", 2), 2);
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 1);
    AWAIT_TASK(self->n, self->waiter);
    assert_int_equal(self->n, 1);
    assert_memory_equal(self->buf, "ab", 2);
    LEAVE();
    close_all(self->fd, 2);
    close_all(self->other, 2);
    RETURN(int, 0);
    END;
}

static void test_behind_the_dead(void **state)
{
    (void)state;
    RUN_COROUTINE(behind_the_dead);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_one_turn),
        cmocka_unit_test(test_becomes_file),
        cmocka_unit_test(test_pipe_after_pipe),
        cmocka_unit_test(test_accepted_again),
        cmocka_unit_test(test_duplicate),
        cmocka_unit_test(test_behind_the_dead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
