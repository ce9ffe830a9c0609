/* The echo server by hand on epoll, edge triggered: one recv, one send and a
 * share of an epoll_wait for each request. A recv that came back short has
 * emptied the socket, so there is no second one. What does not go out at once
 * is kept until the socket takes it: the connection is read no further until
 * then. */
#include "listen.h"

#include <string.h>
#include <sys/epoll.h>

enum { BATCH = 256, BUFFER = 512 };

struct connection {
    int fd;
    int begin, end; /* unsent bytes, in buffer */
    char buffer[BUFFER];
};

/* 0 once everything is sent, 1 if the socket is full, -1 if it is dead. */
static int flush(struct connection *c)
{
    while (c->begin < c->end) {
        ssize_t n = send(c->fd, c->buffer + c->begin,
                         (size_t)(c->end - c->begin), MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN ? 1 : -1;
        c->begin += (int)n;
    }
    c->begin = c->end = 0;
    return 0;
}

/* The connection has become readable or writable: 0, or -1 at its end. */
static int serve(struct connection *c)
{
    for (;;) {
        int rc = flush(c);
        if (rc)
            return rc < 0 ? -1 : 0;
        ssize_t n = recv(c->fd, c->buffer, BUFFER, 0);
        if (n <= 0)
            return n < 0 && errno == EAGAIN ? 0 : -1;
        c->end = (int)n;
        if (n < BUFFER) {
            rc = flush(c);
            return rc < 0 ? -1 : 0;
        }
    }
}

static void accept_all(int epoll, int listener)
{
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *c = malloc(sizeof *c);
        *c = (struct connection){.fd = fd};
        struct epoll_event e = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                {.ptr = c}};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e))
            die("epoll_ctl");
    }
}

int main(void)
{
    int listener = listen_somewhere(SOCK_NONBLOCK);
    int epoll = epoll_create1(0);
    struct epoll_event events[BATCH], e = {EPOLLIN | EPOLLET, {.ptr = NULL}};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e))
        die("epoll_ctl");
    for (;;) {
        int n = epoll_wait(epoll, events, BATCH, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_all(epoll, listener);
            } else if (serve(c) || events[i].events & EPOLLRDHUP) {
                close(c->fd);
                free(c);
            }
        }
    }
}
