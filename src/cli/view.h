/* What `pirn view` knows of a trace: the file in Chrome's Trace Event Format,
 * read and put in order. Its own header, as no other verb needs it. */
#ifndef VIEW_H
#define VIEW_H

#include "cli.h"

#include <stdint.h>
#include <stdio.h>

/* json.c: a reader that goes through a text once -------------------------- */

struct json {
    const char *begin, *at, *end;
    const char *path; /* of the file, for messages */
    unsigned depth;
    struct content text; /* the string that was read last, without escapes */
    size_t room;
};

/* All of these say what is wrong, and where, and exit. */

/* Enters the object or array that comes next. */
void json_enter(struct json *json, char bracket);
/* True if there is one more in the object or array that was entered, false if
 * that ends; of an object its key is in json->text. */
bool json_next_key(struct json *json, bool *is_first);
bool json_next_item(struct json *json, bool *is_first);
/* What comes next: '{', '[', '"', '0' for a number, or 't' for a word. */
char json_peek(struct json *json);
/* The string that comes next: in json->text until the next one is read. */
const char *json_string(struct json *json);
double json_number(struct json *json);
void json_skip(struct json *json);
__attribute__((noreturn)) void json_die(const struct json *json,
                                        const char *what);

/* trace.c: the trace --------------------------------------------------------
 */

enum { NONE = UINT32_MAX }; /* no task, no text */

/* Texts by number, each once. */
struct texts {
    char **text;
    uint32_t count, room;
    uint32_t *slots; /* numbers from 1, by hash */
    uint32_t slot_count;
};

uint32_t texts_number(struct texts *texts, const char *text);

enum bar_kind { BAR_RUN, BAR_IDLE, BAR_BLOCKED };

struct bar {
    int64_t begin, end;          /* in nanoseconds */
    uint32_t lane, task;         /* task is NONE unless it is a run */
    uint32_t stop, place, woken; /* texts or NONE */
    uint32_t by;                 /* the task that woke it, or NONE */
    enum bar_kind kind;
};

enum arrow_kind { ARROW_SPAWN, ARROW_WAKE, ARROW_MOVE };

struct arrow {
    int64_t from, to;
    uint32_t from_lane, to_lane;
    enum arrow_kind kind;
};

struct task {
    uint32_t number; /* in the trace; 0: it has none, only a name */
    uint32_t name, parent, spawned; /* text, task, text; or NONE */
};

struct lane {
    char *name;
    long order;
    size_t first, count; /* of its bars */
};

struct trace {
    struct texts texts;
    struct bar *bars; /* by lane, then by begin */
    size_t bar_count, bar_room;
    struct arrow *arrows; /* by `to` */
    size_t arrow_count, arrow_room;
    struct task *tasks;
    uint32_t task_count, task_room;
    struct lane *lanes;
    uint32_t lane_count, lane_room;
    char *program;
    double dropped; /* so many events are missing at the beginning */
    int64_t end;    /* of the last bar; the first begins at 0 */
};

void trace_read(struct trace *trace, const char *path);

/* An array that holds count things has room for one more. */
#define RESERVE(array, count, room)                                            \
    do {                                                                       \
        if ((count) >= (room)) {                                               \
            (room) = (room) ? 2 * (room) : 64;                                 \
            (array) = grow((array), (room) * sizeof *(array));                 \
        }                                                                      \
    } while (0)
void *grow(void *array, size_t size);

/* svg.c, page.c: what is made of it -----------------------------------------
 */

void svg_print(FILE *out, const struct trace *trace);
void page_print(FILE *out, const struct trace *trace);

#endif
