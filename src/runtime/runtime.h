/* What nearly every file of the runtime needs. To be read in this order, as
 * each rests on those before it:
 *
 *   common.h       lists, pirn__die
 *   fault.h        what a test can make fail
 *   frame.h        memory
 *   ring.h         what is ready
 *   timer.h        clocks, the timing wheel, sleeping
 *   crew.h         several workers: their state, and what they do together
 *   worker.h       one worker, with all that hangs off it
 *   crew_inline.h  getting at what several workers share
 *   wait.h         how a task waits, and how that ends
 *   task.h         a task
 *   scope.h        a scope: its tasks, cancellation, limits
 *
 * Few files need these: execute.h runs tasks; io.h, select.h and sync.h have
 * the operations that suspend, each with what it owes to the rest; debug.h,
 * trace.h and test.h have what the rest says to those who look on or test;
 * attempt.h, chan.h, driver.h, dump.h, futex.h, gen.h, walk.h are between the
 * files of one part.
 *
 * The runtime is compiled without the translator, so that coroutines written by
 * hand are declared in these with their real shape. */
#ifndef PIRN_RUNTIME_H
#define PIRN_RUNTIME_H

#include "common.h"
#include "crew.h"
#include "crew_inline.h"
#include "fault.h"
#include "frame.h"
#include "ring.h"
#include "scope.h"
#include "task.h"
#include "timer.h"
#include "wait.h"
#include "worker.h"

#endif
