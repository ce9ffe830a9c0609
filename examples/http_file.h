/* What HTTP (RFC 9110) says of a file that is asked for, as examples/httpd.c
 * has it: its validators (section 8.8), what a request makes depend on them
 * (13), and the ranges of bytes that it wants (14). Plain C that never waits.
 */
#ifndef HTTP_FILE_H
#define HTTP_FILE_H

#include "http.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { RANGES_MAX = 16 }; /* of one request */

/* What tells one state of a file from another. */
struct validators {
    time_t modified;
    char date[32], tag[80];
    bool is_strong; /* the file will not change and leave them as they are */
};

struct range {
    int64_t first, size;
};

/* 5.6.7. Most dates are written again and again: each thread remembers some. */
static void http_date(char text[32], time_t t)
{
    static _Thread_local struct {
        time_t time;
        char text[32];
    } last[16];
    struct tm tm;
    size_t i = (size_t)t % 16;
    if (!*last[i].text || last[i].time != t) {
        last[i].time = t;
        (void)strftime(last[i].text, 32, "%a, %d %b %Y %H:%M:%S GMT",
                       gmtime_r(&t, &tm));
    }
    memcpy(text, last[i].text, 32);
}

/* 5.6.7: in any of the three forms. Returns -1 if it is no date. */
static time_t read_date(const char *text)
{
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT",
                                        "%A, %d-%b-%y %H:%M:%S GMT",
                                        "%a %b %e %H:%M:%S %Y"};
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct tm tm = {.tm_mday = 0};
        const char *end = strptime(text, forms[i], &tm);
        if (end && *end == '\0')
            return timegm(&tm);
    }
    return -1;
}

struct number {
    char digits[24];
};

static struct number number(int base, int64_t n)
{
    struct number out;
    char reversed[24];
    int count = 0, i = 0;
    do
        reversed[count++] = "0123456789abcdef"[n % base];
    while (n /= base);
    while (count > 0)
        out.digits[i++] = reversed[--count];
    out.digits[i] = '\0';
    return out;
}

/* 8.8.2.1: never later than now. What a file system tells may be any number,
 * and not each has a date. */
static time_t time_of_change(const struct stat *st, time_t now)
{
    time_t t = st->st_mtim.tv_sec;
    return t > now ? now : t < 0 ? 0 : t;
}

/* A file may be changed twice within what its time of change can tell: while
 * that is possible the validators are weak, 8.8.1. */
static void set_validators(struct validators *v, const struct stat *st,
                           time_t now)
{
    char *end;
    v->modified = time_of_change(st, now);
    v->is_strong = v->modified + 1 < now;
    http_date(v->date, v->modified);
    end = stpcpy(v->tag, v->is_strong ? "\"" : "W/\"");
    end = stpcpy(end, number(16, st->st_size).digits);
    end = stpcpy(stpcpy(end, "-"),
                 number(16, (uint32_t)st->st_mtim.tv_sec).digits);
    end = stpcpy(stpcpy(end, "."), number(16, st->st_mtim.tv_nsec).digits);
    (void)stpcpy(end, "\"");
}

/* ---- Conditions */

/* 8.8.3.2: by the weak comparison, or the strong one. */
static bool is_same_tag(const char *a, size_t length, const char *b,
                        bool weakly)
{
    bool is_weak = false;
    if (length > 2 && memcmp(a, "W/", 2) == 0) {
        is_weak = true;
        a += 2;
        length -= 2;
    }
    if (strncmp(b, "W/", 2) == 0) {
        is_weak = true;
        b += 2;
    }
    return (weakly || !is_weak) && length == strlen(b) &&
           memcmp(a, b, length) == 0;
}

/* Whether a list of tags, or "*", has this one. */
static bool has_tag(const char *list, const char *tag, bool weakly)
{
    if (strcmp(list, "*") == 0)
        return true;
    while (*(list += strspn(list, ", \t"))) {
        const char *open = strncmp(list, "W/", 2) == 0 ? list + 2 : list;
        const char *close = *open == '"' ? strchr(open + 1, '"') : NULL;
        if (!close)
            return false;
        if (is_same_tag(list, (size_t)(close + 1 - list), tag, weakly))
            return true;
        list = close + 1;
    }
    return false;
}

/* 13.2.2: what the conditions of r make of a file that is there: 200, 304 or
 * 412. A date that is none is no condition. */
static int status_by_conditions(const struct request *r,
                                const struct validators *v)
{
    time_t date;
    if (r->field.if_match) {
        if (!has_tag(r->field.if_match, v->tag, false))
            return 412;
    } else if (r->field.if_unmodified_since) {
        date = read_date(r->field.if_unmodified_since);
        if (date != -1 && v->modified > date)
            return 412;
    }
    if (r->field.if_none_match)
        return has_tag(r->field.if_none_match, v->tag, true) ? 304 : 200;
    if (r->field.if_modified_since) {
        date = read_date(r->field.if_modified_since);
        if (date != -1 && v->modified <= date)
            return 304;
    }
    return 200;
}

/* 13.1.5: whether the client has other ranges of this very state of the file,
 * or does not care. */
static bool is_range_of_this(const struct request *r,
                             const struct validators *v)
{
    const char *value = r->field.if_range;
    if (!value)
        return true;
    if (strchr(value, '"'))
        return is_same_tag(value, strlen(value), v->tag, false);
    return v->is_strong && strcmp(value, v->date) == 0;
}

/* ---- Ranges */

/* Reads digits; what is too large is the largest number. Returns false if there
 * are none. */
static bool read_number(const char **text, int64_t *out)
{
    const int64_t most = INT64_MAX;
    const char *from = *text;
    *out = 0;
    for (; isdigit(**text & 0xff); ++*text) {
        int digit = **text - '0';
        *out = *out > (most - digit) / 10 ? most : *out * 10 + digit;
    }
    return *text > from;
}

/* 14.1.2: "first-last", "first-" or "-length". Returns 1; 0: the file has no
 * such bytes; -1: it is not one of these. */
static int read_range(const char **text, int64_t size, struct range *out)
{
    int64_t last = size - 1;
    if (**text == '-') {
        ++*text;
        if (!read_number(text, &out->size))
            return -1;
        if (out->size > size)
            out->size = size;
        out->first = size - out->size;
        return out->size > 0;
    }
    if (!read_number(text, &out->first) || **text != '-')
        return -1;
    ++*text;
    if (isdigit(**text & 0xff)) {
        (void)read_number(text, &last);
        if (last < out->first)
            return -1;
    }
    if (out->first >= size)
        return 0;
    out->size = (last < size ? last + 1 : size) - out->first;
    return 1;
}

/* The ranges of a file that are asked for. Returns their number; 0: it has none
 * of them; -1: all of the file is to be sent, since the field is not
 * understood, or asks for more than that, 14.2. */
static int read_ranges(const char *value, int64_t size,
                       struct range ranges[RANGES_MAX])
{
    const char bytes[] = "bytes=";
    bool is_empty = true;
    int64_t sum = 0;
    int count = 0;
    if (strncasecmp(value, bytes, sizeof(bytes) - 1) != 0)
        return -1;
    value += sizeof(bytes) - 1;
    while (*(value += strspn(value, ", \t"))) {
        struct range range;
        int rc = read_range(&value, size, &range);
        value += strspn(value, " \t");
        if (rc < 0 || (*value && *value != ','))
            return -1;
        is_empty = false;
        if (rc == 0)
            continue;
        if (count == RANGES_MAX || range.size > size - sum)
            return -1;
        sum += range.size;
        ranges[count++] = range;
    }
    return is_empty ? -1 : count;
}

#endif
