/* Waiting for input and output: who waits gets what comes, in order. */
#include "io_by_hand.h"

/* A read of an empty pipe waits until somebody writes. */
COROUTINE(read_waits, void *task;)
{
    BEGIN(read_waits);
    assert_int_equal(pipe(self->fd), 0);
    ENTER();
    self->task = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 64));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[1], "hello", 5));
    assert_int_equal(self->n, 5);
    AWAIT_TASK(self->n, self->task);
    assert_int_equal(self->n, 5);
    assert_memory_equal(self->buf, "hello", 5);
    LEAVE();
    AWAIT(self->rc, pirn_close(w, self->fd[1]));
    AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 64));
    assert_int_equal(self->n, 0); /* the end */
    AWAIT(self->rc, pirn_close(w, self->fd[0]));
    assert_int_equal(self->rc, 0);
    AWAIT(self->rc, pirn_close(w, self->fd[0]));
    assert_int_equal(self->rc, -EBADF);
    RETURN(int, 0);
    END;
}

static void test_read_waits(void **state)
{
    (void)state;
    RUN_COROUTINE(read_waits);
}

/* Three readers wait; what comes byte by byte goes to them in turn, and one
 * who comes later, when there is something, does not overtake them. */
COROUTINE(in_order, void *task[4]; char got[4];)
{
    BEGIN(in_order);
    assert_int_equal(pipe(self->fd), 0);
    ENTER();
    for (int i = 0; i < 3; i++)
        self->task[i] = SPAWN_N(pirn_read(w, self->fd[0], &self->got[i], 1));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_write(w, self->fd[1], "abcd", 4));
    self->task[3] = SPAWN_N(pirn_read(w, self->fd[0], &self->got[3], 1));
    LEAVE();
    assert_memory_equal(self->got, "abcd", 4);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_in_order(void **state)
{
    (void)state;
    RUN_COROUTINE(in_order);
}

/* A reader and a writer wait on one socket at the same time. */
COROUTINE(both_ways, void *reader; void *writer; char *data; size_t got;
          size_t done;)
{
    enum { SIZE = 4 << 20 };
    BEGIN(both_ways);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, self->fd), 0);
    self->data = calloc(1, SIZE);
    self->done = 0;
    ENTER();
    self->reader = SPAWN_N(pirn_read(w, self->fd[0], self->buf, 64));
    self->writer =
        SPAWN_RC(pirn_write_all(w, self->fd[0], self->data, SIZE, &self->done));
    LET_OTHERS_RUN();
    LET_OTHERS_RUN(); /* it may have been made to give way */
    assert_true(self->done > 0 && self->done < SIZE);
    AWAIT(self->n, pirn_send(w, self->fd[1], "x", 1, 0));
    AWAIT_TASK(self->n, self->reader);
    assert_int_equal(self->n, 1);
    for (self->got = 0; self->got < SIZE; self->got += (size_t)self->n) {
        AWAIT(self->n, pirn_recv(w, self->fd[1], self->buf, 64, 0));
        assert_true(self->n > 0);
        AWAIT(self->n, pirn_recv(w, self->fd[1], self->data, SIZE / 4,
                                 MSG_PEEK | MSG_DONTWAIT));
        if (self->n > 0) {
            AWAIT(self->n,
                  pirn_readv(w, self->fd[1],
                             &(struct iovec){self->data, SIZE / 4}, 1));
            self->got += 64;
        } else {
            self->n = 64;
        }
    }
    AWAIT_TASK(self->rc, self->writer);
    assert_int_equal(self->rc, 0);
    assert_int_equal(self->done, SIZE);
    LEAVE();
    free(self->data);
    close_all(self->fd, 2);
    RETURN(int, 0);
    END;
}

static void test_both_ways(void **state)
{
    (void)state;
    RUN_COROUTINE(both_ways);
}

/* pirn_poll tells what is there, and waits for what is not. */
COROUTINE(poll_waits, void *task;)
{
    BEGIN(poll_waits);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, self->fd), 0);
    AWAIT(self->rc, pirn_poll(w, self->fd[0], POLLIN | POLLOUT));
    assert_int_equal(self->rc, POLLOUT);
    ENTER();
    self->task = SPAWN_RC(pirn_poll(w, self->fd[0], POLLIN));
    LET_OTHERS_RUN();
    AWAIT(self->n, pirn_send(w, self->fd[1], "x", 1, 0));
    AWAIT_TASK(self->rc, self->task);
    assert_int_equal(self->rc, POLLIN);
    LEAVE();
    close_all(self->fd, 2);
    AWAIT(self->rc, pirn_poll(w, self->fd[0], POLLIN));
    assert_int_equal(self->rc, -EBADF);
    RETURN(int, 0);
    END;
}

static void test_poll_waits(void **state)
{
    (void)state;
    RUN_COROUTINE(poll_waits);
}

/* A task whose reads never wait gives way all the same. */
static int reads, reads_before_other;

COROUTINE(note_reads)
{
    BEGIN(note_reads);
    reads_before_other = reads;
    RETURN(int, 0);
    END;
}

COROUTINE(greedy)
{
    BEGIN(greedy);
    self->fd[0] = open("/dev/zero", O_RDONLY);
    reads_before_other = 1000;
    ENTER();
    (void)SPAWN_RC(note_reads(w));
    for (reads = 0; reads < 1000; reads++) {
        AWAIT(self->n, pirn_read(w, self->fd[0], self->buf, 64));
        assert_int_equal(self->n, 64);
    }
    assert_true(reads_before_other < 1000);
    LEAVE();
    close_all(self->fd, 1);
    RETURN(int, 0);
    END;
}

static void test_greedy(void **state)
{
    (void)state;
    RUN_COROUTINE(greedy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_waits), cmocka_unit_test(test_in_order),
        cmocka_unit_test(test_both_ways),  cmocka_unit_test(test_poll_waits),
        cmocka_unit_test(test_greedy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
