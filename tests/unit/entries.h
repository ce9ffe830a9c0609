/* The entries of the runtime's coroutines, for coroutines by hand: the public
 * headers declare them without the worker. */
#ifndef ENTRIES_H
#define ENTRIES_H

#include "runtime/runtime.h"

#define W struct pirn_worker *w
#define ENTRY(RESULT, NAME, ...)                                               \
    RESULT entry_##NAME(__VA_ARGS__) PIRN__ENTRY(NAME)

ENTRY(int, pirn_sleep, W, int64_t ns);
ENTRY(int, pirn_sleep_until, W, int64_t time);
ENTRY(int, pirn_yield_now, W);
ENTRY(int, pirn__join, W, void *task, void *out, size_t size);
ENTRY(int, pirn_all, W, struct pirn_scope *s);
#define pirn_sleep entry_pirn_sleep
#define pirn_sleep_until entry_pirn_sleep_until
#define pirn_yield_now entry_pirn_yield_now
#define pirn__join entry_pirn__join
#define pirn_all entry_pirn_all

ENTRY(ssize_t, pirn_read, W, int fd, void *buf, size_t n);
ENTRY(ssize_t, pirn_write, W, int fd, const void *buf, size_t n);
ENTRY(ssize_t, pirn_readv, W, int fd, const struct iovec *parts, int count);
ENTRY(ssize_t, pirn_writev, W, int fd, const struct iovec *parts, int count);
ENTRY(int, pirn_write_all, W, int fd, const void *buf, size_t n, size_t *done);
ENTRY(ssize_t, pirn_recv, W, int fd, void *buf, size_t n, int flags);
ENTRY(ssize_t, pirn_send, W, int fd, const void *buf, size_t n, int flags);
ENTRY(int, pirn_accept, W, int fd, struct sockaddr *peer, socklen_t *length);
ENTRY(int, pirn_connect, W, int fd, const struct sockaddr *address,
      socklen_t length);
ENTRY(int, pirn_poll, W, int fd, int events);
ENTRY(int, pirn_close, W, int fd);
ENTRY(int, pirn_tcp_connect, W, const char *address, int port);
#define pirn_read entry_pirn_read
#define pirn_write entry_pirn_write
#define pirn_readv entry_pirn_readv
#define pirn_writev entry_pirn_writev
#define pirn_write_all entry_pirn_write_all
#define pirn_recv entry_pirn_recv
#define pirn_send entry_pirn_send
#define pirn_accept entry_pirn_accept
#define pirn_connect entry_pirn_connect
#define pirn_poll entry_pirn_poll
#define pirn_close entry_pirn_close
#define pirn_tcp_connect entry_pirn_tcp_connect

struct pirn_clause;
ENTRY(int, pirn__chan_send, W, struct pirn_chan *c, const void *item,
      size_t size);
ENTRY(int, pirn__select, W, const struct pirn_clause *clauses, int count,
      int is_fair);
#define pirn__chan_send entry_pirn__chan_send
#define pirn__select entry_pirn__select

#undef ENTRY
#undef W

#endif
