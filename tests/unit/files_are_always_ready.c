/* What epoll refuses to watch is read and written at once. */
#include "io_by_hand.h"
#include "runtime/objects/attempt.h"
#include "runtime/base/fault.h"
#include <errno.h>

COROUTINE(ordinary, char path[32]; size_t done;)
{
    BEGIN(ordinary);
    strcpy(self->path, "/tmp/pirn-file-XXXXXX");
    self->fd[0] = mkstemp(self->path);
    assert_true(self->fd[0] >= 0);
    self->done = 0;
    AWAIT(self->rc,
          pirn_write_all(w, self->fd[0], "0123456789", 10, &self->done));
    assert_int_equal(self->rc, 0);
    AWAIT(self->n,
          pirn_writev(w, self->fd[0],
                      (struct iovec[]){{"", 0}, {"ab", 2}, {"c", 1}}, 3));
    assert_int_equal(self->n, 3);
    assert_int_equal(lseek(self->fd[0], 0, SEEK_SET), 0);
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 4));
    assert_int_equal(self->n, 4);
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf + 4, 60));
    assert_int_equal(self->n, 9);
    assert_memory_equal(self->buf, "0123456789abc", 13);
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 64));
    assert_int_equal(self->n, 0);
    AWAIT(self->rc, pirn_poll(w, self->fd[0], POLLIN));
    assert_int_equal(self->rc, POLLIN);
    AWAIT(self->rc, pirn_poll(w, self->fd[0], POLLPRI));
    assert_int_equal(self->rc, -EPERM);
    AWAIT(self->n, pirn_recv(w, self->fd[0], self->buf, 64, 0));
    assert_int_equal(self->n, -ENOTSOCK);
    AWAIT(self->rc, pirn_accept(w, self->fd[0], NULL, NULL));
    assert_int_equal(self->rc, -ENOTSOCK);
    AWAIT(self->rc, pirn_close(w, self->fd[0]));
    assert_int_equal(self->rc, 0);
    unlink(self->path);
    RETURN(int, 0);
    END;
}

static void test_ordinary(void **state)
{
    (void)state;
    RUN_COROUTINE(ordinary);
}

COROUTINE(devices)
{
    BEGIN(devices);
    self->fd[0] = open("/dev/null", O_RDWR);
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 64));
    assert_int_equal(self->n, 0);
    AWAIT(self->n, pirn_write(w, self->fd[0], self->buf, 64));
    assert_int_equal(self->n, 64);
    self->fd[1] = open("/", O_RDONLY | O_DIRECTORY);
    AWAIT(self->n, pirn_read(w, self->fd[1], self->buf, 64));
    assert_int_equal(self->n, -EISDIR);
    self->fd[2] = open("/proc/self/status", O_RDONLY);
    AWAIT(self->n, pirn_read(w, self->fd[2], self->buf, 5));
    assert_int_equal(self->n, 5);
    close_all(self->fd, 3);
    RETURN(int, 0);
    END;
}

static void test_devices(void **state)
{
    (void)state;
    RUN_COROUTINE(devices);
}

/* Numbers that stand for nothing. */
COROUTINE(nothing)
{
    BEGIN(nothing);
    AWAIT(self->n, pirn_read(w, -1, self->buf, 64));
    assert_int_equal(self->n, -EBADF);
    AWAIT(self->n, pirn_write(w, 1 << 30, self->buf, 64));
    assert_int_equal(self->n, -EBADF);
    AWAIT(self->rc, pirn_poll(w, 1000, POLLIN));
    assert_int_equal(self->rc, -EBADF);
    AWAIT(self->rc, pirn_close(w, -1));
    assert_int_equal(self->rc, -EBADF);
    RETURN(int, 0);
    END;
}

static void test_nothing(void **state)
{
    (void)state;
    RUN_COROUTINE(nothing);
}

/* A descriptor that knows no RWF_NOWAIT: only what follows poll(2) succeeds. */
static bool knows_no_nowait(enum pirn__call call)
{
    static enum pirn__call last;
    bool fails = (call == PIRN__CALL_READ || call == PIRN__CALL_WRITE) &&
                 last != PIRN__CALL_POLL;
    last = call;
    if (fails)
        errno = EOPNOTSUPP;
    return fails;
}

/* Where the kernel has neither MSG_DONTWAIT nor RWF_NOWAIT for a descriptor,
 * a blocking pipe is polled, and never given more than there is room for. */
static void test_polled_pipe(void **state)
{
    static char data[100000];
    int fd[2];
    uint8_t manner = 0;
    ssize_t n, total = 0;
    struct iovec parts[] = {{data, 0}, {data, sizeof(data)}};
    (void)state;
    assert_int_equal(pipe(fd), 0);
    pirn__call_fault = knows_no_nowait;
    struct pirn__io io = {
        .fd = fd[0], .kind = &pirn__io_read, .buffer = {data, sizeof(data)}};
    assert_int_equal(pirn__attempt(&io, &manner), PIRN__WOULD_WAIT);
    io.fd = fd[1];
    io.kind = &pirn__io_write;
    assert_in_range(total = pirn__attempt(&io, &manner), 1, 4096);
    io.kind = &pirn__io_writev;
    io.vector.parts = parts;
    io.vector.count = 2;
    while ((n = pirn__attempt(&io, &manner)) != PIRN__WOULD_WAIT) {
        assert_in_range(n, 1, 4096);
        total += n;
    }
    assert_int_equal(total, 65536);
    pirn__call_fault = NULL;
    close_all(fd, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ordinary),
        cmocka_unit_test(test_devices),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_polled_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
