/* The serial elision of what is written in Pirn itself: the same text. */
#ifndef PIRN_LIBRARY_ELIDED_H
#define PIRN_LIBRARY_ELIDED_H

#include <pirn/library/copy.c>
#include <pirn/library/file.c>
#include <pirn/library/read_all.c>
#include <pirn/library/reader.c>
#include <pirn/library/resolve.c>
#include <pirn/library/serve.c>
#include <pirn/library/stream.c>
#include <pirn/library/tcp_connect.c>
#include <pirn/library/unix_connect.c>
#include <pirn/library/writer.c>

#endif
