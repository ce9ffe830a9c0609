/* The echo server on libuv: a write is tried at once, as its users do who
 * care, and queued only if the socket is full. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { BUFFER = 512 };

struct connection {
    uv_tcp_t tcp;
    char buffer[BUFFER];
};

struct late_write {
    uv_write_t write;
    char bytes[BUFFER];
};

static void allocate(uv_handle_t *h, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    *buf = uv_buf_init(((struct connection *)h)->buffer, BUFFER);
}

static void closed(uv_handle_t *h)
{
    free(h);
}

static void written(uv_write_t *w, int status)
{
    (void)status;
    free(w);
}

static void read_some(uv_stream_t *s, ssize_t n, const uv_buf_t *buf)
{
    if (n < 0) {
        uv_close((uv_handle_t *)s, closed);
        return;
    }
    uv_buf_t out = uv_buf_init(buf->base, (unsigned)n);
    int sent = n ? uv_try_write(s, &out, 1) : 0;
    if (sent < 0)
        sent = 0;
    if (sent < n) {
        struct late_write *w = malloc(sizeof *w);
        memcpy(w->bytes, buf->base + sent, (size_t)(n - sent));
        out = uv_buf_init(w->bytes, (unsigned)(n - sent));
        uv_write(&w->write, s, &out, 1, written);
    }
}

static void connected(uv_stream_t *listener, int status)
{
    struct connection *c = malloc(sizeof *c);
    uv_tcp_init(listener->loop, &c->tcp);
    if (status == 0 && uv_accept(listener, (uv_stream_t *)&c->tcp) == 0) {
        uv_tcp_nodelay(&c->tcp, 1);
        uv_read_start((uv_stream_t *)&c->tcp, allocate, read_some);
    } else {
        uv_close((uv_handle_t *)&c->tcp, closed);
    }
}

int main(void)
{
    uv_loop_t *loop = uv_default_loop();
    uv_tcp_t listener;
    struct sockaddr_in a;
    int size = sizeof a;
    uv_ip4_addr("127.0.0.1", 0, &a);
    uv_tcp_init(loop, &listener);
    uv_tcp_bind(&listener, (struct sockaddr *)&a, 0);
    if (uv_listen((uv_stream_t *)&listener, 4096, connected))
        return 1;
    uv_tcp_getsockname(&listener, (struct sockaddr *)&a, &size);
    printf("port %d\n", ntohs(a.sin_port));
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT);
}
