/* Sends requests that are not what they should be to a web server, and compares
 * the statuses of what comes back with those expected:
 *
 *     hostile httpd|nginx SOCKET
 *
 * SOCKET is a port of 127.0.0.1, or the path of a Unix socket. Where the two
 * servers differ, `why` says what RFC 9110 and RFC 9112 have to say to that.
 * The directory that is served has index.html, sub/page.txt and nothing else.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

#define H "Host: h\r\n"
#define CLOSE "Connection: close\r\n"
#define END H CLOSE "\r\n"
#define NEXT "GET /next HTTP/1.1\r\n" END /* which would be a 404 */

static const struct {
    const char *name, *text;
    size_t length;
    const char *httpd, *nginx; /* what is answered: "" is nothing at all */
    const char *why;           /* they differ */
} requests[] = {
#define SENT(text) text, sizeof(text) - 1
#define SAME(name, text, answer)                                               \
    {                                                                          \
        name, SENT(text), answer, answer, NULL                                 \
    }
#define DIFFER(name, text, httpd, nginx, why)                                  \
    {                                                                          \
        name, SENT(text), httpd, nginx, why                                    \
    }

    /* How long is the body? */
    SAME("two lengths",
         "GET / HTTP/1.1\r\n" H "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"
         "12345" NEXT,
         "400"),
    SAME("the same length twice",
         "GET / HTTP/1.1\r\n" H
         "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" NEXT,
         "400"),
    SAME("a list of lengths",
         "GET / HTTP/1.1\r\n" H "Content-Length: 0, 0\r\n\r\n" NEXT, "400"),
    SAME("a signed length",
         "GET / HTTP/1.1\r\n" H "Content-Length: +0\r\n\r\n" NEXT, "400"),
    SAME("a length in hex",
         "GET / HTTP/1.1\r\n" H "Content-Length: 0x0\r\n\r\n" NEXT, "400"),
    DIFFER(
        "an endless length",
        "GET / HTTP/1.1\r\n" H
        "Content-Length: 99999999999999999999999\r\n\r\n" NEXT,
        "413", "400",
        "9110, 8.6: any number of digits is a length, and this one too large"),
    SAME("both length and coding",
         "GET / HTTP/1.1\r\n" H "Content-Length: 4\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
         "400"),
    SAME("coding and length",
         "GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
         "Content-Length: 4\r\n\r\n0\r\n\r\n" NEXT,
         "400"),
    SAME("a coding twice",
         "GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
         "400"),
    DIFFER("chunked by another name",
           "GET / HTTP/1.1\r\n" H
           "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" NEXT,
           "400", "501",
           "9112, 6.3: what is not chunked last has no known end, which must "
           "be 400"),
    SAME("a coding of version 1.0",
         "GET / HTTP/1.0\r\n" H
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
         "400"),
    SAME("a space before the colon",
         "GET / HTTP/1.1\r\n" H "Content-Length : 5\r\n\r\n12345" NEXT, "400"),
    DIFFER("a body",
           "GET / HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\n12345" NEXT, "413",
           "200 404",
           "9110, 9.3.1: the body of a GET means nothing, and a server may "
           "close the connection for it: with one requests are smuggled"),
    DIFFER("a chunked body",
           "GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n"
           "5\r\n12345\r\n0\r\n\r\n" NEXT,
           "413", "200 404",
           "9110, 9.3.1: the body of a GET means nothing, and a server may "
           "close the connection for it: with one requests are smuggled"),

    /* Where do lines end? */
    DIFFER("bare line feeds", "GET / HTTP/1.1\nHost: h\n\n" NEXT, "400",
           "200 404",
           "9112, 2.2: a line feed may end a line; who stands in front may "
           "think otherwise"),
    DIFFER("one bare line feed", "GET / HTTP/1.1\nHost: h\r\n\r\n" NEXT, "400",
           "200 404",
           "9112, 2.2: a line feed may end a line; who stands in front may "
           "think otherwise"),
    SAME("a bare carriage return",
         "GET / HTTP/1.1\r\n" H "X: a\rb\r\n\r\n" NEXT, "400"),
    SAME("a folded field", "GET / HTTP/1.1\r\n" H "X: a\r\n b\r\n\r\n" NEXT,
         "400"),
    SAME("a folded first field", "GET / HTTP/1.1\r\n " H "\r\n" NEXT, "400"),
    SAME("a NUL in a field", "GET / HTTP/1.1\r\n" H "X: a\0b\r\n\r\n" NEXT,
         "400"),
    SAME("a NUL in the target", "GET /\0 HTTP/1.1\r\n" END, "400"),
    SAME("empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n" END, "200"),

    /* The request line */
    SAME("version 2.0", "GET / HTTP/2.0\r\n" END, "505"),
    SAME("version 1.2", "GET / HTTP/1.2\r\n" END, "200"),
    DIFFER("version 1.10", "GET / HTTP/1.10\r\n" END, "400", "200",
           "9112, 2.3: a version is one digit, a dot, and one digit"),
    DIFFER("version 0.9", "GET /\r\n", "408", "",
           "9112 has no version 0.9: a head ends with an empty line"),
    SAME("a version in small letters", "GET / http/1.1\r\n" END, "400"),
    SAME("another protocol", "GET / RTSP/1.1\r\n" END, "400"),
    DIFFER("two spaces", "GET  / HTTP/1.1\r\n" END, "400", "200",
           "9112, 3: what parts a request line is one space; others may be let "
           "pass"),
    SAME("a tab", "GET\t/ HTTP/1.1\r\n" END, "400"),
    DIFFER("a space behind", "GET / HTTP/1.1 \r\n" END, "400", "200",
           "9112, 3: what parts a request line is one space; others may be let "
           "pass"),
    SAME("a space in the target", "GET /a b HTTP/1.1\r\n" END, "400"),
    SAME("a method that is no token", "G(T / HTTP/1.1\r\n" END, "400"),
    DIFFER("a method in small letters", "get / HTTP/1.1\r\n" END, "501", "400",
           "9110, 9.1: a method that is not recognized is 501; they are "
           "case-sensitive"),
    DIFFER("a method that nobody knows", "BREW / HTTP/1.1\r\n" END, "501",
           "405",
           "9110, 9.1: a method that is not recognized is 501; they are "
           "case-sensitive"),
    SAME("TRACE", "TRACE / HTTP/1.1\r\n" END, "405"),
    DIFFER("CONNECT", "CONNECT h:80 HTTP/1.1\r\n" END, "405", "400",
           "9110, 15.5.6: the method is known, and not for this"),
    SAME("no slash", "GET index.html HTTP/1.1\r\n" END, "400"),
    SAME("an asterisk", "GET * HTTP/1.1\r\n" END, "400"),
    SAME("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"),

    /* The host */
    SAME("no host", "GET / HTTP/1.1\r\n" CLOSE "\r\n", "400"),
    SAME("two hosts", "GET / HTTP/1.1\r\n" H END, "400"),
    SAME("a host of two words", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"),
    SAME("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"),
    DIFFER("an empty host", "GET / HTTP/1.1\r\nHost:\r\n" CLOSE "\r\n", "200",
           "400", "9112, 3.2: that is sent by who has a target without a host"),
    SAME("a whole URI", "GET http://other/ HTTP/1.1\r\n" END, "200"),
    SAME("a whole URI without a path", "GET http://other HTTP/1.1\r\n" END,
         "200"),
    DIFFER("a whole URI of FTP", "GET ftp://other/ HTTP/1.1\r\n" END, "400",
           "200", "9112, 3.2.2: this server is for http"),

    /* Out of the directory */
    DIFFER("two dots", "GET /../secret HTTP/1.1\r\n" END, "403", "400",
           "3986, 6.2.2.3: clients take the dots out; what comes with them is "
           "not guessed at"),
    DIFFER("two dots inside", "GET /sub/../index.html HTTP/1.1\r\n" END, "403",
           "200",
           "3986, 6.2.2.3: clients take the dots out; what comes with them is "
           "not guessed at"),
    DIFFER("two dots, encoded", "GET /%2e%2e/secret HTTP/1.1\r\n" END, "403",
           "400",
           "3986, 6.2.2.3: clients take the dots out; what comes with them is "
           "not guessed at"),
    DIFFER("two dots, half encoded", "GET /.%2e/secret HTTP/1.1\r\n" END, "403",
           "400",
           "3986, 6.2.2.3: clients take the dots out; what comes with them is "
           "not guessed at"),
    SAME("a slash, encoded", "GET /sub%2fpage.txt HTTP/1.1\r\n" END, "200"),
    DIFFER("two dots and a slash, encoded",
           "GET /sub/%2e%2e%2f%2e%2e%2fsecret HTTP/1.1\r\n" END, "403", "400",
           "3986, 6.2.2.3: clients take the dots out; what comes with them is "
           "not guessed at"),
    SAME("encoded twice", "GET /%252e%252e/secret HTTP/1.1\r\n" END, "404"),
    SAME("overlong UTF-8", "GET /%c0%ae%c0%ae/secret HTTP/1.1\r\n" END, "404"),
    SAME("a backslash", "GET /..\\secret HTTP/1.1\r\n" END, "404"),
    SAME("a NUL, encoded", "GET /index.html%00.txt HTTP/1.1\r\n" END, "400"),
    SAME("half an encoding", "GET /%2 HTTP/1.1\r\n" END, "400"),
    SAME("no encoding", "GET /%zz HTTP/1.1\r\n" END, "400"),
    SAME("a line feed, encoded", "GET /%0d%0aX:y HTTP/1.1\r\n" END, "404"),
    SAME("a file as a directory", "GET /index.html/ HTTP/1.1\r\n" END, "404"),
    SAME("a symbolic link", "GET /link HTTP/1.1\r\n" END, "403"),
};

/* Appends the statuses of the answers that are in text. */
static void list_statuses(char *text, char *out, size_t size)
{
    const char line[] = "HTTP/1.1 ";
    *out = '\0';
    for (char *at = text; (at = strstr(at, line)); at += sizeof line - 1)
        snprintf(out + strlen(out), size - strlen(out), "%s%.3s",
                 *out ? " " : "", at + sizeof line - 1);
}

/* Until the server closes the connection. */
static async void ask(const char *where, const char *request, size_t length,
                      char *statuses, size_t size)
{
    static char answer[65536];
    size_t have = 0;
    ssize_t n;
    int fd = strchr(where, '/')
                 ? await pirn_unix_connect(where)
                 : await pirn_tcp_connect("127.0.0.1", atoi(where));
    if (fd < 0) {
        snprintf(statuses, size, "%s", strerror(-fd));
        return;
    }
    await pirn_write_all(fd, request, length, NULL);
    while (have < sizeof answer - 1 &&
           (n = await pirn_recv(fd, answer + have, sizeof answer - 1 - have,
                                0)) > 0)
        have += (size_t)n;
    await pirn_close(fd);
    for (size_t i = 0; i < have; i++)
        if (!answer[i])
            answer[i] = '?';
    answer[have] = '\0';
    list_statuses(answer, statuses, size);
}

/* Heads that are too large, in a field or in the target. */
static async int ask_large(const char *where, const char *before,
                           const char *expected)
{
    const size_t size = 1 << 16;
    char *request = malloc(size), statuses[100];
    memset(request, 'a', size);
    memcpy(request, before, strlen(before));
    memcpy(request + size - 4, "\r\n\r\n", 4);
    await ask(where, request, size, statuses, sizeof statuses);
    free(request);
    if (strcmp(statuses, expected) == 0)
        return 0;
    printf("much behind \"%.5s\": %s, not %s\n", before, statuses, expected);
    return 1;
}

async int main(int argc, char **argv)
{
    int wrong = 0, differ = 0, count = sizeof requests / sizeof *requests;
    if (argc != 3)
        return 2;
    bool is_httpd = strcmp(argv[1], "httpd") == 0;
    for (int i = 0; i < count; i++) {
        const char *expected = is_httpd ? requests[i].httpd : requests[i].nginx;
        char statuses[100];
        await ask(argv[2], requests[i].text, requests[i].length, statuses,
                  sizeof statuses);
        differ += requests[i].why != NULL;
        if (strcmp(statuses, expected) == 0)
            continue;
        printf("%s: %s, not %s\n", requests[i].name, statuses, expected);
        wrong++;
    }
    wrong += await ask_large(argv[2], "GET /", "414");
    wrong += await ask_large(argv[2],
                             "GET / HTTP/1.1\r\nX: ", is_httpd ? "431" : "400");
    printf("%s: %d requests, %d answered otherwise; the servers differ in %d\n",
           argv[1], count + 2, wrong, differ);
    return wrong > 0;
}
