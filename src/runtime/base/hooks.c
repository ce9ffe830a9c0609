/* What the runtime asks for what lies above it: hooks.h.
 *
 * The table of hooks is defined in the topmost layer alone. So whatever is linked
 * with one of those who ask has all of the runtime: a shared library and a
 * program that uses it must not have parts of it each. */
#include "runtime/base/hooks.h"

const struct pirn__ledger *pirn__ledger;
