/* Pirn: async/await for C. Everything that a program needs.
 *
 * A header below reads in three ways: under the translator (__PIRN__) it
 * declares coroutines; for any other compiler it gives their serial elision,
 * functions that do the same thing and block; and for the runtime's own files
 * (PIRN__RUNTIME), which write coroutines by hand, it leaves them out. */
#ifndef PIRN_H
#define PIRN_H

#ifdef __PIRN__
#include <pirn/abi.h>
#include <pirn/keywords.h>
#endif
#ifndef PIRN__RUNTIME
/* A coroutine is no plain function, and a channel of one type none of another:
 * mixing up pointers to them is an error. */
#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#ifdef __clang__
/* It counts lost qualifiers among them; and an error becomes a warning again
 * only by way of nothing at all. */
#pragma GCC diagnostic ignored                                                 \
    "-Wincompatible-pointer-types-discards-qualifiers"
#pragma GCC diagnostic warning                                                 \
    "-Wincompatible-pointer-types-discards-qualifiers"
#endif
#endif
#include <pirn/chan.h>
#include <pirn/dump.h>
#include <pirn/gen.h>
#include <pirn/io.h>
#include <pirn/local.h>
#include <pirn/net.h>
#include <pirn/op.h>
#include <pirn/run.h>
#include <pirn/scope.h>
#include <pirn/select.h>
#include <pirn/sync.h>
#include <pirn/task.h>
#include <pirn/test.h>
#include <pirn/time.h>
#ifndef PIRN__RUNTIME
#include <pirn/keywords.h> /* elided, its words are macros: so it is last */
#endif

#endif
