/* The hooks of a program that has nothing of the topmost layer. */
#include "runtime/base/hooks.h"

__attribute__((weak)) const struct pirn__hooks pirn__hooks;

const struct pirn__ledger *pirn__ledger;
