/* What URLs, HTTP and pages of HTML say, as far as examples/programs/links.c
 * wants to know: plain C that never waits, and a generator. */
#ifndef LINKS_H
#define LINKS_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <pirn.h>

#define SPACE " \t\r\n"

/* ---- URLs: http://HOST[:PORT]/PATH[?QUERY] */

static size_t end_of_host(const char *url)
{
    return strlen("http://") + strcspn(url + strlen("http://"), "/?");
}

/* Takes "." and ".." out of a path: RFC 3986, 5.2.4. */
static void remove_dots(char *path)
{
    char *out = path, *query = path + strcspn(path, "?");
    for (char *in = path, *next; in < query; in = next) {
        next = in + 1 + strcspn(in + 1, "/?");
        size_t n = (size_t)(next - in);
        bool is_up = n == 3 && memcmp(in, "/..", n) == 0;
        bool is_here = n == 2 && memcmp(in, "/.", n) == 0;
        while (is_up && out > path && *--out != '/')
            continue;
        if (is_up || is_here)
            n = next == query;
        memmove(out, in, n);
        out += n;
    }
    memmove(out, query, strlen(query) + 1);
}

/* Returns the URL that text means on the page `base`, to be freed: RFC 3986,
 * 5.2. NULL if it is none of HTTP. */
static char *resolve(const char *base, const char *text)
{
    size_t length = strcspn(text, "#"), scheme = strcspn(text, ":/?#");
    size_t keep = strlen(base), host = 0;
    char *url;
    if (strncasecmp(text, "http://", 7) == 0)
        text += strlen("http:"), length -= strlen("http:");
    else if (text[scheme] == ':')
        return NULL;
    if (strncmp(text, "//", 2) == 0) {
        keep = strlen("http:");
        host = 2 + strcspn(text + 2, "/?#");
    } else if (*text == '/') {
        keep = end_of_host(base);
    } else if (length > 0) {
        keep = strcspn(base, "?");
        while (*text != '?' && base[keep - 1] != '/')
            keep--;
    }
    if (asprintf(&url, "%.*s%.*s%s%.*s", (int)keep, base, (int)host, text,
                 host > 0 && text[host] != '/' ? "/" : "", (int)(length - host),
                 text + host) < 0)
        return NULL;
    remove_dots(url + end_of_host(url));
    return url;
}

/* Finds out the host, which has room for 256 bytes, and the port. */
static bool read_host(const char *url, char *host, int *port)
{
    *port = 80;
    return sscanf(url, "http://[%255[^]/?]]:%d", host, port) > 0 ||
           sscanf(url, "http://%255[^:/?]:%d", host, port) > 0;
}

/* ---- HTTP */

/* What a host has answered. */
struct answer {
    char *moved, *page; /* where to; the text, if it is read; or NULL */
    long long length;   /* -1: up to the end */
    bool is_html;
};

static void forget(struct answer *a)
{
    free(a->moved);
    free(a->page);
    *a = (struct answer){.length = -1};
}

/* A field of the head that came from url. */
static void read_field(char *line, const char *url, struct answer *a)
{
    char *value = strchr(line, ':');
    if (!value)
        return;
    *value++ = '\0';
    value += strspn(value, SPACE);
    value[strcspn(value, SPACE)] = '\0';
    if (strcasecmp(line, "Location") == 0 && !a->moved)
        a->moved = resolve(url, value);
    else if (strcasecmp(line, "Content-Length") == 0)
        a->length = atoll(value);
    else if (strcasecmp(line, "Content-Type") == 0)
        a->is_html = strncasecmp(value, "text/html", 9) == 0;
}

/* A result is a status, or -errno. */

static bool is_passing(int result)
{
    return result == -ECONNRESET || result == -ECONNREFUSED ||
           result == -ETIMEDOUT || result == -EPIPE || result == -EAGAIN ||
           result == -EREMOTEIO || result == 429 || result >= 500;
}

static bool is_broken(int result)
{
    return result < 200 || result >= 400;
}

static void print_result(int result)
{
    if (result > 0)
        printf("%d", result);
    else if (result == -ELOOP)
        printf("Too many redirections");
    else
        printf("%s", pirn_resolve_error(result));
}

/* ---- HTML */

/* Reads NAME[=VALUE]. Returns what is behind it; *value is the value of href
 * and src, and else NULL. */
static char *read_attribute(char *at, char **value)
{
    char *name = at += strspn(at, SPACE "/");
    size_t length = strcspn(name, SPACE "=>");
    bool is_link = (length == 4 && strncasecmp(name, "href", 4) == 0) ||
                   (length == 3 && strncasecmp(name, "src", 3) == 0);
    *value = NULL;
    at = name + length + strspn(name + length, SPACE);
    if (*at != '=')
        return at;
    at += 1 + strspn(at + 1, SPACE);
    bool is_quoted = *at == '"' || *at == '\'';
    const char mark[] = {*at, '\0'};
    at += is_quoted;
    size_t n = strcspn(at, is_quoted ? mark : SPACE ">");
    if (is_link)
        *value = strndup(at, n);
    at += n;
    return at + (is_quoted && *at);
}

/* The links of a page; each is to be freed. */
static generator char *links_of(char *text)
{
    char *value;
    while ((text = strchr(text, '<'))) {
        if (strncmp(text, "<!--", 4) == 0) {
            if (!(text = strstr(text, "-->")))
                return;
            continue;
        }
        text += strcspn(text, SPACE ">");
        while (*text && *text != '>') {
            text = read_attribute(text, &value);
            for (char *a = value; a && (a = strstr(a, "&amp;"));)
                a++, memmove(a, a + 4, strlen(a + 4) + 1);
            if (value)
                yield value;
        }
    }
}

#endif
