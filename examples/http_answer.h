/* The heads of answers, as examples/httpd.c gives them: plain C that never
 * waits. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "http_file.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/random.h>

enum { SMALL = 4096 }; /* a file of so many bytes goes with its head */

struct answer {
    int status;
    int file; /* -1: the body is a line of text */
    /* These are valid if there is a file. */
    int64_t size;
    struct validators validators;
    const char *type;
    int count; /* of ranges: what is to be sent of it */
    struct range ranges[RANGES_MAX];
    char boundary[24]; /* between several ranges */
};

static const char *reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } all[] = {
        {200, "OK"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {416, "Range Not Satisfiable"},
        {431, "Request Header Fields Too Large"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (all[i].status == status)
            return all[i].reason;
    return "Internal Server Error";
}

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/plain; charset=utf-8"},
        {".c", "text/plain; charset=utf-8"},
        {".h", "text/plain; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".gif", "image/gif"},
        {".pdf", "application/pdf"},
    };
    const char *suffix = strrchr(path, '.');
    for (size_t i = 0; suffix && i < sizeof(types) / sizeof(*types); i++)
        if (strcasecmp(suffix, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

/* The status for a file that cannot be opened. */
static int status_of(int error)
{
    if (error == ENOENT || error == ENOTDIR)
        return 404;
    if (error == EACCES || error == EPERM || error == ELOOP)
        return 403;
    if (error == EMFILE || error == ENFILE || error == ENOMEM)
        return 503;
    return error == ENAMETOOLONG ? 414 : 500;
}

/* The parts of the file that r asks for. Returns the status. */
static int find_ranges(const struct request *r, struct answer *a)
{
    unsigned long long random = 0;
    int count = -1;
    if (r->field.range && !r->is_head && is_range_of_this(r, &a->validators))
        count = read_ranges(r->field.range, a->size, a->ranges);
    if (count == 0)
        return 416;
    a->count = count < 0 ? 1 : count;
    if (count < 0)
        a->ranges[0] = (struct range){0, a->size};
    if (count > 1) { /* nobody who writes files can guess it */
        (void)!getrandom(&random, sizeof(random), 0);
        (void)snprintf(a->boundary, sizeof(a->boundary), "%016llx", random);
    }
    return count < 0 ? 200 : 206;
}

/* What r gets of the file that is open. Returns the status. */
static int examine_file(const struct request *r, struct answer *a)
{
    struct stat st;
    int status;
    if (fstat(a->file, &st) < 0)
        return 500;
    if (S_ISDIR(st.st_mode))
        return 301;
    if (!S_ISREG(st.st_mode))
        return 403;
    a->size = st.st_size;
    set_validators(&a->validators, &st, time(NULL));
    status = status_by_conditions(r, &a->validators);
    return status == 200 ? find_ranges(r, a) : status;
}

/* ---- Text */

struct text {
    size_t length;
    char data[TARGET_MAX + 512 + SMALL];
};

/* Adds strings; the last argument is NULL. There is room for all of a head. */
__attribute__((sentinel)) static void add(struct text *text, ...)
{
    const char *s;
    va_list all;
    va_start(all, text);
    while ((s = va_arg(all, const char *))) {
        size_t length = strlen(s), room = sizeof(text->data) - text->length;
        if (length > room)
            length = room;
        memcpy(text->data + text->length, s, length);
        text->length += length;
    }
    va_end(all);
}

static void add_range(struct text *text, const struct answer *a, int i)
{
    const struct range *range = &a->ranges[i];
    add(text, "Content-Range: bytes ", number(10, range->first).digits, "-",
        number(10, range->first + range->size - 1).digits, "/",
        number(10, a->size).digits, "\r\n", NULL);
}

/* What stands before range i of several, and behind the last: RFC 9110, 14.6.
 */
static void add_boundary(struct text *text, const struct answer *a, int i)
{
    if (i == a->count) {
        add(text, "\r\n--", a->boundary, "--\r\n", NULL);
        return;
    }
    add(text, "\r\n--", a->boundary, "\r\nContent-Type: ", a->type, "\r\n",
        NULL);
    add_range(text, a, i);
    add(text, "\r\n", NULL);
}

/* The bytes of a body that is of a file. */
static int64_t length_of(const struct answer *a)
{
    int64_t length = 0;
    for (int i = 0; i < a->count; i++)
        length += a->ranges[i].size;
    for (int i = 0; a->count > 1 && i <= a->count; i++) {
        struct text text;
        text.length = 0;
        add_boundary(&text, a, i);
        length += (int64_t)text.length;
    }
    return length;
}

/* The fields that tell of the file. */
static void add_file(struct text *text, const struct answer *a)
{
    add(text, "ETag: ", a->validators.tag,
        "\r\nLast-Modified: ", a->validators.date, "\r\n", NULL);
    if (a->status == 304)
        return;
    add(text, "Accept-Ranges: bytes\r\nContent-Length: ",
        number(10, length_of(a)).digits, "\r\nContent-Type: ", NULL);
    if (a->count > 1)
        add(text, "multipart/byteranges; boundary=", a->boundary, "\r\n", NULL);
    else
        add(text, a->type, "\r\n", NULL);
    if (a->status == 206 && a->count == 1)
        add_range(text, a, 0);
}

static bool is_of_file(const struct answer *a)
{
    return a->status == 200 || a->status == 206;
}

/* The head of the answer, and its body if that is not a file. */
static void add_head(struct text *text, const struct request *r,
                     const struct answer *a)
{
    const char *body = reason(a->status);
    char date[32];
    http_date(date, time(NULL));
    add(text, "HTTP/1.1 ", number(10, a->status).digits, " ", body,
        "\r\nDate: ", date,
        "\r\nConnection: ", r->keep_alive ? "keep-alive" : "close", "\r\n",
        NULL);
    if (is_of_file(a) || a->status == 304) {
        add_file(text, a);
        add(text, "\r\n", NULL);
        return;
    }
    if (a->status == 301) {
        add(text, "Location: ", r->target, NULL);
        text->length -= strlen(strchrnul(r->target, '?'));
        add(text, "/\r\n", NULL);
    }
    if (a->status == 405)
        add(text, "Allow: GET, HEAD\r\n", NULL);
    if (a->status == 416)
        add(text, "Content-Range: bytes */", number(10, a->size).digits, "\r\n",
            NULL);
    if (a->status == 503)
        add(text, "Retry-After: 1\r\n", NULL);
    add(text, "Content-Type: text/plain\r\nContent-Length: ",
        number(10, (int64_t)strlen(body) + 1).digits, "\r\n\r\n", NULL);
    if (!r->is_head)
        add(text, body, "\n", NULL);
}

#endif
