/* The types of POSIX that Pirn's declarations name, and no more of it: a
 * program may have functions of its own that are called send, poll or index.
 * Beside POSIX's own headers, in whichever order, they are the same types. */
#ifndef PIRN_POSIX_TYPES_H
#define PIRN_POSIX_TYPES_H
#pragma GCC system_header /* a typedef may stand twice, also in C99 */

struct _IO_FILE; /* FILE, in glibc and musl */
struct iovec;
struct msghdr;
struct sockaddr;

typedef __PTRDIFF_TYPE__ ssize_t;
typedef unsigned socklen_t;

#endif
