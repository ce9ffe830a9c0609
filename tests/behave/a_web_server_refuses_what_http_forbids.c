// examples/http.h refuses each request that RFC 9112 has a server refuse, with the status that it names.
#include "../../examples/http.h"
#include <pirn.h>
#include <stdio.h>

static const struct {
    int status; /* 0: it is served */
    const char *line, *fields;
} requests[] = {
    {0, "GET / HTTP/1.1", "Host: a"},
    {0, "GET / HTTP/1.0", "Accept: x"},
    {0, "GET http://a/ HTTP/1.1", "Host:"},
    {0, "GET / HTTP/1.1", "Host: [::1]:80\r\nContent-Length: 00"},
    {0, "HEAD / HTTP/1.1", "Host: \t a-b.c:8080 \t\r\nX: a\tb"},
    {400, "GET / HTTP/1.1", "Accept: x"}, /* 3.2: no Host, two, or no host */
    {400, "GET / HTTP/1.1", "Host: a\r\nHost: a"},
    {400, "GET / HTTP/1.1", "Host: a b"},
    {400, "GET / HTTP/1.1", "Host: a/b"},
    {400, "GET  / HTTP/1.1", "Host: a"}, /* 3: the request line */
    {400, " GET / HTTP/1.1", "Host: a"},
    {400, "GET / HTTP/1.1 ", "Host: a"},
    {400, "GET /", "Host: a"},
    {400, "GET / http/1.1", "Host: a"},
    {400, "GET / HTTP/1.10", "Host: a"},
    {400, "G(T / HTTP/1.1", "Host: a"},
    {400, "GET a HTTP/1.1", "Host: a"},
    {505, "GET / HTTP/2.0", "Host: a"},
    {405, "POST / HTTP/1.1", "Host: a"},
    {501, "BREW / HTTP/1.1", "Host: a"},
    {400, "GET / HTTP/1.1", "Host : a"}, /* 5.1: spaces around a name */
    {400, "GET / HTTP/1.1", " Host: a"},
    {400, "GET / HTTP/1.1", "Host: a\r\nX : b"},
    {400, "GET / HTTP/1.1", "Host: a\r\nX: b\r\n c"}, /* 5.2: obs-fold */
    {400, "GET / HTTP/1.1", "Host: a\r\nX: b\r\n c: d"},
    {400, "GET / HTTP/1.1", "Host: a\r\nX: b\rc"}, /* 2.2: a bare CR */
    {400, "GET / HTTP/1.1", "Host: a\r\nX: b\nY: c"},
    {400, "GET / HTTP/1.1", "Host: a\r\nX"},
    {400, "GET / HTTP/1.1", "Host: a\r\n: b"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: -1"}, /* 6.2 */
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: +1"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 1 2"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 0, 1"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 0x0"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length:"},
    {413, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 99999999999999999999"},
    {413, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked"}, /* 6.1 */
    {501, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: br, chunked"},
    {400, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked, br"},
    {400, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: xchunked"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 0\r\nContent-Length: 0"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 5\r\nContent-Length: 0"},
    {400, "GET / HTTP/1.1", "Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked"},
    {400, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0"},
    {400, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked"},
    {400, "GET / HTTP/1.0", "Transfer-Encoding: chunked"},
    {400, "GET / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked\r\nX : a"},
};

async int main(void)
{
    int wrong = 0, count = sizeof requests / sizeof *requests;
    for (int i = 0; i < count; i++) {
        char head[500];
        struct request r = {.keep_alive = false};
        int n = snprintf(head, sizeof head, "%s\r\n%s\r\n\r\n", requests[i].line, requests[i].fields);
        int status = read_request(head, (size_t)n, &r);
        if (status == requests[i].status)
            continue;
        printf("%s | %s: %d, not %d\n", requests[i].line, requests[i].fields, status, requests[i].status);
        wrong++;
    }
    printf("%d wrong\n", wrong); // expect: 0 wrong
    return 0;
}
