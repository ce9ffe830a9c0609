// What examples/httpd.c answers, asked by coroutines of the same program. Its
// main runs as a task; it is found by its listening socket, and ended by the
// signal that ends it for everybody.
// threads: any order
#define main httpd_main
#include "../../examples/httpd.c"
#undef main

static int port;

/* The port of the one socket that listens. */
static int find_port(void)
{
    for (int fd = 0; fd < 64; fd++) {
        int listens = 0;
        socklen_t size = sizeof listens;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
            listens)
            return pirn_tcp_port(fd);
    }
    return -1;
}

/* Sends a request and prints the status and the body of all answers. */
static async void ask(const char *what, const char *request, size_t length)
{
    char answer[16384];
    size_t have = 0;
    ssize_t n;
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_write_all(fd, request, length, NULL);
    while ((n = await pirn_recv(fd, answer + have, sizeof answer - 1 - have,
                                0)) > 0)
        have += (size_t)n;
    await pirn_close(fd);
    answer[have] = '\0';
    printf("%s:", what);
    for (char *at = answer; (at = strstr(at, "HTTP/1.1 ")); at += 9)
        printf(" %.3s", at + 9);
    char *body = strstr(answer, "\r\n\r\n");
    char *place = strstr(answer, "\r\nLocation: ");
    if (place)
        printf(" -> %.*s", (int)strcspn(place + 12, "\r"), place + 12);
    printf(" [%.*s]\n", (int)strcspn(body ? body + 4 : "", "\n"),
           body ? body + 4 : "");
}

#define FIELDS "Host: h\r\nConnection: close\r\n\r\n"
#define ASK(what, request) await ask(what, request, sizeof(request) - 1)
#define GET(path) ASK(path, "GET " path " HTTP/1.1\r\n" FIELDS)

static char directory[] = "/tmp/pirn-www-XXXXXX";

static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    fputs(text, file);
    fclose(file);
}

static async void ask_all(void)
{
    static char much[10000];
    memset(much, 'a', sizeof much);
    memcpy(much, "GET /", 5);

    GET("/");
    // expect: /: 200 [the index]
    GET("/sub/page.txt?query=%00");
    // expect: /sub/page.txt?query=%00: 200 [a page]
    GET("http://host/%73ub/page.txt");
    // expect: http://host/%73ub/page.txt: 200 [a page]
    GET("//sub");
    // expect: //sub: 301 -> /sub/ [Moved Permanently]
    GET("/nothing");
    // expect: /nothing: 404 [Not Found]
    GET("/../etc/passwd");
    // expect: /../etc/passwd: 403 [Forbidden]
    GET("/sub/%2e%2e%2f../etc/passwd");
    // expect: /sub/%2e%2e%2f../etc/passwd: 403 [Forbidden]
    GET("/link");
    // expect: /link: 403 [Forbidden]
    GET("/%00");
    // expect: /%00: 400 [Bad Request]
    GET("/%4");
    // expect: /%4: 400 [Bad Request]
    ASK("HEAD", "HEAD / HTTP/1.1\r\n" FIELDS);
    // expect: HEAD: 200 []
    ASK("three at once", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
                         "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n"
                         "GET / HTTP/1.1\r\n" FIELDS);
    // expect: three at once: 200 404 200 [the index]
    ASK("version 1.0", "GET / HTTP/1.0\r\n\r\n");
    // expect: version 1.0: 200 [the index]
    ASK("version 2", "GET / HTTP/2.0\r\n" FIELDS);
    // expect: version 2: 505 [HTTP Version Not Supported]
    ASK("POST", "POST / HTTP/1.1\r\n" FIELDS);
    // expect: POST: 405 [Method Not Allowed]
    ASK("BREW", "BREW / HTTP/1.1\r\n" FIELDS);
    // expect: BREW: 501 [Not Implemented]
    ASK("a body", "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
    // expect: a body: 413 [Content Too Large]
    ASK("no host", "GET / HTTP/1.1\r\n\r\n");
    // expect: no host: 400 [Bad Request]
    ASK("a NUL", "GET / HTTP/1.1\r\nHost: h\0h\r\n\r\n");
    // expect: a NUL: 400 [Bad Request]
    ASK("folded", "GET / HTTP/1.1\r\nHost: h\r\n h\r\n\r\n");
    // expect: folded: 400 [Bad Request]
    ASK("line feeds", "GET / HTTP/1.1\nHost: h\r\n\r\n");
    // expect: line feeds: 400 [Bad Request]
    await ask("a long target", much, sizeof much);
    // expect: a long target: 414 [URI Too Long]
    memcpy(much, "GET / HTTP/1.1\r\n", 16);
    await ask("long fields", much, sizeof much);
    // expect: long fields: 431 [Request Header Fields Too Large]
    ASK("half a request", "GET / HT");
    // expect: half a request: 408 [Request Timeout]
    ASK("silence", "");
    // expect: silence: []
}

async int main(void)
{
    char *arguments[] = {"httpd", "-p", "0", "-t", "0.5", directory, NULL};
    int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC), out = dup(1);
    if (!mkdtemp(directory) || chdir(directory) < 0 || mkdir("sub", 0700) < 0)
        return 1;
    put("index.html", "the index\n");
    put("sub/page.txt", "a page\n");
    (void)!symlink("/etc/passwd", "link");
    dup2(quiet, 1); /* where it listens is different every time */
    scope (s) {
        task(int) server = spawn httpd_main(6, arguments);
        await pirn_yield_now();
        dup2(out, 1);
        port = find_port();
        await ask_all();
        kill(getpid(), SIGTERM);
        printf("ended with %d\n", await server);
        // expect: ended with 0
    }
    unlink("link");
    unlink("sub/page.txt");
    unlink("index.html");
    rmdir("sub");
    rmdir(directory);
    return 0;
}
// asan
// valgrind
