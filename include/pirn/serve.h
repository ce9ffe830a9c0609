/* The loop of a server: it accepts clients and runs a task for each. */
#ifndef PIRN_SERVE_H
#define PIRN_SERVE_H

#include <pirn/keywords.h>
#include <pirn/sync.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is done for a client, whose connection fd is; arg is the options'. When
 * it has returned fd is closed, so it neither closes fd nor keeps it. */
typedef PIRN_ASYNC PIRN__VOID pirn_handler(int fd, void *arg);

/* All of it may be left out. */
struct pirn_serve_options {
    void *arg;
    size_t limit;            /* the most clients at a time; the others wait in
                                the kernel. 0: any number */
    struct pirn_event *stop; /* when it is set accepting ends. NULL: only a
                                cancellation, or a failure, ends it */
    uint64_t signals; /* a set, as of pirn_signal_open: when one of these comes,
                         it sets stop, or stops all the same if there is none.
                         The next one does what it did before */
    int64_t drain; /* for how long the clients may go on then, in nanoseconds;
                      after that they are cancelled. PIRN_NEVER: until they are
                      done */
    bool close;    /* closes the listener when accepting has ended: clients that
                      come while others go on are refused at once */
    int64_t linger; /* for how long, at most, a client that has been served may
                       go on sending, into the void: to close its connection
                       while it sends would take from it what it has not read
                       yet */
};

/* Accepts connections on the listening socket, and runs handler(fd, arg) for
 * each as a task of its own. Where the system is short of descriptors or memory
 * for a connection, it waits until a client has gone, or a while, and does not
 * spin. (Memory for the task is that of any spawn.) Accepting ends when
 * options->stop is set, by one of options->signals too, when a scope around is
 * cancelled, or when the listener is of no more use, closed by pirn_close for
 * instance. The clients, whom a cancellation of a scope around does not reach,
 * then have options->drain, and are cancelled after it. options may be NULL.
 * Suspends: until accepting has ended and all clients have.
 * Returns:  0: it was stopped, by options->stop or a signal; -ECANCELED;
 *           -errno of accept(2), or of pirn_signal_open.
 * Owns:     keeps options until it returns; the listener stays open, but for
 *           options->close, which leaves alone what has been closed. */
PIRN__ASYNC int pirn_serve(int listener, pirn_handler *handler,
                           const struct pirn_serve_options *options);

#endif
