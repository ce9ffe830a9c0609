/* Names of hosts and services: getaddrinfo(3), by a few threads that do nothing
 * else. What is a numeric address, also one with a zone as "fe80::1%eth0", and
 * a numeric port needs no thread.
 *
 * At most 4 names are looked up at a time; the others wait for their turn, and
 * hold up no file and no call that is offloaded. A lookup cannot be
 * stopped: one that is cancelled is left to itself, and another takes its
 * place, as long as there are no more than 16 of both. Its thread ends with
 * it. */
#ifndef PIRN_RESOLVE_H
#define PIRN_RESOLVE_H

#include <pirn/keywords.h>
#include <pirn/posix_types.h>

struct addrinfo; /* of <netdb.h> */

/* Looks up the addresses of host and the port of service, as getaddrinfo(3):
 * either may be NULL, and so may hints.
 * Suspends: until they are known; not where both are numeric.
 * Returns:  0, and *found is a list, which is not empty, to be freed by
 *           freeaddrinfo(3). On failure *found is NULL:
 *           -ENOENT: there is no such name, or it has no such address;
 *           -EAGAIN: no server of names answers now;
 *           -EREMOTEIO: one answers that it has failed;
 *           -EPROTONOSUPPORT: no such service, or a port above 65535;
 *           -EAFNOSUPPORT, -ESOCKTNOSUPPORT, -EINVAL: a family, type or flag
 *           of hints that there is not; -EILSEQ: what cannot be a name;
 *           -EOVERFLOW: what is longer than any; -ENOMEM; -errno;
 *           -ECANCELED. pirn_resolve_error tells of each.
 * Owns:     nothing when it has returned, also if it was cancelled. */
PIRN__ASYNC int pirn_resolve(const char *host, const char *service,
                             const struct addrinfo *hints,
                             struct addrinfo **found);

/* Returns a sentence about what pirn_resolve has returned, or pirn_tcp_connect,
 * where that of strerror(3) may mislead: -ENOENT is about a name.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION const char *pirn_resolve_error(int rc);

/* Does what getaddrinfo(3) does, on any thread: returns 0, an EAI_* or
 * EAI_SYSTEM with errno. The list is freed by freeaddrinfo(3), so it is made of
 * lists of getaddrinfo. */
typedef int pirn_resolver(const char *host, const char *service,
                          const struct addrinfo *hints,
                          struct addrinfo **found);

/* From now on pirn_resolve asks resolver in place of getaddrinfo, in the whole
 * program, about all that is not numeric: for tests, or for names that a
 * program knows itself. NULL: getaddrinfo again.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION void pirn_resolve_by(pirn_resolver *resolver);

/* What it is made of ------------------------------------------------------- */

/* What getaddrinfo has returned, and the errno that it has left. */
struct pirn__resolved {
    int error, system_error;
};

#if defined(__PIRN__) || defined(PIRN__RUNTIME)

struct pirn__lookup;

/* Finds what is known without asking anybody. Returns whether it is. */
int pirn__resolve_numeric(const char *host, const char *service,
                          const struct addrinfo *hints, struct addrinfo **found,
                          struct pirn__resolved *result);
/* A lookup, which copies all that it is given; done(arg) says, on any thread,
 * that it has ended. NULL: there is no memory. */
struct pirn__lookup *pirn__lookup_new(const char *host, const char *service,
                                      const struct addrinfo *hints,
                                      void (*done)(void *arg), void *arg);
void pirn__lookup_start(struct pirn__lookup *lookup);
/* Returns whether it had not ended: then done will not be called, and the
 * lookup is the caller's no more. */
int pirn__lookup_abandon(struct pirn__lookup *lookup);
/* Frees one that has ended, or was never started. */
struct pirn__resolved pirn__lookup_end(struct pirn__lookup *lookup,
                                       struct addrinfo **found);

#else

/* One for all files of a program. */
__attribute__((weak)) pirn_resolver *pirn__elided_resolver;

PIRN__ELIDED void pirn_resolve_by(pirn_resolver *resolver)
{
    pirn__elided_resolver = resolver;
}

#endif
#endif
