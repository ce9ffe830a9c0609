/* Coroutines by hand, for tests of input and output: each has a scope s,
 * results rc and n, and four descriptors. */
#ifndef IO_BY_HAND_H
#define IO_BY_HAND_H

#include "runtime/objects/io.h"
/* They come last, as they are macros. */
#include "by_hand.h"
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* COROUTINE(name, members...) { BEGIN(name); ... RETURN(int, 0); END; }
 * defines the coroutine `int name(w)`. */
#define COROUTINE(name, ...)                                                   \
    struct name {                                                              \
        PIRN__FRAME_HEADER;                                                    \
        int rc;                                                                \
        ssize_t n;                                                             \
        int fd[4];                                                             \
        struct pirn_scope s;                                                   \
        char buf[64];                                                          \
        __VA_ARGS__                                                            \
    };                                                                         \
    static pirn_step_of name##_step;                                           \
    static int name(struct pirn_worker *w)                                     \
    {                                                                          \
        START(name);                                                           \
        return 0;                                                              \
    }                                                                          \
    STEP(name)

typedef struct pirn_frame *pirn_step_of(struct pirn_frame *,
                                        struct pirn_worker *);

#define ENTER() pirn__scope_enter(w, &self->s, NULL)
#define LEAVE() AWAIT(self->rc, pirn__scope_leave(w, &self->s))

/* Spawns an operation that gives a ssize_t, an int. */
#define SPAWN_N(call) SPAWN(&self->s, ssize_t, call)
#define SPAWN_RC(call) SPAWN(&self->s, int, call)

/* Lets the tasks that were spawned begin. */
#define LET_OTHERS_RUN() AWAIT(self->rc, pirn_yield_now(w))

#define RUN_COROUTINE(name)                                                    \
    do {                                                                       \
        int result_ = -1;                                                      \
        RUN(result_, name(w));                                                 \
        assert_int_equal(result_, 0);                                          \
    } while (0)

static inline int flags_of(int fd)
{
    return fcntl(fd, F_GETFL);
}

static inline void close_all(const int *fd, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(close(fd[i]), 0);
}

#endif
