/* How examples/httpd.c reads a request of HTTP/1.1 (RFC 9112): plain C that
 * never waits. */
#ifndef HTTP_H
#define HTTP_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { TARGET_MAX = 1024 }; /* of what stands between method and version */

struct request {
    bool is_head; /* HEAD, not GET */
    bool is_old;  /* version 1.0 */
    bool keep_alive;
    const char *target; /* as it came, but without host and query */
    struct {            /* the fields of these names; NULL: there is none */
        const char *if_match, *if_none_match;
        const char *if_modified_since, *if_unmodified_since;
        const char *range, *if_range;
    } field;
    int hosts, framings; /* fields that say which host, how long a body */
    int body_status;     /* 0: it has none */
    char path[TARGET_MAX + sizeof("index.html")]; /* below the root */
};

/* Functions called read_... return 0, or the status to refuse the request
 * with. */

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(word, *words) != 0)
        words++;
    return *words;
}

/* RFC 9110, 5.6.2: what methods and field names are made of. */
static bool is_token(const char *s)
{
    const char *c = s;
    while (isalnum(*c & 0xff) || (*c && strchr("!#$%&'*+-.^_`|~", *c)))
        c++;
    return c > s && *c == '\0';
}

/* Whether a list like "close, upgrade" has the word. */
static bool has_word(const char *list, const char *word)
{
    size_t n;
    for (; *list; list += n) {
        list += strspn(list, ", \t");
        n = strcspn(list, ", \t");
        if (n == strlen(word) && strncasecmp(list, word, n) == 0)
            return true;
    }
    return false;
}

/* Cuts the first line off *text; NULL if it does not end in CR LF. */
static char *cut_line(char **text)
{
    char *line = *text, *end = strchr(line, '\n');
    if (!end || end == line || end[-1] != '\r')
        return NULL;
    end[-1] = '\0';
    *text = end + 1;
    return line;
}

static int read_version(const char *version)
{
    if (strncmp(version, "HTTP/", 5) != 0 || !isdigit(version[5] & 0xff) ||
        version[6] != '.' || !isdigit(version[7] & 0xff) || version[8])
        return 400;
    return version[5] == '1' ? 0 : 505;
}

static int read_method(const char *method, struct request *r)
{
    static const char *const known[] = {"POST",    "PUT",   "DELETE", "CONNECT",
                                        "OPTIONS", "TRACE", "PATCH",  NULL};
    r->is_head = strcmp(method, "HEAD") == 0;
    if (r->is_head || strcmp(method, "GET") == 0)
        return 0;
    return is_one_of(method, known) ? 405 : 501;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Finds out the path, percent-decoded, in "/path?query" or
 * "http://host/path?query". */
static int read_target(char *target, struct request *r)
{
    char *out = r->path;
    if (strlen(target) >= TARGET_MAX)
        return 414;
    if (strncasecmp(target, "http://", 7) == 0) {
        target += 7 + strcspn(target + 7, "/?");
        if (*target != '/')
            target = "/";
    }
    if (*target != '/')
        return 400;
    while (target[1] == '/') /* "//host" would lead a redirect astray */
        target++;
    r->target = target;
    for (const char *in = target + 1; *in && *in != '?'; in++) {
        int high, low;
        if (iscntrl(*in & 0xff))
            return 400;
        *out++ = *in;
        if (*in != '%')
            continue;
        if ((high = hex_digit(in[1])) < 0 || (low = hex_digit(in[2])) < 0 ||
            high + low == 0)
            return 400;
        out[-1] = (char)(high << 4 | low);
        in += 2;
    }
    if (out == r->path || out[-1] == '/')
        out = stpcpy(out, "index.html");
    *out = '\0';
    return 0;
}

/* Only a body of no bytes is welcome: there is nothing to be done with it, and
 * another server in between may see its end elsewhere. */
static int read_length(const char *value)
{
    if (!*value || value[strspn(value, "0123456789")])
        return 400;
    return value[strspn(value, "0")] ? 413 : 0;
}

/* RFC 9112, 6.3: what is not chunked last has no known end. */
static int read_coding(const char *value)
{
    size_t n = strlen(value), chunked = strlen("chunked");
    if (strcasecmp(value, "chunked") == 0)
        return 413;
    if (n <= chunked || strcasecmp(value + n - chunked, "chunked") != 0 ||
        !strchr(", \t", value[n - chunked - 1]))
        return 400;
    return 501;
}

/* RFC 9112, 3.2: a name or address, and a port, made of what RFC 3986 allows
 * there; it may be empty. */
static int read_host(const char *value)
{
    while (isalnum(*value & 0xff) ||
           (*value && strchr("-._~%!$&'()*+,;=:[]", *value)))
        value++;
    return *value ? 400 : 0;
}

/* Keeps the value of a field that whoever answers asks for. */
static void keep_field(struct request *r, const char *name, const char *value)
{
    static const struct {
        const char *name;
        size_t at;
    } kept[] = {
        {"If-Match", offsetof(struct request, field.if_match)},
        {"If-None-Match", offsetof(struct request, field.if_none_match)},
        {"If-Modified-Since",
         offsetof(struct request, field.if_modified_since)},
        {"If-Unmodified-Since",
         offsetof(struct request, field.if_unmodified_since)},
        {"Range", offsetof(struct request, field.range)},
        {"If-Range", offsetof(struct request, field.if_range)},
    };
    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        if (strcasecmp(name, kept[i].name) == 0)
            *(const char **)((char *)r + kept[i].at) = value;
}

/* A body of two lengths, or of a length and a coding, is an attempt to have its
 * end seen in two places: 6.1. */
static int read_framing(struct request *r, int status)
{
    r->body_status = status;
    return ++r->framings > 1 || status == 400 ? 400 : 0;
}

static int read_field(char *line, struct request *r)
{
    char *value = strchr(line, ':');
    if (!value)
        return 400;
    *value++ = '\0';
    value += strspn(value, " \t");
    for (char *end = value + strlen(value);
         end > value && (end[-1] == ' ' || end[-1] == '\t');)
        *--end = '\0';
    for (const char *c = value; *c; c++)
        if (iscntrl(*c & 0xff) && *c != '\t')
            return 400;
    if (!is_token(line))
        return 400;
    if (strcasecmp(line, "Host") == 0)
        return ++r->hosts > 1 ? 400 : read_host(value);
    if (strcasecmp(line, "Connection") == 0)
        r->keep_alive = !has_word(value, "close") &&
                        (r->keep_alive || has_word(value, "keep-alive"));
    else if (strcasecmp(line, "Content-Length") == 0)
        return read_framing(r, read_length(value));
    else if (strcasecmp(line, "Transfer-Encoding") == 0)
        return r->is_old ? 400 : read_framing(r, read_coding(value));
    else
        keep_field(r, line, value);
    return 0;
}

/* Reads the head of length bytes, which ends in an empty line. */
static int read_request(char *head, size_t length, struct request *r)
{
    char *line, *method, *target, *version;
    int status;
    head[length - 1] = '\0'; /* the last line feed: what comes is a string */
    if (strlen(head) != length - 1 || !(line = cut_line(&head)))
        return 400;
    method = strsep(&line, " ");
    target = strsep(&line, " ");
    version = line;
    if (!version || !is_token(method) ||
        (status = read_version(version)) == 400)
        return 400;
    if (status || (status = read_method(method, r)) ||
        (status = read_target(target, r)))
        return status;
    r->is_old = version[7] == '0';
    r->keep_alive = !r->is_old;
    while ((line = cut_line(&head)))
        if ((status = read_field(line, r)))
            return status;
    if (strcmp(head, "\r") != 0 || (!r->hosts && !r->is_old))
        return 400;
    return r->body_status;
}

#endif
