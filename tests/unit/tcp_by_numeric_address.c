/* pirn_tcp_listen, pirn_tcp_connect, and what accepting meets. */
#include "io_by_hand.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>

static void test_listen(void **state)
{
    int fd = pirn_tcp_listen("127.0.0.1", 0), again;
    (void)state;
    assert_true(fd >= 0);
    assert_in_range(pirn_tcp_port(fd), 1, 65535);
    assert_true(flags_of(fd) & O_NONBLOCK);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    again = pirn_tcp_listen("127.0.0.1", pirn_tcp_port(fd));
    assert_int_equal(again, -EADDRINUSE);
    assert_int_equal(pirn_tcp_listen("localhost", 0), -EINVAL);
    assert_int_equal(pirn_tcp_listen("127.0.0.1", 65536), -EINVAL);
    assert_int_equal(pirn_tcp_listen("127.0.0.1", -1), -EINVAL);
    assert_int_equal(pirn_tcp_port(-1), -EBADF);
    close_all(&fd, 1);
}

COROUTINE(connects, struct sockaddr_storage peer; socklen_t length;)
{
    BEGIN(connects);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    AWAIT(self->fd[1],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    assert_true(self->fd[1] >= 0);
    self->length = sizeof(self->peer);
    AWAIT(self->fd[2],
          pirn_accept(w, self->fd[0], (struct sockaddr *)&self->peer,
                      &self->length));
    assert_true(self->fd[2] >= 0);
    assert_int_equal(self->peer.ss_family, AF_INET);
    assert_int_equal(ntohs(((struct sockaddr_in *)&self->peer)->sin_port),
                     pirn_tcp_port(self->fd[1]));
    assert_true(fcntl(self->fd[2], F_GETFD) & FD_CLOEXEC);
    close_all(self->fd + 1, 2);
    /* Nobody listens there any more. */
    self->rc = pirn_tcp_port(self->fd[0]);
    close_all(self->fd, 1);
    AWAIT(self->rc, pirn_tcp_connect(w, "127.0.0.1", self->rc));
    assert_int_equal(self->rc, -ECONNREFUSED);
    AWAIT(self->rc, pirn_tcp_connect(w, "127.0.0.1", -1));
    assert_int_equal(self->rc, -EINVAL);
    RETURN(int, 0);
    END;
}

static void test_connects(void **state)
{
    (void)state;
    RUN_COROUTINE(connects);
}

/* A connection that nobody answers is given up, and leaves nothing open. The
 * listener's queue is full, so that the kernel drops what comes. */
COROUTINE(given_up, void *task; int filler[4];)
{
    BEGIN(given_up);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    assert_int_equal(listen(self->fd[0], 0), 0);
    ENTER();
    for (int i = 0; i < 4; i++)
        (void)SPAWN_RC(
            pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    LET_OTHERS_RUN();
    LET_OTHERS_RUN();
    self->task =
        SPAWN_RC(pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    LET_OTHERS_RUN();
    pirn_scope_cancel(&self->s);
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, -ECANCELED);
    LEAVE();
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_given_up(void **state)
{
    (void)state;
    RUN_COROUTINE(given_up);
}

/* Out of descriptors, accept says so, and goes on when there are some. (There
 * are two connections because valgrind, which plays the kernel here, throws
 * the first away.) */
COROUTINE(too_many, struct rlimit before; int top;)
{
    BEGIN(too_many);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    AWAIT(self->fd[1],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    assert_true(self->fd[1] >= 0);
    AWAIT(self->fd[3],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    assert_true(self->fd[3] >= 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &self->before), 0);
    self->top = dup(0);
    assert_int_equal(
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){(rlim_t)self->top + 1,
                                                  self->before.rlim_max}),
        0);
    AWAIT(self->fd[2], pirn_accept(w, self->fd[0], NULL, NULL));
    assert_int_equal(self->fd[2], -EMFILE);
    close_all(&self->top, 1);
    AWAIT(self->fd[2], pirn_accept(w, self->fd[0], NULL, NULL));
    assert_int_equal(self->fd[2], self->top);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &self->before), 0);
    close_all(self->fd, 4);
    RETURN(int, 0);
    END;
}

static void test_too_many(void **state)
{
    (void)state;
    RUN_COROUTINE(too_many);
}

/* Ten thousand short messages there and back: none is lost between the recv
 * that is left out and the event that makes up for it. */
static int echo_socket;

COROUTINE(echo)
{
    BEGIN(echo);
    for (;;) {
        AWAIT(self->n, pirn_recv(w, echo_socket, self->buf, 64, 0));
        if (self->n <= 0)
            break;
        AWAIT(self->rc,
              pirn_write_all(w, echo_socket, self->buf, (size_t)self->n, NULL));
    }
    RETURN(int, self->rc);
    END;
}

COROUTINE(back_and_forth, int i; size_t size; size_t got;)
{
    BEGIN(back_and_forth);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    AWAIT(self->fd[1],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    AWAIT(self->fd[2], pirn_accept(w, self->fd[0], NULL, NULL));
    ENTER();
    echo_socket = self->fd[2];
    (void)SPAWN_RC(echo(w));
    for (self->i = 0; self->i < 10000; self->i++) {
        self->size = 1 + (size_t)self->i % 64;
        AWAIT(self->n, pirn_send(w, self->fd[1], self->buf, self->size, 0));
        assert_int_equal(self->n, self->size);
        for (self->got = 0; self->got < self->size;
             self->got += (size_t)self->n) {
            AWAIT(self->n, pirn_recv(w, self->fd[1], self->buf, 64, 0));
            assert_true(self->n > 0);
        }
    }
    assert_int_equal(shutdown(self->fd[1], SHUT_WR), 0);
    LEAVE(); /* echo sees the end of the stream */
    AWAIT(self->n, pirn_recv(w, self->fd[2], self->buf, 64, 0));
    assert_int_equal(self->n, 0); /* and whoever asks again sees it too */
    close_all(self->fd, 3);
    RETURN(int, 0);
    END;
}

static void test_back_and_forth(void **state)
{
    (void)state;
    RUN_COROUTINE(back_and_forth);
}

/* A connection that is reset ends a wait with an error. */
COROUTINE(reset, void *task;)
{
    BEGIN(reset);
    self->fd[0] = pirn_tcp_listen("127.0.0.1", 0);
    AWAIT(self->fd[1],
          pirn_tcp_connect(w, "127.0.0.1", pirn_tcp_port(self->fd[0])));
    AWAIT(self->fd[2], pirn_accept(w, self->fd[0], NULL, NULL));
    ENTER();
    self->task = SPAWN_N(pirn_recv(w, self->fd[2], self->buf, 64, 0));
    LET_OTHERS_RUN();
    setsockopt(self->fd[1], SOL_SOCKET, SO_LINGER, &(struct linger){1, 0},
               sizeof(struct linger));
    AWAIT(self->rc, pirn_close(w, self->fd[1]));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, -ECONNRESET);
    LEAVE();
    close_all(self->fd, 1);
    close_all(self->fd + 2, 1);
    RETURN(int, 0);
    END;
}

static void test_reset(void **state)
{
    (void)state;
    RUN_COROUTINE(reset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listen),         cmocka_unit_test(test_connects),
        cmocka_unit_test(test_given_up),       cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_back_and_forth), cmocka_unit_test(test_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
