/* links [-c CONNECTIONS] [-d SECONDS] [-n TRIES] [-t SECONDS] URL...: reads
 * these pages and all pages of the same hosts that they lead to, and checks
 * every link in them, also those to other hosts. It prints those that are
 * broken, and the page that each was found on. It knows plain HTTP alone.
 *
 * Each link is a task. The task waits for room at its host (-c), has a time
 * limit for each try (-t), and tries what may pass again, after a pause that
 * doubles (-n). All tasks are in one scope, which ends at the deadline (-d) or
 * by an interrupt. That scope is pinned to its worker, so what the tasks share
 * needs no lock. */
#define _GNU_SOURCE
#include <errno.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "links.h"

enum { LINE = 8192, PAGE = 4 << 20, HOPS = 5, CONNECTIONS = 100 };

#define PAUSE (200 * PIRN_MS) /* before the second try */

struct host {
    struct host *next;
    struct pirn_semaphore room;
    bool is_ours; /* its pages are read */
    char name[];  /* HOST[:PORT] */
};

struct link {
    struct link *next;
    struct host *host;
    const struct link *from; /* the page that it is on; NULL: an argument */
    const struct link *to;   /* where its host has sent us; or NULL */
    int hops;                /* of such, before this one */
    int result;              /* a status of HTTP; -errno; 0: not known yet */
    char url[];              /* http://HOST[:PORT]/..., without a fragment */
};

static struct {
    int64_t deadline, patience;
    size_t room;
    int tries, begun, ended, broken;
    struct link *links, **last;
    struct host *hosts;
    void *known; /* a tree of the links, by their URLs */
    struct pirn_scope *scope;
    struct pirn_semaphore connections;
} all = {.deadline = PIRN_NEVER,
         .patience = 10 * PIRN_S,
         .room = 4,
         .tries = 3,
         .last = &all.links,
         .connections = PIRN_SEMAPHORE_INIT(CONNECTIONS)};

/* ---- What there is to check */

static struct host *find_host(const char *url)
{
    const char *name = url + strlen("http://");
    size_t n = end_of_host(url) - strlen("http://");
    struct host *h = all.hosts;
    while (h && (strncasecmp(h->name, name, n) != 0 || h->name[n]))
        h = h->next;
    if (h || !(h = calloc(1, sizeof *h + n + 1)))
        return h;
    memcpy(h->name, name, n);
    h->room = (struct pirn_semaphore)PIRN_SEMAPHORE_INIT(all.room);
    h->next = all.hosts;
    return all.hosts = h;
}

static int compare_links(const void *a, const void *b)
{
    return strcmp(((const struct link *)a)->url, ((const struct link *)b)->url);
}

static async void check(struct link *link);

/* Has url checked, unless it is already, and frees it. Returns the link; NULL:
 * there is no memory, or it is not to be checked. */
static struct link *add_link(char *url, const struct link *from, int hops)
{
    struct link *link = url ? calloc(1, sizeof *link + strlen(url) + 1) : NULL;
    void *place = NULL;
    if (link && (link->host = find_host(url))) {
        strcpy(link->url, url);
        link->from = from;
        link->hops = hops;
        place = tsearch(link, &all.known, compare_links);
    }
    free(url);
    if (!place || *(struct link **)place != link) {
        free(link);
        return place ? *(struct link **)place : NULL;
    }
    all.begun++;
    *all.last = link;
    all.last = &link->next;
    spawn_in(all.scope) check(link);
    return link;
}

static void add_links(const struct link *page, char *text)
{
    char *value;
    gen(char *) links = links_of(text);
    while (pirn_next(links, &value) == 1) {
        add_link(resolve(page->url, value), page, 0);
        free(value);
    }
    pirn_gen_close(links);
}

/* ---- HTTP */

/* Returns the status, or -errno. */
static async int read_head(struct pirn_reader *in, const char *url,
                           struct answer *a)
{
    char *line;
    int status = 0;
    ssize_t n = await pirn_read_line(in, &line);
    if (n > 0 && (sscanf(line, "HTTP/%*d.%*d %3d", &status) != 1 || status < 1))
        return -EPROTO;
    while (n > 0 && (n = await pirn_read_line(in, &line)) > 0 &&
           line[strspn(line, "\r\n")])
        read_field(line, url, a);
    return n < 0 ? (int)n : n == 0 ? -ECONNRESET : status;
}

/* Reads the page, or its beginning, if it is long. */
static async int read_page(struct pirn_reader *in, struct answer *a)
{
    size_t got = 0,
           size = a->length >= 0 && a->length < PAGE ? (size_t)a->length : PAGE;
    if (!(a->page = malloc(size + 1)))
        return -ENOMEM;
    int rc = await pirn_read_exactly(in, a->page, size, &got);
    a->page[got] = '\0';
    return rc != -ENODATA ? rc : a->length < 0 ? 0 : -ECONNRESET;
}

/* Returns the status, or -errno. By HTTP/1.0, since then a page is not cut into
 * chunks. */
static async int get(const struct host *host, const char *url, struct answer *a)
{
    char name[256], buffer[LINE];
    int port, rc;
    if (url[strcspn(url, SPACE)] || !read_host(url, name, &port))
        return -EINVAL;
    int fd = await pirn_tcp_connect(name, port);
    if (fd < 0)
        return fd;
    defer await pirn_close(fd);
    struct pirn_descriptor server = pirn_descriptor(fd);
    struct pirn_writer out;
    struct pirn_reader in;
    pirn_writer_init(&out, &server.stream, buffer, sizeof buffer);
    rc = await pirn_print(&out, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n",
                          url + end_of_host(url), host->name);
    if (rc < 0 || (rc = await pirn_flush(&out)) < 0)
        return rc;
    pirn_reader_init(&in, &server.stream, buffer, sizeof buffer);
    int status = await read_head(&in, url, a);
    if (status == 200 && host->is_ours && a->is_html)
        rc = await read_page(&in, a);
    return rc < 0 ? rc : status;
}

/* ---- Checking */

static async int try_once(struct host *host, const char *url, struct answer *a)
{
    int rc = await pirn_semaphore_acquire(&host->room, 1);
    if (rc < 0)
        return rc;
    defer pirn_semaphore_release(&host->room, 1);
    if ((rc = await pirn_semaphore_acquire(&all.connections, 1)) < 0)
        return rc;
    defer pirn_semaphore_release(&all.connections, 1);
    scope (patience, .timeout = all.patience) {
        rc = await get(host, url, a);
    } else {
        rc = -ETIMEDOUT;
    }
    return rc;
}

static async void check(struct link *link)
{
    struct answer a = {.length = -1};
    int rc, n = 0;
    defer forget(&a);
    do {
        forget(&a);
        rc = await try_once(link->host, link->url, &a);
    } while (is_passing(rc) && ++n < all.tries &&
             (rc = await pirn_sleep(PAUSE << (n - 1))) == 0);
    if (rc == -ECANCELED)
        return;
    if (rc >= 300 && rc < 400 && a.moved) {
        if (link->hops < HOPS)
            link->to = add_link(strdup(a.moved), link, link->hops + 1);
        else
            rc = -ELOOP;
    }
    if (a.page)
        add_links(link, a.page);
    link->result = rc;
    all.ended++;
    all.broken += is_broken(rc);
}

/* A line that is written anew. */
static async void show_progress(void)
{
    char line[80];
    defer fputs("\r\33[K", stderr);
    do {
        int n = snprintf(line, sizeof line, "\r%d of %d, %d broken\33[K",
                         all.ended, all.begun, all.broken);
        await pirn_write_all(2, line, (size_t)n, NULL);
    } while (await pirn_sleep(100 * PIRN_MS) == 0);
}

static async int check_all(void *arg)
{
    scope (s, .timeout = all.deadline, .pinned = true) {
        if (isatty(2))
            spawn show_progress();
        scope (links) {
            all.scope = pirn_scope_ref(links);
            for (char **url = arg; *url; url++) {
                struct link *link = add_link(resolve("http://", *url), NULL, 0);
                if (link)
                    link->host->is_ours = true;
            }
        }
        pirn_scope_cancel(s);
    }
    return 0;
}

static bool print_if_broken(const struct link *link)
{
    const struct link *last = link;
    for (int hops = 0; last->to && hops < HOPS; hops++)
        last = last->to;
    int result = last->to ? -ELOOP : last->result;
    if (result == 0 || !is_broken(result))
        return false;
    print_result(result);
    printf(": %s%s%s\n", link->url, link->from ? ", on " : "",
           link->from ? link->from->url : "");
    return true;
}

static bool read_arguments(int argc, char **argv)
{
    for (int option; (option = getopt(argc, argv, "c:d:n:t:")) != -1;) {
        double number = option == '?' ? 0 : atof(optarg);
        if (option == 'c')
            all.room = (size_t)number;
        else if (option == 'd')
            all.deadline = (int64_t)(number * (double)PIRN_S);
        else if (option == 'n')
            all.tries = (int)number;
        else if (option == 't')
            all.patience = (int64_t)(number * (double)PIRN_S);
    }
    for (int i = optind; i < argc; i++)
        if (strncasecmp(argv[i], "http://", 7) != 0)
            return false;
    return optind < argc && all.room > 0;
}

async int main(int argc, char **argv)
{
    if (!read_arguments(argc, argv)) {
        fprintf(stderr, "usage: links [-c CONNECTIONS] [-d SECONDS] [-n TRIES] "
                        "[-t SECONDS] http://HOST...\n");
        return 2;
    }
    uint64_t ends = PIRN_SIGNAL(SIGINT) | PIRN_SIGNAL(SIGTERM);
    int broken = 0, left = 0, rc;
    rc = await pirn_until_signal(ends, check_all, argv + optind);
    if (rc < 0)
        fprintf(stderr, "links: %s\n", strerror(-rc));
    for (const struct link *link = all.links; link; link = link->next) {
        broken += print_if_broken(link);
        left += link->result == 0;
    }
    printf("%d links, %d broken, %d not checked\n", all.begun, broken, left);
    return rc < 0 || left > 0 ? 3 : broken > 0;
}
