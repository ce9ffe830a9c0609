/* Pirn: async/await for C. Everything that a program needs.
 *
 * A header below reads in four ways: under the translator (__PIRN__) it
 * declares coroutines; where `pirn cc` lets the compiler check the user's own
 * text (__PIRN_CHECK__ too) it declares the same functions, and the words
 * vanish; for any other compiler it gives the serial elision, functions that do
 * the same thing and block; and for the runtime's own files (PIRN__RUNTIME),
 * which write coroutines by hand, it leaves them out. */
#ifndef PIRN_H
#define PIRN_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pirn/hide_macros.h>
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#include <pirn/abi.h>
#endif
#include <pirn/keywords.h>
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
#include <pirn/barrier.h>
#include <pirn/buffered.h>
#include <pirn/chan.h>
#include <pirn/dump.h>
#include <pirn/embed.h>
#include <pirn/file.h>
#include <pirn/gen.h>
#include <pirn/io.h>
#include <pirn/local.h>
#include <pirn/net.h>
#include <pirn/op.h>
#include <pirn/post.h>
#include <pirn/process.h>
#include <pirn/resolve.h>
#include <pirn/run.h>
#include <pirn/scope.h>
#include <pirn/select.h>
#include <pirn/serve.h>
#include <pirn/signal.h>
#include <pirn/stream.h>
#include <pirn/sync.h>
#include <pirn/task.h>
#include <pirn/test.h>
#include <pirn/time.h>
#include <pirn/watch.h>
#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/library_elided.h>
#endif

#include <pirn/misread.h>

#include <pirn/show_macros.h>
#if !defined(PIRN__RUNTIME) && (!defined(__PIRN__) || defined(__PIRN_CHECK__))
#include <pirn/plain_words.h> /* they are macros: so it is last */
#endif

#endif
