/* The echo server with one thread for each connection. */
#include "listen.h"

#include <pthread.h>
#include <stdint.h>

static void *echo(void *arg)
{
    int fd = (int)(intptr_t)arg;
    char buffer[512];
    ssize_t n;
    while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0)
        for (ssize_t sent = 0; sent < n;) {
            ssize_t rc =
                send(fd, buffer + sent, (size_t)(n - sent), MSG_NOSIGNAL);
            if (rc < 0)
                goto close;
            sent += rc;
        }
close:
    close(fd);
    return NULL;
}

int main(void)
{
    int fd, listener = listen_somewhere(0);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    while ((fd = accept(listener, NULL, NULL)) >= 0) {
        pthread_t thread;
        if (pthread_create(&thread, &small, echo, (void *)(intptr_t)fd))
            die("pthread_create");
    }
    return 1;
}
