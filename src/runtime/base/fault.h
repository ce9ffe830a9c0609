/* What can be made to fail from a test: allocations, and system calls on
 * descriptors. Known to all of the runtime, the driver too. */
#ifndef PIRN_RUNTIME_FAULT_H
#define PIRN_RUNTIME_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/* Tests set this to make allocations fail: it says whether the one of size
 * bytes does. NULL: none; PIRN_FAULT=N in the environment: the Nth and all
 * after it. */
extern bool (*pirn__fault)(size_t size);
/* It is that of pirn_test_fail_allocations, which passes over what has no way
 * to fail but to end the program. */
extern bool pirn__fault_spares;
/* Takes PIRN_FAULT from the environment. */
void pirn__fault_begin(void);

/* True if an allocation of size bytes is to fail for a test. */
static inline bool pirn__fails(size_t size)
{
    return __builtin_expect(pirn__fault != NULL, 0) && pirn__fault(size);
}

/* The same where the program ends when it fails. */
bool pirn__fails_for_good(size_t size);

/* The system calls that may fail, each with what it is usually refused with. */
#define PIRN__FAULTS(CALL)                                                     \
    CALL(READ, EIO, EINTR) /* of any sort */                                   \
    CALL(WRITE, EPIPE, ENOSPC, EINTR)                                          \
    CALL(RECV, ECONNRESET, EINTR)                                              \
    CALL(SEND, EPIPE, ENOBUFS, EINTR)                                          \
    CALL(ACCEPT, EMFILE, ECONNABORTED, EINTR)                                  \
    CALL(CONNECT, ECONNREFUSED, ETIMEDOUT)                                     \
    CALL(SHUTDOWN, ENOTCONN)                                                   \
    CALL(SENDFILE, EIO, ENOMEM, EINTR)                                         \
    CALL(SPLICE, EIO, ENOMEM, EINTR)                                           \
    CALL(POLL, EINTR, ENOMEM)                                                  \
    CALL(SOCKET, EMFILE, ENOBUFS)                                              \
    CALL(BIND, EADDRINUSE)                                                     \
    CALL(GETSOCKNAME, ENOBUFS)                                                 \
    CALL(CLOSE, EIO, EINTR) /* it is closed all the same */                    \
    CALL(EPOLL_CTL, ENOMEM, ENOSPC)                                            \
    CALL(EPOLL_WAIT, EINTR)

#define PIRN__NUMBER_OF_CALL(NAME, ...) PIRN__CALL_##NAME,
enum pirn__call { PIRN__FAULTS(PIRN__NUMBER_OF_CALL) PIRN__CALLS };

/* Set while a test makes system calls fail: whether this one does; then it has
 * set errno. */
extern bool (*pirn__call_fault)(enum pirn__call call);

static inline bool pirn__call_fails(enum pirn__call call)
{
    return __builtin_expect(pirn__call_fault != NULL, 0) &&
           pirn__call_fault(call);
}

/* The value of the system call, or -1 without it. */
#define PIRN__SYSTEM(CALL, value)                                              \
    (pirn__call_fails(PIRN__CALL_##CALL) ? -1 : (value))

#pragma GCC visibility pop

#endif
