/* Descriptors without O_NONBLOCK: terminals, pipes, sockets made by others.
 * None of them may block the thread, none may be changed. Had one blocked,
 * the test would hang, since it is the same thread that would end that. */
#include "io_by_hand.h"
#include <netinet/in.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>

static int open_terminal(int fd[2])
{
    struct termios raw;
    fd[0] = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd[0] < 0 || grantpt(fd[0]) < 0 || unlockpt(fd[0]) < 0)
        return -1;
    fd[1] = open(ptsname(fd[0]), O_RDWR | O_NOCTTY);
    if (fd[1] < 0 || tcgetattr(fd[1], &raw) < 0)
        return -1;
    cfmakeraw(&raw);
    return tcsetattr(fd[1], TCSANOW, &raw);
}

COROUTINE(terminal, void *task; int flags;)
{
    BEGIN(terminal);
    assert_int_equal(open_terminal(self->fd), 0);
    self->flags = flags_of(self->fd[1]);
    assert_false(self->flags & O_NONBLOCK);
    ENTER();
    self->task = SPAWN_N(pirn_read(w, self->fd[1], self->buf, 64));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[0], "typed", 5));
    assert_int_equal(self->n, 5);
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    LEAVE();
    assert_int_equal(flags_of(self->fd[1]), self->flags);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_terminal(void **state)
{
    (void)state;
    RUN_COROUTINE(terminal);
}

/* Nobody reads: the writer waits and does not block, wherever it is full. */
COROUTINE(full_pipe, void *task; size_t done; char data[300000];)
{
    BEGIN(full_pipe);
    assert_int_equal(pipe(self->fd), 0);
    memset(self->data, 'x', sizeof(self->data));
    self->done = 0;
    ENTER();
    self->task = SPAWN_RC(pirn_write_all(w, self->fd[1], self->data,
                                         sizeof(self->data), &self->done));
    LET_OTHERS_RUN();
    LET_OTHERS_RUN();
    assert_in_range(self->done, 1, sizeof(self->data) - 1);
    pirn_scope_cancel(&self->s);
    LEAVE();
    assert_false(flags_of(self->fd[1]) & O_NONBLOCK);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_full_pipe(void **state)
{
    (void)state;
    RUN_COROUTINE(full_pipe);
}

/* accept and connect on sockets as socket(2) makes them. */
COROUTINE(sockets, void *task; struct sockaddr_in address; socklen_t length;)
{
    BEGIN(sockets);
    self->fd[0] = socket(AF_INET, SOCK_STREAM, 0);
    self->fd[1] = socket(AF_INET, SOCK_STREAM, 0);
    self->address = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    self->length = sizeof(self->address);
    assert_int_equal(
        bind(self->fd[0], (struct sockaddr *)&self->address, self->length), 0);
    assert_int_equal(listen(self->fd[0], 1), 0);
    assert_int_equal(getsockname(self->fd[0], (struct sockaddr *)&self->address,
                                 &self->length),
                     0);
    ENTER();
    self->task = SPAWN_RC(pirn_accept(w, self->fd[0], NULL, NULL));
    LET_OTHERS_RUN();
    AWAIT(self->rc,
          pirn_connect(w, self->fd[1], (struct sockaddr *)&self->address,
                       self->length));
    assert_int_equal(self->rc, 0);
    AWAIT_TASK(self->fd[2], self->task);
    assert_true(self->fd[2] >= 0);
    assert_true(flags_of(self->fd[2]) & O_NONBLOCK);
    assert_false(flags_of(self->fd[0]) & O_NONBLOCK);
    assert_false(flags_of(self->fd[1]) & O_NONBLOCK);
    self->task = SPAWN_N(pirn_read(w, self->fd[1], self->buf, 64));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[2], "hello", 5));
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    LEAVE();
    close_all(self->fd, 3);
    RETURN(int, 0);
    END;
}

static void test_sockets(void **state)
{
    (void)state;
    RUN_COROUTINE(sockets);
}

/* Writing to a socket whose peer is gone is an error, and no signal. */
COROUTINE(broken)
{
    BEGIN(broken);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, self->fd), 0);
    close_all(self->fd + 1, 1);
    AWAIT(self->n, pirn_write(w, self->fd[0], "x", 1));
    assert_int_equal(self->n, -EPIPE);
    AWAIT(self->n, pirn_writev(w, self->fd[0], &(struct iovec){"x", 1}, 1));
    assert_int_equal(self->n, -EPIPE);
    AWAIT(self->n, pirn_send(w, self->fd[0], "x", 1, 0));
    assert_int_equal(self->n, -EPIPE);
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_broken(void **state)
{
    (void)state;
    RUN_COROUTINE(broken);
}

/* Signals are read like anything else. */
COROUTINE(signals, void *task; struct signalfd_siginfo what; sigset_t set;)
{
    BEGIN(signals);
    sigemptyset(&self->set);
    sigaddset(&self->set, SIGUSR1);
    assert_int_equal(sigprocmask(SIG_BLOCK, &self->set, NULL), 0);
    self->fd[0] = signalfd(-1, &self->set, 0);
    ENTER();
    self->task =
        SPAWN_N(pirn_read(w, self->fd[0], &self->what, sizeof(self->what)));
    LET_OTHERS_RUN();
    raise(SIGUSR1);
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, sizeof(self->what));
    assert_int_equal(self->what.ssi_signo, SIGUSR1);
    LEAVE();
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_signals(void **state)
{
    (void)state;
    RUN_COROUTINE(signals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terminal), cmocka_unit_test(test_full_pipe),
        cmocka_unit_test(test_sockets),  cmocka_unit_test(test_broken),
        cmocka_unit_test(test_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
