/* A trace as a file: Chrome's Trace Event Format, in JSON, which Perfetto and
 * chrome://tracing read, and `pirn view`.
 *
 *  1. The events of all lanes are put in the order of their times.
 *  2. Each is given the number of its task. Addresses are used again: a task
 *     begins where it is spawned, or first seen, and ends where it ends.
 *  3. In the same order they are printed: a slice for each run. What a task is
 *     called is known before, since that is told last.
 *  4. Then the arrows. Readers put events in the order of their times, and
 * those of one time in that of the file; so an arrow finds the slices to which
 *     it is bound, by lying in them.
 *
 * Times are whole nanoseconds, the counter may be coarser, and a thread may
 * come to a processor whose counter is a little behind. Slices of a thread
 * must not overlap all the same, nor be empty, as nothing could lie in them: so
 * each begins where the one before it has ended, or later, and lasts one. */
#include "runtime/runtime.h"
#include "runtime/tools/dump.h"
#include "runtime/tools/trace.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct ref {
    uint64_t time;
    uint32_t lane, index; /* in the ring of that lane */
    uint32_t task, other; /* numbers; 0: none */
};

/* Of a run. */
struct waker {
    bool is_known, is_spawn;
    uint8_t how;
    bool has_slice; /* at the time, which is in nanoseconds, on the lane */
    uint32_t lane, task;
    uint64_t time;
};

struct identity {
    const struct pirn_task *task;
    uint32_t older; /* at that address or with that hash; 0: none */
    bool has_begun, has_ended;
    bool is_told;    /* in a slice before */
    pirn_step first; /* NULL: not known */
    uint16_t site;
    uint32_t parent;
    char *name;        /* NULL: that of its first coroutine */
    uint32_t lane;     /* of its last run, */
    uint64_t stopped;  /* which has ended then, in nanoseconds; 0: not yet */
    struct waker next; /* what leads to the run that comes */
};

/* A thread. Its task may go on on another one before it has told here that it
 * has stopped: so what runs belongs to the thread. */
struct side {
    struct pirn__lane *lane;
    uint32_t running;   /* a task, 0: none */
    uint64_t begun;     /* of the run, in nanoseconds */
    struct waker waker; /* what led to it */
    bool is_idle, is_blocked;
    uint64_t idle_since, blocked_since;
    uint8_t blocked_how;
    uint64_t end; /* of the last slice, in nanoseconds */
    char place[256];
};

struct arrow {
    const char *what;
    uint32_t from, to;           /* lanes */
    uint64_t from_time, to_time; /* in nanoseconds */
};

struct writer {
    FILE *out;
    const struct pirn__trace_clock *clock;
    struct side *sides;
    size_t side_count;
    struct ref *refs;
    size_t count;
    struct identity *identities; /* from 1 */
    uint32_t identity_count, identity_room;
    uint32_t *slots; /* the newest identity with that hash */
    size_t slot_mask;
    struct arrow *arrows; /* without memory, the first of them */
    size_t arrow_count, arrow_room;
    uint64_t dropped, first; /* the time of the first event */
    int process;
};

/* Times -------------------------------------------------------------------- */

static uint64_t nanoseconds(const struct writer *writer, uint64_t count)
{
    const struct pirn__trace_clock *clock = writer->clock;
    uint64_t span = clock->count - clock->first_count;
    unsigned __int128 time = (unsigned __int128)(count - writer->first);
    time *= (uint64_t)(clock->time - clock->first_time);
    return span && count > writer->first ? (uint64_t)(time / span) : 0;
}

/* In microseconds. Some readers multiply the number that is next to the text by
 * 1000 and cut off what is behind the point, by which slices would overlap:
 * where that gives one less, a digit more makes up for it. */
static void put_time(struct writer *writer, const char *key, uint64_t ns)
{
    bool is_less = (uint64_t)((double)ns / 1000 * 1000) < ns;
    fprintf(writer->out, ",\"%s\":%llu.%03u%s", key,
            (unsigned long long)(ns / 1000), (unsigned)(ns % 1000),
            is_less ? "1" : "");
}

/* 1. Order ----------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    if (x->lane != y->lane)
        return x->lane < y->lane ? -1 : 1;
    return 0;
}

/* The oldest of a lane that still writes may just be overwritten. */
static uint64_t first_in(const struct pirn__lane *lane, uint64_t count)
{
    uint64_t size = lane->mask + 1;
    bool is_mine = pirn__this_loop && pirn__this_loop->lane == lane;
    if (lane->is_open && !is_mine)
        size -= size / 16;
    return count > size ? count - size : 0;
}

static bool collect(struct writer *writer, struct pirn__lane *lanes)
{
    size_t room = 0, side = 0;
    for (struct pirn__lane *lane = lanes; lane; lane = lane->next) {
        writer->side_count++;
        room += lane->count < lane->mask + 1 ? lane->count : lane->mask + 1;
    }
    writer->sides = calloc(writer->side_count + 1, sizeof *writer->sides);
    writer->refs = malloc((room + 1) * sizeof *writer->refs);
    if (!writer->sides || !writer->refs)
        return false;
    for (struct pirn__lane *lane = lanes; side < writer->side_count;
         lane = lane->next, side++) {
        /* The load pairs with the store in event_at. */
        uint64_t count = lane->count, i = first_in(lane, count);
        writer->sides[side].lane = lane;
        writer->dropped += i;
        for (; i < count && writer->count < room; i++) {
            uint32_t index = (uint32_t)(i & lane->mask);
            writer->refs[writer->count++] = (struct ref){
                .time = lane->events[index].time,
                .lane = (uint32_t)side,
                .index = index,
            };
        }
    }
    /* Stable, as glibc's is a merge sort where there is memory for it; and
     * what one lane has is in order. */
    if (writer->side_count > 1)
        qsort(writer->refs, writer->count, sizeof *writer->refs, by_time);
    writer->first = writer->count ? writer->refs[0].time : 0;
    return true;
}

static const struct pirn__event *event_of(const struct writer *writer,
                                          const struct ref *ref)
{
    return &writer->sides[ref->lane].lane->events[ref->index];
}

/* 2. Numbers --------------------------------------------------------------- */

static uint32_t *slot_of(struct writer *writer, const struct pirn_task *task)
{
    uint64_t hash = (uintptr_t)task * 0x9e3779b97f4a7c15u;
    return &writer->slots[hash >> 32 & writer->slot_mask];
}

/* The newest at that address, or 0. */
static uint32_t find(struct writer *writer, const struct pirn_task *task)
{
    uint32_t i = *slot_of(writer, task);
    while (i && writer->identities[i].task != task)
        i = writer->identities[i].older;
    return i;
}

/* It takes the place of the one before it at that address. */
static uint32_t add(struct writer *writer, const struct pirn_task *task)
{
    if (writer->identity_count + 1 >= writer->identity_room)
        return 0;
    uint32_t i = ++writer->identity_count, *at = slot_of(writer, task);
    while (*at && writer->identities[*at].task != task)
        at = &writer->identities[*at].older;
    writer->identities[i].task = task;
    writer->identities[i].older = *at ? writer->identities[*at].older : 0;
    *at = i;
    return i;
}

static void add_name(struct identity *identity, const struct pirn__event *event)
{
    size_t length = (size_t)event->how * PIRN__TRACE_PIECE;
    char *name = realloc(identity->name, length + PIRN__TRACE_PIECE + 1);
    if (!name)
        return;
    if (!identity->name)
        memset(name, '.', length); /* the beginning is lost */
    identity->name = name;
    memcpy(name + length, event->text, PIRN__TRACE_PIECE);
    name[length + PIRN__TRACE_PIECE] = 0;
}

static void number_one(struct writer *writer, struct ref *ref)
{
    const struct pirn__event *event = event_of(writer, ref);
    struct side *side = &writer->sides[ref->lane];
    uint32_t found = event->task ? find(writer, event->task) : 0;
    if (event->kind == PIRN__TRACE_STOP) {
        /* meanwhile there may be another one at its address */
        if (side->running &&
            writer->identities[side->running].task == event->task)
            found = side->running;
        side->running = 0;
    }
    bool has_ended = found && writer->identities[found].has_ended;
    if (event->kind == PIRN__TRACE_NAME) {
        ref->task = found;
        if (found)
            add_name(&writer->identities[found], event);
        return;
    }
    if (!event->task)
        return;
    bool is_spawn = event->kind == PIRN__TRACE_SPAWN;
    bool is_old =
        has_ended || (is_spawn && writer->identities[found].has_begun);
    if (!found || (is_old && (is_spawn || event->kind == PIRN__TRACE_RUN)))
        found = add(writer, event->task);
    struct identity *identity = &writer->identities[found];
    ref->task = found;
    if (event->kind == PIRN__TRACE_RUN) {
        identity->has_begun = true;
        identity->first = event->step;
        identity->site = event->site;
        side->running = found;
    } else if (event->kind == PIRN__TRACE_STOP) {
        identity->has_begun = true;
        identity->has_ended |= event->how == PIRN__WAIT_GONE;
    } else if (event->other) {
        ref->other = find(writer, event->other);
    }
    if (is_spawn && ref->other)
        identity->parent = ref->other;
}

/* No more tasks than events. */
static bool number_all(struct writer *writer)
{
    size_t slots = 64, room = writer->count + 2;
    while (slots < writer->count)
        slots *= 2;
    writer->slots = calloc(slots, sizeof *writer->slots);
    writer->slot_mask = slots - 1;
    writer->identities = calloc(room, sizeof *writer->identities);
    writer->identity_room = (uint32_t)room;
    if (!writer->slots || !writer->identities)
        return false;
    for (size_t i = 0; i < writer->count; i++)
        number_one(writer, &writer->refs[i]);
    for (size_t i = 0; i < writer->side_count; i++)
        writer->sides[i].running = 0;
    return true;
}

/* 3. Printing -------------------------------------------------------------- */

static const char *name_of(const struct identity *identity)
{
    if (identity->name)
        return identity->name;
    const struct pirn_table *table =
        identity->first ? pirn__table_of(identity->first) : NULL;
    if (table)
        return table->name;
    const struct pirn__native *native =
        identity->first ? pirn__native_of(identity->first) : NULL;
    return native && native->name ? native->name : "task";
}

static void put_key(FILE *out, const char *key, const char *text)
{
    fprintf(out, ",\"%s\":\"", key);
    pirn__trace_text(out, text);
    fputc('"', out);
}

static void put_head(struct writer *writer, char phase, const char *category,
                     const char *name, uint32_t lane, uint64_t ns)
{
    fprintf(writer->out, ",\n{\"ph\":\"%c\",\"cat\":\"%s\",\"name\":\"", phase,
            category);
    pirn__trace_text(writer->out, name);
    fprintf(writer->out, "\",\"pid\":%d,\"tid\":%ld", writer->process,
            writer->sides[lane].lane->thread);
    put_time(writer, "ts", ns);
}

/* When a slice of the side begins that does so then. */
static uint64_t begin_slice(const struct writer *writer,
                            const struct side *side, uint64_t time)
{
    uint64_t ns = nanoseconds(writer, time);
    return ns > side->end ? ns : side->end;
}

static void put_slice(struct writer *writer, const char *category,
                      const char *name, uint32_t lane, uint64_t begun,
                      uint64_t end)
{
    struct side *side = &writer->sides[lane];
    uint64_t ns = nanoseconds(writer, end);
    side->end = ns > begun ? ns : begun + 1;
    put_head(writer, 'X', category, name, lane, begun);
    put_time(writer, "dur", side->end - begun);
}

/* The first end lies in a slice that may end at its time, so before that. */
static void add_arrow(struct writer *writer, struct arrow arrow)
{
    if (arrow.from_time > arrow.to_time)
        return;
    if (writer->arrow_count == writer->arrow_room) {
        size_t room = writer->arrow_room ? 2 * writer->arrow_room : 1024;
        struct arrow *more = realloc(writer->arrows, room * sizeof *more);
        if (!more)
            return;
        writer->arrows = more;
        writer->arrow_room = room;
    }
    writer->arrows[writer->arrow_count++] = arrow;
}

static void put_arrows(struct writer *writer)
{
    for (size_t i = 0; i < writer->arrow_count; i++) {
        const struct arrow *arrow = &writer->arrows[i];
        put_head(writer, 's', arrow->what, arrow->what, arrow->from,
                 arrow->from_time);
        fprintf(writer->out, ",\"id\":%zu}", i + 1);
        put_head(writer, 'f', arrow->what, arrow->what, arrow->to,
                 arrow->to_time);
        fprintf(writer->out, ",\"bp\":\"e\",\"id\":%zu}", i + 1);
    }
}

static void put_spawner(struct writer *writer, struct identity *identity)
{
    char place[256];
    const struct pirn__site *site = pirn__site_at(identity->site);
    if (identity->is_told)
        return;
    identity->is_told = true;
    if (identity->parent)
        fprintf(writer->out, ",\"parent\":%u", identity->parent);
    if (!site || !site->file)
        return;
    pirn__trace_line(place, sizeof place, site->file, site->line,
                     site->function);
    put_key(writer->out, "spawned", place);
}

static void put_waker(struct writer *writer, const struct waker *waker)
{
    static const char *const names[PIRN__BYS] = {
        [PIRN__BY_TASK] = "a task",
        [PIRN__BY_TIMER] = "a timer",
        [PIRN__BY_DESCRIPTOR] = "a descriptor",
        [PIRN__BY_THREAD] = "another thread",
        [PIRN__BY_NOBODY] = "unknown",
    };
    if (!waker->is_known)
        return;
    put_key(writer->out, "woken",
            waker->is_spawn ? "spawn" : names[waker->how]);
    if (waker->task)
        fprintf(writer->out, ",\"by\":%u", waker->task);
}

/* What runs on the lane, until then. */
static void put_run(struct writer *writer, uint32_t lane, uint64_t end,
                    const char *stop, const char *place)
{
    struct side *side = &writer->sides[lane];
    struct identity *identity = &writer->identities[side->running];
    put_slice(writer, "run", name_of(identity), lane, side->begun, end);
    fprintf(writer->out, ",\"args\":{\"task\":%u", side->running);
    put_spawner(writer, identity);
    put_waker(writer, &side->waker);
    put_key(writer->out, "stop", stop);
    if (*place)
        put_key(writer->out, "at", place);
    fputs("}}", writer->out);
    if (identity->lane == lane)
        identity->stopped = side->end;
    side->running = 0;
}

static void end_blocked(struct writer *writer, uint32_t lane, uint64_t time)
{
    struct side *side = &writer->sides[lane];
    if (!side->is_blocked)
        return;
    put_slice(writer, "blocked", pirn__trace_stop_name(side->blocked_how), lane,
              side->blocked_since, time);
    if (*side->place) {
        fputs(",\"args\":{\"at\":\"", writer->out);
        pirn__trace_text(writer->out, side->place);
        fputs("\"}", writer->out);
    }
    fputc('}', writer->out);
    side->is_blocked = false;
}

static void end_idle(struct writer *writer, uint32_t lane, uint64_t time)
{
    struct side *side = &writer->sides[lane];
    if (!side->is_idle)
        return;
    put_slice(writer, "idle", "idle", lane, side->idle_since, time);
    fputc('}', writer->out);
    side->is_idle = false;
}

/* Whatever has woken it first. If that is a task, it runs now on that lane. */
static void on_woken(struct writer *writer, const struct ref *ref,
                     const struct pirn__event *event)
{
    struct identity *identity = &writer->identities[ref->task];
    const struct side *side = &writer->sides[ref->lane];
    uint64_t ns = nanoseconds(writer, ref->time);
    if (!identity->next.is_known)
        identity->next = (struct waker){
            .is_known = true,
            .is_spawn = event->kind == PIRN__TRACE_SPAWN,
            .how = event->how,
            .has_slice = ref->other && side->running == ref->other,
            .lane = ref->lane,
            .task = ref->other,
            .time = ns > side->begun ? ns - 1 : side->begun,
        };
}

static void on_run(struct writer *writer, const struct ref *ref)
{
    struct identity *identity = &writer->identities[ref->task];
    struct side *side = &writer->sides[ref->lane];
    const struct waker *waker = &side->waker;
    end_blocked(writer, ref->lane, ref->time);
    end_idle(writer, ref->lane, ref->time);
    side->running = ref->task;
    side->begun = begin_slice(writer, side, ref->time);
    side->waker = identity->next;
    identity->next.is_known = false;
    if (waker->is_known && waker->has_slice)
        add_arrow(writer, (struct arrow){waker->is_spawn ? "spawn" : "wake",
                                         waker->lane, ref->lane, waker->time,
                                         side->begun});
    if (identity->stopped && identity->lane != ref->lane)
        add_arrow(writer, (struct arrow){"move", identity->lane, ref->lane,
                                         identity->stopped - 1, side->begun});
    identity->lane = ref->lane;
    identity->stopped = 0;
}

static void on_stop(struct writer *writer, const struct ref *ref,
                    const struct pirn__event *event)
{
    struct side *side = &writer->sides[ref->lane];
    pirn__trace_place(side->place, sizeof side->place, event);
    if (side->running == ref->task)
        put_run(writer, ref->lane, ref->time, pirn__trace_stop_name(event->how),
                side->place);
    if (side->lane->is_of_task && event->how != PIRN__WAIT_GONE) {
        side->is_blocked = true;
        side->blocked_since = begin_slice(writer, side, ref->time);
        side->blocked_how = event->how;
    }
}

static void on_idle(struct writer *writer, uint32_t lane, uint64_t time)
{
    struct side *side = &writer->sides[lane];
    end_idle(writer, lane, time);
    side->is_idle = true;
    side->idle_since = begin_slice(writer, side, time);
}

static void put_one(struct writer *writer, const struct ref *ref)
{
    const struct pirn__event *event = event_of(writer, ref);
    switch ((enum pirn__trace_kind)event->kind) {
    case PIRN__TRACE_SPAWN:
    case PIRN__TRACE_WAKE:
        on_woken(writer, ref, event);
        break;
    case PIRN__TRACE_RUN:
        on_run(writer, ref);
        break;
    case PIRN__TRACE_STOP:
        on_stop(writer, ref, event);
        break;
    case PIRN__TRACE_IDLE:
        on_idle(writer, ref->lane, ref->time);
        break;
    case PIRN__TRACE_BUSY:
        end_idle(writer, ref->lane, ref->time);
        break;
    case PIRN__TRACE_NAME:
        break;
    }
}

/* What has not ended when the file is written. */
static void put_rest(struct writer *writer)
{
    for (uint32_t i = 0; i < writer->side_count; i++) {
        end_blocked(writer, i, writer->clock->count);
        end_idle(writer, i, writer->clock->count);
        if (writer->sides[i].running)
            put_run(writer, i, writer->clock->count, "is running", "");
    }
}

static void put_threads(struct writer *writer)
{
    for (uint32_t i = 0; i < writer->side_count; i++) {
        const struct pirn__lane *lane = writer->sides[i].lane;
        fprintf(writer->out,
                ",\n{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":%d,"
                "\"tid\":%ld,\"args\":{\"name\":\"%s %u\"}}"
                ",\n{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":%d,"
                "\"tid\":%ld,\"args\":{\"sort_index\":%u}}",
                writer->process, lane->thread,
                lane->is_of_task ? "thread" : "worker", i + 1, writer->process,
                lane->thread, i);
    }
}

static void put_all(struct writer *writer)
{
    fprintf(writer->out,
            "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"recorder\":\"pirn\","
            "\"dropped\":%llu},\"traceEvents\":[\n"
            "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":%d,\"args\":"
            "{\"name\":\"",
            (unsigned long long)writer->dropped, writer->process);
    pirn__trace_text(writer->out, program_invocation_short_name);
    fputs("\"}}", writer->out);
    put_threads(writer);
    for (size_t i = 0; i < writer->count; i++)
        if (writer->refs[i].task || !event_of(writer, &writer->refs[i])->task)
            put_one(writer, &writer->refs[i]);
    put_rest(writer);
    put_arrows(writer);
    fputs("\n]}\n", writer->out);
}

void pirn__trace_print(FILE *out, struct pirn__lane *lanes,
                       const struct pirn__trace_clock *clock)
{
    struct writer writer = {.out = out, .clock = clock, .process = getpid()};
    bool is_open = pirn__tables_open();
    if (!collect(&writer, lanes) || !number_all(&writer)) {
        fputs("pirn: out of memory: the trace is empty\n", stderr);
        writer.count = writer.identity_count = 0;
    }
    put_all(&writer);
    if (is_open)
        pirn__tables_close();
    for (uint32_t i = 1; i <= writer.identity_count; i++)
        free(writer.identities[i].name);
    free(writer.arrows);
    free(writer.identities);
    free(writer.slots);
    free(writer.refs);
    free(writer.sides);
}
