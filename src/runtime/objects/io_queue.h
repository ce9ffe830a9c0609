/* Queues of operations that wait, as a driver has them: circular backwards,
 * ended by NULL forwards. */
#ifndef PIRN_RUNTIME_IO_QUEUE_H
#define PIRN_RUNTIME_IO_QUEUE_H

#include "runtime/wait/driver.h"

#include <stddef.h>

static inline void append(struct pirn__io **queue, struct pirn__io *io)
{
    struct pirn__io *first = *queue;
    io->next = NULL;
    if (!first) {
        io->prev = io;
        *queue = io;
        return;
    }
    io->prev = first->prev;
    first->prev->next = io;
    first->prev = io;
}

static inline void take_out(struct pirn__io **queue, struct pirn__io *io)
{
    struct pirn__io *first = *queue;
    if (io == first)
        *queue = io->next;
    else
        io->prev->next = io->next;
    if (io->next)
        io->next->prev = io->prev;
    else if (io != first)
        first->prev = io->prev;
}

#endif
