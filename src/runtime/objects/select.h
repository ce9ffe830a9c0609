/* Selects as --threads meets them: what they are from the inside is in chan.h.
 *
 * A task in a select waits for several things at once. Whoever brings one of
 * them tells the select, and nobody else ends that wait. */
#ifndef PIRN_RUNTIME_SELECT_H
#define PIRN_RUNTIME_SELECT_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

struct pirn__io;
/* The task in a select that waits for io, which was submitted by that. */
struct pirn_task *pirn__select_task(const struct pirn__io *io);

#pragma GCC visibility pop

#endif
