/* Traces: reads Chrome's Trace Event Format, as far as a runtime of Pirn writes
 * it: slices ("X"), arrows ("s" and "f"), names of threads ("M"). Other events
 * are left out. */
#include "view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void *grow(void *array, size_t size)
{
    void *grown = realloc(array, size);
    if (!grown)
        die("out of memory");
    return grown;
}

/* Texts -------------------------------------------------------------------- */

static uint32_t *slot_of(const struct texts *texts, const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *at = text; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    uint32_t i = (uint32_t)(hash ^ hash >> 32);
    for (;; i++) {
        uint32_t *slot = &texts->slots[i & (texts->slot_count - 1)];
        if (!*slot || strcmp(texts->text[*slot - 1], text) == 0)
            return slot;
    }
}

static void rehash(struct texts *texts)
{
    free(texts->slots);
    texts->slot_count = texts->slot_count ? 2 * texts->slot_count : 1024;
    texts->slots = allocate(texts->slot_count * sizeof *texts->slots);
    for (uint32_t i = 0; i < texts->count; i++)
        *slot_of(texts, texts->text[i]) = i + 1;
}

uint32_t texts_number(struct texts *texts, const char *text)
{
    if (2 * (texts->count + 1) > texts->slot_count)
        rehash(texts);
    uint32_t *slot = slot_of(texts, text);
    if (!*slot) {
        RESERVE(texts->text, texts->count, texts->room);
        texts->text[texts->count] = format_text("%s", text);
        *slot = ++texts->count;
    }
    return *slot - 1;
}

/* Reading ------------------------------------------------------------------ */

/* One event, whatever it is. */
struct event {
    char phase;
    double time, duration, process, thread, id, task, by, parent, order;
    uint32_t category, name, stop, place, woken, spawned, label;
};

struct reader {
    struct json json;
    struct trace *trace;
    struct texts lane_keys; /* "process thread"; the number is the lane's */
    double last_process, last_thread;
    uint32_t last_lane;
    struct texts task_keys;
    struct arrow *begun; /* arrows, by their id, that have a first end */
    size_t begun_room;
};

static uint32_t text_or_none(struct reader *reader)
{
    if (json_peek(&reader->json) != '"') {
        json_skip(&reader->json);
        return NONE;
    }
    return texts_number(&reader->trace->texts, json_string(&reader->json));
}

static double number_or(struct reader *reader, double other)
{
    if (json_peek(&reader->json) == '0')
        return json_number(&reader->json);
    json_skip(&reader->json);
    return other;
}

static void read_argument(struct reader *reader, struct event *event)
{
    const char *key = reader->json.text.bytes;
    if (strcmp(key, "task") == 0)
        event->task = number_or(reader, 0);
    else if (strcmp(key, "by") == 0)
        event->by = number_or(reader, 0);
    else if (strcmp(key, "parent") == 0)
        event->parent = number_or(reader, 0);
    else if (strcmp(key, "sort_index") == 0)
        event->order = number_or(reader, 0);
    else if (strcmp(key, "stop") == 0)
        event->stop = text_or_none(reader);
    else if (strcmp(key, "at") == 0)
        event->place = text_or_none(reader);
    else if (strcmp(key, "woken") == 0)
        event->woken = text_or_none(reader);
    else if (strcmp(key, "spawned") == 0)
        event->spawned = text_or_none(reader);
    else if (strcmp(key, "name") == 0)
        event->label = text_or_none(reader);
    else
        json_skip(&reader->json);
}

static void read_arguments(struct reader *reader, struct event *event)
{
    bool is_first = true;
    if (json_peek(&reader->json) != '{') {
        json_skip(&reader->json);
        return;
    }
    json_enter(&reader->json, '{');
    while (json_next_key(&reader->json, &is_first))
        read_argument(reader, event);
}

static void read_member(struct reader *reader, struct event *event)
{
    const char *key = reader->json.text.bytes;
    if (strcmp(key, "ph") == 0)
        event->phase = json_peek(&reader->json) == '"'
                           ? *json_string(&reader->json)
                           : (json_skip(&reader->json), 0);
    else if (strcmp(key, "cat") == 0)
        event->category = text_or_none(reader);
    else if (strcmp(key, "name") == 0)
        event->name = text_or_none(reader);
    else if (strcmp(key, "ts") == 0)
        event->time = number_or(reader, 0);
    else if (strcmp(key, "dur") == 0)
        event->duration = number_or(reader, 0);
    else if (strcmp(key, "pid") == 0)
        event->process = number_or(reader, 0);
    else if (strcmp(key, "tid") == 0)
        event->thread = number_or(reader, 0);
    else if (strcmp(key, "id") == 0)
        event->id = number_or(reader, -1);
    else if (strcmp(key, "args") == 0)
        read_arguments(reader, event);
    else
        json_skip(&reader->json);
}

/* Keeping ------------------------------------------------------------------ */

static uint32_t lane_of(struct reader *reader, const struct event *event)
{
    struct trace *trace = reader->trace;
    char key[64];
    if (trace->lane_count && event->process == reader->last_process &&
        event->thread == reader->last_thread)
        return reader->last_lane;
    snprintf(key, sizeof key, "%.17g %.17g", event->process, event->thread);
    uint32_t lane = texts_number(&reader->lane_keys, key);
    if (lane == trace->lane_count) {
        RESERVE(trace->lanes, trace->lane_count, trace->lane_room);
        trace->lanes[trace->lane_count++] = (struct lane){
            .name = format_text("thread %.0f", event->thread),
            .order = (long)lane,
        };
    }
    reader->last_process = event->process;
    reader->last_thread = event->thread;
    return reader->last_lane = lane;
}

/* By its number, or, if it has none, by its name. */
static uint32_t task_of(struct reader *reader, double number, uint32_t name)
{
    struct trace *trace = reader->trace;
    char key[32];
    if (number <= 0 || number >= NONE) {
        snprintf(key, sizeof key, "name %u", name);
        number = 0;
    } else {
        snprintf(key, sizeof key, "%.0f", number);
    }
    uint32_t task = texts_number(&reader->task_keys, key);
    if (task == trace->task_count) {
        RESERVE(trace->tasks, trace->task_count, trace->task_room);
        trace->tasks[trace->task_count++] =
            (struct task){(uint32_t)number, NONE, NONE, NONE};
    }
    return task;
}

static int64_t nanoseconds(double microseconds)
{
    double ns = microseconds * 1000;
    if (!(ns > -4e18 && ns < 4e18))
        return 0;
    return (int64_t)(ns < 0 ? ns - 0.5 : ns + 0.5);
}

static bool is_text(const struct reader *reader, uint32_t text,
                    const char *word)
{
    return text != NONE && strcmp(reader->trace->texts.text[text], word) == 0;
}

static void keep_slice(struct reader *reader, const struct event *event)
{
    struct trace *trace = reader->trace;
    double duration = event->duration > 0 ? event->duration : 0;
    struct bar bar = {
        .begin = nanoseconds(event->time),
        .end = nanoseconds(event->time + duration),
        .lane = lane_of(reader, event),
        .task = NONE,
        .stop = event->stop,
        .place = event->place,
        .woken = event->woken,
        .by = NONE,
        .kind = is_text(reader, event->category, "idle")      ? BAR_IDLE
                : is_text(reader, event->category, "blocked") ? BAR_BLOCKED
                                                              : BAR_RUN,
    };
    if (bar.kind == BAR_BLOCKED)
        bar.stop = event->name;
    if (bar.kind == BAR_RUN) {
        bar.task = task_of(reader, event->task, event->name);
        if (event->by > 0)
            bar.by = task_of(reader, event->by, NONE);
        uint32_t parent =
            event->parent > 0 ? task_of(reader, event->parent, NONE) : NONE;
        struct task *task = &trace->tasks[bar.task];
        task->name = event->name;
        if (parent != NONE)
            task->parent = parent;
        if (event->spawned != NONE)
            task->spawned = event->spawned;
    }
    RESERVE(trace->bars, trace->bar_count, trace->bar_room);
    trace->bars[trace->bar_count++] = bar;
}

/* Its two ends come one after the other, the first first. */
static void keep_arrow(struct reader *reader, const struct event *event)
{
    enum { MOST = 1 << 26 };
    struct trace *trace = reader->trace;
    if (event->id < 0 || event->id >= MOST)
        return;
    size_t id = (size_t)event->id;
    uint32_t lane = lane_of(reader, event);
    int64_t time = nanoseconds(event->time);
    if (event->phase == 's') {
        size_t room = reader->begun_room;
        if (id >= room) {
            reader->begun_room = id < 512 ? 1024 : 2 * id;
            reader->begun =
                grow(reader->begun, reader->begun_room * sizeof *reader->begun);
            for (; room < reader->begun_room; room++)
                reader->begun[room].from_lane = NONE;
        }
        reader->begun[id] = (struct arrow){.from = time, .from_lane = lane};
        return;
    }
    if (id >= reader->begun_room || reader->begun[id].from_lane == NONE)
        return;
    struct arrow arrow = reader->begun[id];
    arrow.to = time;
    arrow.to_lane = lane;
    arrow.kind = is_text(reader, event->category, "spawn")  ? ARROW_SPAWN
                 : is_text(reader, event->category, "move") ? ARROW_MOVE
                                                            : ARROW_WAKE;
    RESERVE(trace->arrows, trace->arrow_count, trace->arrow_room);
    trace->arrows[trace->arrow_count++] = arrow;
}

static void keep_name(struct reader *reader, const struct event *event)
{
    struct trace *trace = reader->trace;
    const char *label =
        event->label == NONE ? "" : trace->texts.text[event->label];
    if (is_text(reader, event->name, "process_name")) {
        trace->program = format_text("%s", label);
        return;
    }
    bool is_name = is_text(reader, event->name, "thread_name");
    if (!is_name && !is_text(reader, event->name, "thread_sort_index"))
        return;
    uint32_t lane = lane_of(reader, event);
    if (is_name)
        trace->lanes[lane].name = format_text("%s", label);
    else
        trace->lanes[lane].order = (long)event->order;
}

static void read_event(struct reader *reader)
{
    bool is_first = true;
    struct event event = {
        .id = -1,
        .category = NONE,
        .name = NONE,
        .stop = NONE,
        .place = NONE,
        .woken = NONE,
        .spawned = NONE,
        .label = NONE,
    };
    json_enter(&reader->json, '{');
    while (json_next_key(&reader->json, &is_first))
        read_member(reader, &event);
    if (event.phase == 'X')
        keep_slice(reader, &event);
    else if (event.phase == 's' || event.phase == 'f')
        keep_arrow(reader, &event);
    else if (event.phase == 'M')
        keep_name(reader, &event);
}

static void read_events(struct reader *reader)
{
    bool is_first = true;
    json_enter(&reader->json, '[');
    while (json_next_item(&reader->json, &is_first))
        read_event(reader);
}

static void read_other(struct reader *reader)
{
    bool is_first = true;
    json_enter(&reader->json, '{');
    while (json_next_key(&reader->json, &is_first)) {
        if (strcmp(reader->json.text.bytes, "dropped") == 0)
            reader->trace->dropped = number_or(reader, 0);
        else
            json_skip(&reader->json);
    }
}

/* An object with the events in it, or an array that is them. */
static void read_all(struct reader *reader)
{
    bool is_first = true, has_events = false;
    if (json_peek(&reader->json) == '[') {
        read_events(reader);
        return;
    }
    json_enter(&reader->json, '{');
    while (json_next_key(&reader->json, &is_first)) {
        const char *key = reader->json.text.bytes;
        if (strcmp(key, "traceEvents") == 0) {
            read_events(reader);
            has_events = true;
        } else if (strcmp(key, "otherData") == 0 &&
                   json_peek(&reader->json) == '{') {
            read_other(reader);
        } else {
            json_skip(&reader->json);
        }
    }
    if (!has_events)
        json_die(&reader->json, "it has no traceEvents");
}

/* Order -------------------------------------------------------------------- */

static const struct trace *sorted;

static int by_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    long p = sorted->lanes[x].order, q = sorted->lanes[y].order;
    return p != q ? (p < q ? -1 : 1) : x < y ? -1 : x > y;
}

static int by_lane_and_begin(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;
    if (x->lane != y->lane)
        return x->lane < y->lane ? -1 : 1;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

static int by_to(const void *a, const void *b)
{
    const struct arrow *x = a, *y = b;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* Lanes get the numbers of their order. */
static void order_lanes(struct trace *trace)
{
    uint32_t count = trace->lane_count;
    uint32_t *order = allocate((count + 1) * sizeof *order);
    uint32_t *place = allocate((count + 1) * sizeof *place);
    struct lane *lanes = allocate((count + 1) * sizeof *lanes);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sorted = trace;
    qsort(order, count, sizeof *order, by_order);
    for (uint32_t i = 0; i < count; i++) {
        place[order[i]] = i;
        lanes[i] = trace->lanes[order[i]];
    }
    trace->lanes = lanes;
    for (size_t i = 0; i < trace->bar_count; i++)
        trace->bars[i].lane = place[trace->bars[i].lane];
    for (size_t i = 0; i < trace->arrow_count; i++) {
        struct arrow *arrow = &trace->arrows[i];
        arrow->from_lane = place[arrow->from_lane];
        arrow->to_lane = place[arrow->to_lane];
    }
}

/* The time of the first is 0 from here on. */
static void order(struct trace *trace)
{
    int64_t begin = INT64_MAX, end = 0;
    order_lanes(trace);
    qsort(trace->bars, trace->bar_count, sizeof *trace->bars,
          by_lane_and_begin);
    qsort(trace->arrows, trace->arrow_count, sizeof *trace->arrows, by_to);
    for (size_t i = 0; i < trace->bar_count; i++)
        if (trace->bars[i].begin < begin)
            begin = trace->bars[i].begin;
    for (size_t i = trace->bar_count; i-- > 0;) {
        struct bar *bar = &trace->bars[i];
        bar->begin -= begin;
        bar->end -= begin;
        if (bar->end > end)
            end = bar->end;
        trace->lanes[bar->lane].first = i;
        trace->lanes[bar->lane].count++;
    }
    for (size_t i = 0; i < trace->arrow_count; i++) {
        trace->arrows[i].from -= begin;
        trace->arrows[i].to -= begin;
    }
    trace->end = end;
}

void trace_read(struct trace *trace, const char *path)
{
    struct content text;
    struct reader reader = {.trace = trace};
    if (!read_file(path, &text))
        die("cannot read %s: %s", path, strerror(errno));
    reader.json = (struct json){
        .begin = text.bytes,
        .at = text.bytes,
        .end = text.bytes + text.length,
        .path = path,
    };
    read_all(&reader);
    free(text.bytes);
    order(trace);
}
