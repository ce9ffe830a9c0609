/* What nearly every file above base/ needs. To be read in this order, as each
 * rests on those before it:
 *
 *   base/common.h       lists, pirn__die
 *   base/fault.h        what a test can make fail
 *   base/hooks.h        what a layer asks of those above it
 *   base/ring.h         what is ready
 *   base/tables.h       what is known of the program's code
 *   base/timer.h        clocks, the timing wheel
 *   wait/frame.h        memory
 *   wait/crew.h         several workers: their state, and what they do together
 *   wait/worker.h       one worker, with all that hangs off it
 *   wait/crew_inline.h  getting at what several workers share
 *   wait/wait.h         how a task waits, and how that ends
 *   wait/task.h         a task
 *   wait/scope.h        a scope: its tasks, cancellation, limits
 *   wait/state.h        who may write which of their fields, and under what
 *
 * The folders are layers: docs/runtime.md tells what each is for. None calls
 * one above it, nor includes its headers.
 *
 * The runtime is compiled without the translator, so that coroutines written by
 * hand are declared in these headers with their real shape. */
#ifndef PIRN_RUNTIME_H
#define PIRN_RUNTIME_H

#include "runtime/base/common.h"
#include "runtime/base/fault.h"
#include "runtime/base/ring.h"
#include "runtime/base/timer.h"
#include "runtime/wait/crew.h"
#include "runtime/wait/crew_inline.h"
#include "runtime/wait/frame.h"
#include "runtime/wait/scope.h"
#include "runtime/wait/state.h"
#include "runtime/wait/task.h"
#include "runtime/wait/wait.h"
#include "runtime/wait/worker.h"

#endif
