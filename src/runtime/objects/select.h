/* Channels and selects as the rest of the runtime meets them: what they are
 * from the inside is in chan.h.
 *
 * A task in a select waits for several things at once. Whoever brings one of
 * them tells the select, and nobody else ends that wait. */
#ifndef PIRN_RUNTIME_SELECT_H
#define PIRN_RUNTIME_SELECT_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

int pirn__chan_send(struct pirn_worker *w, struct pirn_chan *c,
                    const void *item, size_t size) PIRN__ENTRY(pirn__chan_send);
int pirn__chan_recv(struct pirn_worker *w, struct pirn_chan *c, void *item,
                    size_t size) PIRN__ENTRY(pirn__chan_recv);
int pirn__select(struct pirn_worker *w, const struct pirn_clause *clauses,
                 int count, int is_fair) PIRN__ENTRY(pirn__select);

struct pirn__io;
/* The task in a select that waits for io, which was submitted by that. */
struct pirn_task *pirn__select_task(const struct pirn__io *io);

#pragma GCC visibility pop

#endif
