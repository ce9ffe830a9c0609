/* Operations on descriptors. One that has to wait belongs to the driver of the
 * worker until that says that it is complete: see driver.h. The task that waits
 * for it stays on that worker meanwhile. */
#ifndef PIRN_RUNTIME_IO_H
#define PIRN_RUNTIME_IO_H

#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

/* io.c --------------------------------------------------------------------- */

/* The driver's: io is complete. arg is the loop. */
void pirn__io_complete(void *arg, struct pirn__io *io);
/* driver_ops->submit, for this worker's driver. */
bool pirn__io_submit(struct pirn__loop *loop, struct pirn__io *io);

ssize_t pirn_read(struct pirn_worker *w, int fd, void *buf, size_t n)
    PIRN__ENTRY(pirn_read);
ssize_t pirn_write(struct pirn_worker *w, int fd, const void *buf, size_t n)
    PIRN__ENTRY(pirn_write);
ssize_t pirn_readv(struct pirn_worker *w, int fd, const struct iovec *parts,
                   int count) PIRN__ENTRY(pirn_readv);
ssize_t pirn_writev(struct pirn_worker *w, int fd, const struct iovec *parts,
                    int count) PIRN__ENTRY(pirn_writev);
int pirn_write_all(struct pirn_worker *w, int fd, const void *buf, size_t n,
                   size_t *done) PIRN__ENTRY(pirn_write_all);
ssize_t pirn_recv(struct pirn_worker *w, int fd, void *buf, size_t n, int flags)
    PIRN__ENTRY(pirn_recv);
ssize_t pirn_send(struct pirn_worker *w, int fd, const void *buf, size_t n,
                  int flags) PIRN__ENTRY(pirn_send);
int pirn_accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                socklen_t *length) PIRN__ENTRY(pirn_accept);
int pirn__accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                 socklen_t *length, const char *place)
    PIRN__ENTRY(pirn__accept);
int pirn_connect(struct pirn_worker *w, int fd, const struct sockaddr *address,
                 socklen_t length) PIRN__ENTRY(pirn_connect);
int pirn_poll(struct pirn_worker *w, int fd, int events) PIRN__ENTRY(pirn_poll);
int pirn_close(struct pirn_worker *w, int fd) PIRN__ENTRY(pirn_close);

/* net.c -------------------------------------------------------------------- */

int pirn_tcp_connect(struct pirn_worker *w, const char *address, int port)
    PIRN__ENTRY(pirn_tcp_connect);
int pirn__tcp_connect(struct pirn_worker *w, const char *address, int port,
                      const char *place) PIRN__ENTRY(pirn__tcp_connect);

#pragma GCC visibility pop

#endif
