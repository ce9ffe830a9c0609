// examples/http_file.h makes of conditional requests and ranges what RFC 9110
// says of them.
// expect: 0 wrong
// asan
#define _GNU_SOURCE
#include "../../examples/http_file.h"
#include <pirn.h>

#define THEN "Mon, 03 Feb 2020 04:05:06 GMT"
#define LATER "Mon, 03 Feb 2020 04:05:07 GMT"
#define BEFORE "Mon, 03 Feb 2020 04:05:05 GMT"
#define TAG "\"d-5e379bf2.0\"" /* 13 bytes; 1580702706 s */

static const struct {
    int status;
    const char *if_match, *if_unmodified_since, *if_none_match,
        *if_modified_since;
} conditions[] = {
    {200, NULL, NULL, NULL, NULL},
    {304, NULL, NULL, TAG, NULL},
    {304, NULL, NULL, "W/" TAG, NULL}, /* compared weakly */
    {304, NULL, NULL, "\"a, b\" ,, \"c\"," TAG, NULL},
    {304, NULL, NULL, "*", NULL},
    {200, NULL, NULL, "\"x\"", NULL},
    {200, NULL, NULL, "\"x\"", THEN}, /* the tags have precedence */
    {200, NULL, NULL, "d-5e379bf2.0", NULL},
    {200, NULL, NULL, "\"d-5e379bf2.0", NULL},
    {200, NULL, NULL, "", NULL},
    {304, NULL, NULL, NULL, THEN},
    {304, NULL, NULL, NULL, LATER},
    {200, NULL, NULL, NULL, BEFORE},
    {304, NULL, NULL, NULL, "Monday, 03-Feb-20 04:05:06 GMT"},
    {304, NULL, NULL, NULL, "Mon Feb  3 04:05:06 2020"},
    {200, NULL, NULL, NULL, "yesterday"}, /* no date, no condition */
    {200, NULL, NULL, NULL, THEN " "},
    {200, TAG, NULL, NULL, NULL},
    {200, "*", NULL, NULL, NULL},
    {200, "\"x\", " TAG, NULL, NULL, NULL},
    {412, "\"x\"", NULL, NULL, NULL},
    {412, "W/" TAG, NULL, NULL, NULL}, /* compared strongly */
    {200, TAG, BEFORE, NULL, NULL},
    {200, NULL, THEN, NULL, NULL},
    {412, NULL, BEFORE, NULL, NULL},
    {200, NULL, "yesterday", NULL, NULL},
    {304, TAG, NULL, TAG, NULL},
};

static const struct {
    int count; /* -1: the field is ignored */
    const char *value;
    struct range first, last;
} ranges[] = {
    {1, "bytes=0-0", {0, 1}, {0, 1}},
    {1, "bytes=4-6", {4, 3}, {4, 3}},
    {1, "BYTES=4-", {4, 9}, {4, 9}},
    {1, "bytes=-5", {8, 5}, {8, 5}},
    {1, "bytes=-99", {0, 13}, {0, 13}},
    {1, "bytes=12-99999999999999999999999999", {12, 1}, {12, 1}},
    {0, "bytes=13-", {0, 0}, {0, 0}},
    {0, "bytes=99999999999999999999-", {0, 0}, {0, 0}},
    {0, "bytes=-0", {0, 0}, {0, 0}},
    {1, "bytes=13-, 2-3", {2, 2}, {2, 2}},
    {2, "bytes=0-1 ,\t, -2", {0, 2}, {11, 2}},
    {2, "bytes=8-9,0-1", {8, 2}, {0, 2}},
    {-1, "bytes=0-9,4-12", {0, 0}, {0, 0}}, /* more than there is */
    {-1,
     "bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0",
     {0, 0},
     {0, 0}},
    {-1, "bytes=6-4", {0, 0}, {0, 0}}, /* not understood */
    {-1, "bytes=", {0, 0}, {0, 0}},
    {-1, "bytes=,", {0, 0}, {0, 0}},
    {-1, "bytes=a-", {0, 0}, {0, 0}},
    {-1, "bytes=1", {0, 0}, {0, 0}},
    {-1, "bytes=-", {0, 0}, {0, 0}},
    {-1, "bytes=--1", {0, 0}, {0, 0}},
    {-1, "bytes=1-2-3", {0, 0}, {0, 0}},
    {-1, "bytes=1 -2", {0, 0}, {0, 0}},
    {-1, "bytes=0-1,x", {0, 0}, {0, 0}},
    {-1, "lines=0-1", {0, 0}, {0, 0}},
    {-1, "bytes", {0, 0}, {0, 0}},
};

static const struct {
    bool is_partial;
    const char *if_range;
} if_ranges[] = {
    {true, NULL},  {true, TAG},           {false, "W/" TAG}, {false, "\"x\""},
    {true, THEN},  {false, LATER},        {false, BEFORE},   {false, "now"},
    {false, "\""}, {false, TAG ", " TAG},
};

static bool is_same(struct range a, struct range b)
{
    return a.first == b.first && a.size == b.size;
}

async int main(void)
{
    struct stat st = {.st_size = 13, .st_mtim = {1580702706, 0}};
    struct validators v, fresh;
    int wrong = 0;
    set_validators(&v, &st, st.st_mtim.tv_sec + 2);
    set_validators(&fresh, &st, st.st_mtim.tv_sec + 1);
    /* What may still change without a trace is not sent in parts. */
    struct request partly = {.field.if_range = "W/" TAG};
    wrong += strcmp(v.tag, TAG) != 0 || strcmp(v.date, THEN) != 0;
    wrong +=
        strcmp(fresh.tag, "W/" TAG) != 0 || is_range_of_this(&partly, &fresh);
    /* Of a time to come, or one without a date, nobody is told. */
    struct stat odd = {.st_mtim = {INT64_MAX, 0}};
    set_validators(&fresh, &odd, st.st_mtim.tv_sec);
    wrong += strcmp(fresh.date, THEN) != 0;
    odd.st_mtim.tv_sec = INT64_MIN;
    set_validators(&fresh, &odd, st.st_mtim.tv_sec);
    wrong += strcmp(fresh.date, "Thu, 01 Jan 1970 00:00:00 GMT") != 0;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        struct request r = {.is_head = false};
        r.field.if_match = conditions[i].if_match;
        r.field.if_unmodified_since = conditions[i].if_unmodified_since;
        r.field.if_none_match = conditions[i].if_none_match;
        r.field.if_modified_since = conditions[i].if_modified_since;
        int status = status_by_conditions(&r, &v);
        if (status == conditions[i].status)
            continue;
        printf("condition %zu: %d, not %d\n", i, status, conditions[i].status);
        wrong++;
    }
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct range got[RANGES_MAX];
        int count = read_ranges(ranges[i].value, 13, got);
        if (count == ranges[i].count &&
            (count <= 0 || (is_same(got[0], ranges[i].first) &&
                            is_same(got[count - 1], ranges[i].last))))
            continue;
        printf("%s: %d, not %d\n", ranges[i].value, count, ranges[i].count);
        wrong++;
    }
    for (size_t i = 0; i < sizeof if_ranges / sizeof *if_ranges; i++) {
        struct request r = {.field.if_range = if_ranges[i].if_range};
        if (is_range_of_this(&r, &v) == if_ranges[i].is_partial)
            continue;
        printf("If-Range: %s\n", if_ranges[i].if_range);
        wrong++;
    }
    printf("%d wrong\n", wrong);
    (void)read_request;
    return 0;
}
