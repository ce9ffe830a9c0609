/* What the servers by hand share: a listening socket. */
#ifndef BENCH_ECHO_LISTEN_H
#define BENCH_ECHO_LISTEN_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static inline void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Listens on a free port of this machine and tells which; connections
 * inherit TCP_NODELAY. */
static inline int listen_somewhere(int socket_flags)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof a;
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | socket_flags, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) ||
        listen(fd, SOMAXCONN) ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) ||
        getsockname(fd, (struct sockaddr *)&a, &size))
        die("listen");
    printf("port %d\n", ntohs(a.sin_port));
    fflush(stdout);
    return fd;
}

#endif
