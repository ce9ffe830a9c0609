/* A web server for the files below a directory: HTTP/1.1 with keep-alive,
 * conditional requests and ranges.
 *
 *     httpd [-p PORT] [-c CLIENTS] [-t SECONDS] [-d SECONDS] [DIRECTORY]
 *
 * Every client has a coroutine, serve(), that reads like a program for one
 * client alone: receive a request, answer it, again. Whoever is slow, silent or
 * gone holds up nobody else, and not for ever: each wait has a time limit. A
 * client that is idle has no buffer. A head is no longer than HEAD_MAX; no more
 * than CLIENTS come in at a time, others queue up in the kernel. Links are not
 * followed, and nothing above DIRECTORY is named. SIGINT and SIGTERM end it,
 * and lose no request: who is connected by then is still answered, for so long
 * as -d says, and who comes later is refused at once. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_answer.h"
#include <pirn.h>

enum {
    HEAD_MAX = 8192,    /* request line and header fields */
    SLICE = 256 * 1024, /* sent of a file before others have their turn */
    GONE = -1,          /* where a status stands: the client cannot hear us */
};

#define LAST_WORDS (2 * PIRN_S) /* for clients, when it ends or they do */
#define BUSY (100 * PIRN_MS)    /* so long an idle client keeps its buffer */

static struct {
    int root; /* the directory */
    struct pirn_event stop;
    int64_t patience; /* with who is idle, sends a head, does not read */
} server = {.patience = 15 * PIRN_S};

/* ---- Files */

/* Opens the file at path, name by name, so that none can be a way out: neither
 * ".." nor a symbolic link. Returns it, or -errno. */
static async int open_below(int root, char *path)
{
    int directory = root;
    for (;;) {
        char *slash = strchr(path, '/');
        int flags = slash ? O_PATH | O_DIRECTORY : O_RDONLY | O_NONBLOCK, fd;
        if (slash)
            *slash = '\0';
        fd = strcmp(path, "..") == 0
                 ? -EACCES
                 : await pirn_openat(directory, *path ? path : ".",
                                     flags | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC,
                                     0);
        if (directory != root)
            await pirn_close(directory);
        if (fd < 0 || !slash)
            return fd;
        directory = fd;
        path = slash + 1;
    }
}

/* ---- Answers */

/* Returns true if all of it was sent. */
static async bool send_text(int fd, const struct text *text, int flags)
{
    size_t done = 0;
    scope (sending, .timeout = server.patience) {
        while (done < text->length) {
            ssize_t n = await pirn_send(fd, text->data + done,
                                        text->length - done, flags);
            if (n < 0)
                return false;
            done += (size_t)n;
        }
    }
    return true;
}

/* Returns true if these bytes were sent, each slice within the time limit. */
static async bool send_range(int fd, int file, struct range range)
{
    int64_t end = range.first + range.size;
    while (range.first < end) {
        int64_t left = end - range.first;
        ssize_t n = 0; /* the file has shrunk, or the client reads nothing */
        scope (stalled, .timeout = server.patience) {
            n = await pirn_sendfile(fd, file, &range.first,
                                    (size_t)(left < SLICE ? left : SLICE));
        }
        if (n <= 0)
            return false;
    }
    return true;
}

static async bool send_body(int fd, const struct answer *a, struct text *text)
{
    bool is_sent = true;
    if (a->count == 1)
        return await send_range(fd, a->file, a->ranges[0]);
    for (int i = 0; is_sent && i <= a->count; i++) {
        bool is_last = i == a->count;
        text->length = 0;
        add_boundary(text, a, i);
        is_sent = await send_text(fd, text, is_last ? 0 : MSG_MORE);
        if (is_sent && !is_last)
            is_sent = await send_range(fd, a->file, a->ranges[i]);
    }
    return is_sent;
}

/* Returns true if the body is small, and was added to go with the head. */
static async bool add_body(struct text *text, const struct answer *a)
{
    struct range range = a->ranges[0];
    size_t room = sizeof(text->data) - text->length;
    if (a->count > 1 || range.size > (int64_t)room ||
        await pirn_pread(a->file, text->data + text->length, (size_t)range.size,
                         range.first) != range.size)
        return false;
    text->length += (size_t)range.size;
    return true;
}

/* Answers r, or refuses it with status. True if the client may send another. */
static async bool respond(int fd, struct request *r, int status,
                          struct text *text)
{
    struct answer a = {.file = -1, .status = status, .type = type_of(r->path)};
    bool is_sent, has_body;
    if (status == 0) {
        a.file = await open_below(server.root, r->path);
        a.status = a.file < 0 ? status_of(-a.file) : examine_file(r, &a);
    }
    if (status != 0 || pirn_event_is_set(&server.stop))
        r->keep_alive = false; /* who knows where its next one begins */
    text->length = 0;
    add_head(text, r, &a);
    has_body = is_of_file(&a) && !r->is_head && !await add_body(text, &a);
    is_sent = await send_text(fd, text, has_body ? MSG_MORE : 0);
    if (is_sent && has_body)
        is_sent = await send_body(fd, &a, text);
    if (a.file >= 0)
        await pirn_close(a.file);
    return is_sent && r->keep_alive;
}

/* ---- Clients */

/* Reads a head, and passes over empty lines before it: RFC 9112, 2.2. Returns
 * 0 and *head with its length, or a status. */
static async int receive_head(struct pirn_reader *in, char **head,
                              size_t *length)
{
    ssize_t n = 0;
    scope (slow, .timeout = server.patience) {
        while ((n = await pirn_peek(in, head, 2)) >= 2 &&
               memcmp(*head, "\r\n", 2) == 0)
            (void)pirn_skip(in, 2);
        if (n >= 2)
            n = await pirn_read_until(in, "\r\n\r\n", head);
        if (n == -EMSGSIZE) {
            n = await pirn_peek(in, head, 0);
            return memchr(*head, '\n', (size_t)n) ? 431 : 414;
        }
    } else {
        return 408;
    }
    *length = n > 0 ? (size_t)n : 0;
    return n > 3 ? 0 : GONE;
}

/* Lets a client read the last answer: closing while it still sends would reset
 * the connection, and take that away. */
static async void part(int fd)
{
    char rest[1024];
    scope (parting, .timeout = LAST_WORDS) {
        (void)shutdown(fd, SHUT_WR);
        while (await pirn_recv(fd, rest, sizeof(rest), 0) > 0)
            continue;
    }
}

/* Returns true if there is another request, or the end, without a long wait. */
static async bool is_next_soon(struct pirn_reader *in)
{
    char *head;
    scope (soon, .timeout = BUSY) {
        return await pirn_peek(in, &head, 1) != -ECANCELED;
    }
    return false;
}

/* Answers what comes, and what follows soon. True if the client may go on. */
static async bool answer_all(int fd)
{
    char buffer[HEAD_MAX + 1], *head;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    struct text text;
    bool again;
    pirn_reader_init(&in, &client.stream, buffer, sizeof buffer);
    do {
        struct request r = {.keep_alive = false};
        size_t length;
        int status = await receive_head(&in, &head, &length);
        if (status == GONE)
            return false;
        if (status == 0)
            status = read_request(head, length, &r);
        again = await respond(fd, &r, status, &text);
    } while (again && await is_next_soon(&in));
    if (!again)
        await part(fd);
    return again;
}

static async void serve(int fd, void *arg)
{
    bool again = true;
    (void)arg;
    while (again) {
        again = false;
        scope (idle, .timeout = server.patience) {
            again = await pirn_poll(fd, POLLIN) > 0;
        }
        if (again)
            again = await answer_all(fd);
    }
}

/* As many descriptors as the system lets us have. */
static void allow_many_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Returns the port asked for, or -1. */
static int read_arguments(int argc, char **argv,
                          struct pirn_serve_options *options)
{
    int port = 8080;
    for (int option; (option = getopt(argc, argv, "p:c:t:d:")) != -1;) {
        double number = optarg ? atof(optarg) : 0;
        if (option == 'p')
            port = (int)number;
        else if (option == 'c')
            options->limit = (size_t)number;
        else if (option == 't')
            server.patience = (int64_t)(number * PIRN_S);
        else if (option == 'd')
            options->drain = (int64_t)(number * PIRN_S);
        else
            return -1;
    }
    server.root = open(optind < argc ? argv[optind] : ".",
                       O_PATH | O_DIRECTORY | O_CLOEXEC);
    return server.root < 0 || optind + 1 < argc ? -1 : port;
}

async int main(int argc, char **argv)
{
    struct pirn_serve_options options = {
        .limit = 10000, .stop = &server.stop, .drain = LAST_WORDS, .close = 1};
    int port = read_arguments(argc, argv, &options), listener;
    pirn_signal *signals = NULL;
    if (port < 0) {
        fprintf(stderr, "usage: httpd [-p port] [-c clients] [-t seconds] "
                        "[-d seconds] [directory]\n");
        return 2;
    }
    allow_many_files();
    listener = pirn_tcp_listen("127.0.0.1", port);
    if (listener < 0) {
        fprintf(stderr, "httpd: port %d: %s\n", port, strerror(-listener));
        return 1;
    }
    scope (s, .fail_fast = true) {
        spawn pirn_serve(listener, serve, &options);
        signals = pirn_signal_open(PIRN_SIGNAL(SIGTERM) | PIRN_SIGNAL(SIGINT));
        printf("listening on 127.0.0.1:%d\n", pirn_tcp_port(listener));
        (void)fflush(stdout);
        if (signals)
            await pirn_signal_next(signals);
        pirn_event_set(&server.stop);
    }
    pirn_signal_close(signals);
    return 0;
}
