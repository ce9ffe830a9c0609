/* The system calls that the elision makes, by number. The elision has no
 * library, and a program that includes <pirn.h> alone may have a static
 * function of its own called poll or send: not only would it be another's
 * declaration, the call of the C library's would end up in it. Of POSIX the
 * elision declares only syscall, inet_pton and what looks up names:
 * getaddrinfo, freeaddrinfo and if_nametoindex; of the C library exit, fflush
 * and strerrordesc_np. */
#ifndef PIRN_SYSTEM_ELIDED_H
#define PIRN_SYSTEM_ELIDED_H

#include <errno.h>
#include <pirn/posix_types.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

long syscall(long number, ...);
int fflush(struct _IO_FILE *stream);
void exit(int status);

struct pirn__timespec {
    long seconds, nanoseconds;
};

struct pirn__pollfd {
    int fd;
    short events, revents;
};

/* Waits until one of events is there: for ever, or not at all. Returns how
 * many descriptors have one, 0 or 1; -1 with errno. */
PIRN__ELIDED int pirn__system_poll(struct pirn__pollfd *p, int waits)
{
    struct pirn__timespec at_once = {0, 0};
    return (int)syscall(SYS_ppoll, p, 1L, waits ? NULL : &at_once, NULL, 0L);
}

/* Writes the sentence, made of three parts, to standard error, behind all that
 * the program has printed. */
PIRN__ELIDED void pirn__elided_say(const char *a, const char *b, const char *c)
{
    fflush(NULL);
    (void)syscall(SYS_write, 2L, a, __builtin_strlen(a));
    (void)syscall(SYS_write, 2L, b, __builtin_strlen(b));
    (void)syscall(SYS_write, 2L, c, __builtin_strlen(c));
}

#endif
