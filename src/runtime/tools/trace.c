/* What tasks do, noted down (PIRN_TRACE=file): when each ran on which thread,
 * why it stopped and what woke it.
 *
 * What is here observes the executor (execute.h), whose loop is there a second
 * time for it; so a program that is not traced does nothing for it. Nobody who
 * spawns or wakes tasks tells of it either: they put them at the end of the
 * ring of what is ready, and after each turn, and each look outside, we see who
 * has come.
 *
 * An event is some twenty stores. Its time is that of the processor's counter
 * where that goes on at one rate, and is turned into nanoseconds when all is
 * written: at the end of the program, however it comes, and at a SIGQUIT.
 *
 * Lanes stay until then, also when their loop has ended; the next loop of the
 * same thread goes on in its lane. */
#include "runtime/tools/trace.h"
#include "runtime/runtime.h"
#include "runtime/tools/dump.h"
#include "runtime/wait/execute.h"
#include "runtime/wait/lease.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef __x86_64__
#include <cpuid.h>
#include <x86intrin.h>
#endif

enum {
    USUAL = 1 << 20, /* events in a lane */
    FEWEST = 1 << 4,
    MOST = 1 << 28,
    MOST_LANES = 1 << 14,
    KNOWN = 1 << 10, /* steps of which is_native is remembered */
    TOUCHED = 256,   /* so many MiB of lanes are touched before they are used */
};

pthread_mutex_t pirn__trace_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    bool is_begun, is_piped, has_counter;
    int fd; /* of the file; -1: none, nothing is recorded */
    pid_t process;
    uint64_t size; /* of a lane */
    struct pirn__lane *lanes, **last;
    size_t lane_count;
    struct pirn__trace_clock clock;
} all = {.fd = -1, .last = &all.lanes};

/* Time --------------------------------------------------------------------- */

/* True if the processor's counter never stops and never changes its rate. */
static bool has_counter(void)
{
#ifdef __x86_64__
    unsigned a, b, c, d;
    return __get_cpuid(0x80000007, &a, &b, &c, &d) && d & 1u << 8;
#else
    return false;
#endif
}

static inline uint64_t count_now(bool counts)
{
#ifdef __x86_64__
    if (pirn__likely(counts))
        return __rdtsc();
#endif
    (void)counts;
    return (uint64_t)pirn__real_now();
}

/* Events ------------------------------------------------------------------- */

/* Only the thread of the lane changes its count. The store pairs with the load
 * of the writer, which sees the events that it counts. */
static inline struct pirn__event *
event_at(struct pirn__lane *lane, uint64_t time, enum pirn__trace_kind kind,
         uint8_t how, const struct pirn_task *task)
{
    uint64_t i = atomic_load_explicit(&lane->count, memory_order_relaxed);
    struct pirn__event *event = &lane->events[i & lane->mask];
    event->time = time;
    event->task = task;
    event->kind = (uint8_t)kind;
    event->how = how;
    atomic_store_explicit(&lane->count, i + 1, memory_order_release);
    return event;
}

static inline struct pirn__event *event_now(struct pirn__lane *lane,
                                            enum pirn__trace_kind kind,
                                            uint8_t how,
                                            const struct pirn_task *task)
{
    return event_at(lane, count_now(lane->has_counter), kind, how, task);
}

void pirn__trace_spawn(struct pirn__lane *lane, const struct pirn_task *task,
                       const struct pirn_task *parent)
{
    event_now(lane, PIRN__TRACE_SPAWN, parent ? PIRN__BY_TASK : PIRN__BY_NOBODY,
              task)
        ->other = parent;
}

void pirn__trace_wake(struct pirn__lane *lane, const struct pirn_task *task,
                      enum pirn__trace_by how, const struct pirn_task *by)
{
    event_now(lane, PIRN__TRACE_WAKE, (uint8_t)how, task)->other = by;
}

void pirn__trace_run(struct pirn__lane *lane, const struct pirn_task *task,
                     pirn_step first, uint16_t site)
{
    struct pirn__event *event = event_now(lane, PIRN__TRACE_RUN, 0, task);
    event->step = first;
    event->site = site;
}

void pirn__trace_stop(struct pirn__lane *lane, const struct pirn_task *task,
                      enum pirn__wait how, const struct pirn__place *place)
{
    struct pirn__event *event =
        event_now(lane, PIRN__TRACE_STOP, (uint8_t)how, task);
    event->place = place;
    event->state = place ? PIRN__TRACE_PLACE : 0;
}

void pirn__trace_idle(struct pirn__lane *lane, bool is_idle)
{
    event_now(lane, is_idle ? PIRN__TRACE_IDLE : PIRN__TRACE_BUSY, 0, NULL);
}

/* Its last piece is not full, if need be by having nothing in it. */
void pirn__trace_name(struct pirn__lane *lane, const struct pirn_task *task,
                      const char *name)
{
    enum { LONGEST = 20 * PIRN__TRACE_PIECE };
    size_t length = strnlen(name, LONGEST);
    for (size_t at = 0;; at += PIRN__TRACE_PIECE) {
        size_t n = length - at;
        struct pirn__event *event = event_now(
            lane, PIRN__TRACE_NAME, (uint8_t)(at / PIRN__TRACE_PIECE), task);
        memset(event->text, 0, sizeof event->text);
        memcpy(event->text, name + at,
               n < sizeof event->text ? n : sizeof event->text);
        if (n < sizeof event->text)
            break;
    }
}

/* Turns -------------------------------------------------------------------- */

static inline struct pirn__known *known_at(const struct pirn__lane *lane,
                                           pirn_step step)
{
    size_t i = (uintptr_t)step * 0x9e3779b97f4a7c15u >> 32;
    while (lane->known[i % KNOWN].step && lane->known[i % KNOWN].step != step)
        i++;
    return &lane->known[i % KNOWN];
}

static void learn(void *arg, pirn_step step, bool is_native)
{
    struct pirn__lane *lane = arg;
    if (lane->known_count < KNOWN * 3 / 4) {
        lane->known_count++;
        *known_at(lane, step) = (struct pirn__known){step, is_native};
    }
}

/* What is not known came with a shared library: to find out takes long. */
static __attribute__((noinline)) bool find_out(struct pirn__lane *lane,
                                               pirn_step step)
{
    bool is_native = false;
    if (lane->known_count < KNOWN * 3 / 4 && pirn__tables_open()) {
        is_native = pirn__native_of(step) != NULL;
        pirn__tables_close();
        learn(lane, step, is_native);
    }
    return is_native;
}

static void learn_all(struct pirn__lane *lane)
{
    lane->known = calloc(KNOWN, sizeof *lane->known);
    if (lane->known && pirn__tables_open()) {
        pirn__tables_each(learn, lane);
        pirn__tables_close();
    }
}

/* True if step is a coroutine by hand: it waits for others at no place of
 * theirs. */
static inline bool is_native(struct pirn__lane *lane, pirn_step step)
{
    if (pirn__unlikely(!lane->known)) /* for want of memory */
        return false;
    const struct pirn__known *known = known_at(lane, step);
    return pirn__likely(known->step != NULL) ? known->is_native
                                             : find_out(lane, step);
}

/* The last frame to take a step may have been given back in it: it waits in a
 * tail call, `return await f()`. Then it lies on top of the list of its class,
 * its first word is lost, and its state is that of the call. Nothing takes
 * frames between the end of a step and that of the turn. */
static inline void note_step(struct pirn_worker *w, struct pirn_frame *frame)
{
    struct pirn__lane *lane = pirn__loop_of(w)->lane;
    w->free[PIRN__CLASS_NONE] = NULL; /* no block of it is used again */
    lane->last = frame;
    lane->last_class = frame->info % PIRN__CLASSES;
}

/* The innermost coroutine of task, which waits, that has lines. */
static inline void note_place(struct pirn__lane *lane,
                              struct pirn__event *event,
                              const struct pirn_worker *w,
                              const struct pirn_task *task)
{
    const struct pirn_frame *frame = task->leaf.caller, *last = lane->last;
    bool is_tail = w->free[lane->last_class] == last;
    if (is_tail && !is_native(lane, last->step))
        frame = last;
    while (frame && is_native(lane, frame->step))
        frame = frame->link.caller;
    event->step = frame ? frame->step : NULL;
    event->state = frame ? frame->state : 0;
}

static inline const struct pirn_frame *first_of(const struct pirn_task *task)
{
    return (const struct pirn_frame *)(task + 1);
}

static inline bool is_new(const struct pirn_task *task)
{
    return task->leaf.caller == first_of(task) && task->leaf.caller->state == 0;
}

/* A task in the ring from there on has been spawned, if it has not begun yet,
 * else woken; but the one that does so. */
static void note_ready(struct pirn__lane *lane, const struct pirn__ring *ring,
                       size_t from, uint64_t time, enum pirn__trace_by how,
                       const struct pirn_task *by)
{
    for (; from != ring->tail; from++) {
        const struct pirn_task *task = ring->slots[from & ring->mask];
        if (task == by)
            continue;
        event_at(lane, time,
                 is_new(task) ? PIRN__TRACE_SPAWN : PIRN__TRACE_WAKE,
                 (uint8_t)how, task)
            ->other = by;
    }
}

/* The queue of loop is known up to its end, which `known` becomes. */
static void know_queue(struct pirn__loop *loop, size_t *known)
{
    *known = pirn__queue_of(loop)->tail;
    loop->lane->running = loop->worker.current;
}

static void pass_queue(struct pirn__loop *loop, size_t *known)
{
    enum pirn__hold hold = pirn__hold_queue(loop);
    know_queue(loop, known);
    pirn__release(loop, hold);
}

/* note_ready for the queue of loop, from *known on. */
static void note_queue(struct pirn__loop *loop, size_t *known, uint64_t time,
                       enum pirn__trace_by how, const struct pirn_task *by)
{
    enum pirn__hold hold = pirn__hold_queue(loop);
    note_ready(loop->lane, pirn__queue_of(loop), *known, time, how, by);
    know_queue(loop, known);
    pirn__release(loop, hold);
}

/* How the turn of task has gone out. A step that yields only queues up. What
 * it waits for another worker may have brought by now. */
static enum pirn__wait outcome(struct pirn_worker *w,
                               const struct pirn_task *task)
{
    const struct pirn__ring *ring = &w->ring;
    /* Among several workers nothing else is in it. */
    size_t from = w->crew ? ring->head : pirn__loop_of(w)->lane->from;
    if (ring->tail != from &&
        ring->slots[(ring->tail - 1) & ring->mask] == task)
        return PIRN__WAIT_NONE;
    return w->suspended ? (enum pirn__wait)pirn__loop_of(w)->waited
                        : PIRN__WAIT_GONE;
}

static inline void begin(struct pirn__lane *lane, uint64_t time,
                         const struct pirn_task *task)
{
    struct pirn__event *event = event_at(lane, time, PIRN__TRACE_RUN, 0, task);
    event->step = first_of(task)->step;
    event->site = task->site;
}

/* The end of task has led on to the one that waited for it. */
static struct pirn_frame *pass_on(struct pirn_worker *w,
                                  struct pirn_task *ended,
                                  struct pirn_frame *frame)
{
    struct pirn__lane *lane = pirn__loop_of(w)->lane;
    uint64_t time = count_now(lane->has_counter);
    note_queue(pirn__loop_of(w), &lane->from, time, PIRN__BY_TASK, ended);
    event_at(lane, time, PIRN__TRACE_WAKE, PIRN__BY_TASK, w->current)->other =
        ended;
    struct pirn__event *stop =
        event_at(lane, time, PIRN__TRACE_STOP, PIRN__WAIT_GONE, ended);
    stop->step = NULL;
    stop->state = 0;
    begin(lane, time, w->current);
    return frame;
}

void pirn__trace_turn(struct pirn_worker *w, struct pirn_frame *frame)
{
    static const struct pirn__observer observer = {note_step, pass_on};
    struct pirn__lane *lane = pirn__loop_of(w)->lane;
    pass_queue(pirn__loop_of(w), &lane->from);
    begin(lane, count_now(lane->has_counter), w->current);
    pirn__loop_of(w)->waited = PIRN__WAIT_NONE;
    pirn__run_turn(w, frame, &observer);
    const struct pirn_task *task = w->current;
    uint64_t time = count_now(lane->has_counter);
    enum pirn__wait how = outcome(w, task);
    note_queue(pirn__loop_of(w), &lane->from, time, PIRN__BY_TASK, task);
    struct pirn__event *stop =
        event_at(lane, time, PIRN__TRACE_STOP, (uint8_t)how, task);
    if (how != PIRN__WAIT_GONE) {
        note_place(lane, stop, w, task);
    } else {
        stop->step = NULL;
        stop->state = 0;
    }
}

bool pirn__trace_looks_at(const struct pirn__lane *lane,
                          const struct pirn_task *task)
{
    return lane->running == task;
}

void pirn__trace_stolen(struct pirn__loop *thief, struct pirn__loop *from,
                        const struct pirn_task *task, size_t at)
{
    struct pirn__lane *lane = from->lane;
    if (lane) { /* its thread has begun */
        lane->from -= at < lane->from;
        lane->seen -= at < lane->seen;
    }
    event_now(thief->lane, is_new(task) ? PIRN__TRACE_SPAWN : PIRN__TRACE_WAKE,
              PIRN__BY_TASK, task)
        ->other = lane ? lane->running : NULL;
}

void pirn__trace_sent(struct pirn__loop *loop, const struct pirn_task *task)
{
    pirn__trace_wake(loop->lane, task, PIRN__BY_TASK, loop->worker.current);
}

void pirn__trace_seen(struct pirn__loop *loop)
{
    pass_queue(loop, &loop->lane->seen);
}

void pirn__trace_ready(struct pirn__loop *loop, enum pirn__trace_by how)
{
    struct pirn__lane *lane = loop->lane;
    note_queue(loop, &lane->seen, count_now(lane->has_counter), how, NULL);
}

/* The file ----------------------------------------------------------------- */

static void cannot(const char *what, const char *path)
{
    fprintf(stderr, "pirn: cannot %s the trace '%s': %s\n", what, path,
            strerror(errno));
}

static uint64_t size_wanted(void)
{
    const char *text = getenv("PIRN_TRACE_EVENTS");
    long long wanted = USUAL;
    uint64_t size = FEWEST;
    if (text && *text) {
        char *end;
        wanted = strtoll(text, &end, 10);
        if (*end || wanted < 1 || wanted > MOST)
            pirn__die("PIRN_TRACE_EVENTS=%s: it is to be 1 to %d", text, MOST);
    }
    while (size < (uint64_t)wanted)
        size *= 2;
    return size;
}

/* At exit, in the order of things after all that the program does itself. */
static void write_at_exit(void)
{
    pirn__trace_write();
}

static void begin_all(void)
{
    const char *path = getenv("PIRN_TRACE");
    all.is_begun = true;
    if (!path || !*path)
        return;
    all.size = size_wanted();
    all.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (all.fd < 0) {
        cannot("open", path);
        return;
    }
    all.is_piped = lseek(all.fd, 0, SEEK_CUR) < 0;
    all.process = getpid();
    all.has_counter = has_counter();
    all.clock.first_count = count_now(all.has_counter);
    all.clock.first_time = pirn__real_now();
    atexit(write_at_exit);
}

/* A child of the process has a copy of everything, and nothing to write. */
void pirn__trace_write(void)
{
    if (all.fd < 0 || getpid() != all.process)
        return;
    struct pirn__loop *loop = pirn__this_loop;
    if (loop && loop->lane)
        pirn__names_trace(loop);
    pthread_mutex_lock(&pirn__trace_lock);
    int fd = all.is_piped ? all.fd : dup(all.fd);
    if (!all.is_piped && (lseek(fd, 0, SEEK_SET) < 0 || ftruncate(fd, 0) < 0))
        all.is_piped = true;
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (all.is_piped)
        all.fd = -1; /* such a file can be written once */
    all.clock.count = count_now(all.has_counter);
    all.clock.time = pirn__real_now();
    if (out)
        pirn__trace_print(out, all.lanes, &all.clock);
    if (!out || fclose(out) != 0)
        cannot("write", getenv("PIRN_TRACE"));
    pthread_mutex_unlock(&pirn__trace_lock);
}

/* Lanes -------------------------------------------------------------------- */

/* While the lock is held. */
static struct pirn__lane *find_lane(long thread)
{
    struct pirn__lane *free = NULL;
    for (struct pirn__lane *lane = all.lanes; lane; lane = lane->next) {
        if (lane->is_open)
            continue;
        if (lane->thread == thread)
            return lane;
        free = free ? free : lane;
    }
    return all.lane_count < MOST_LANES ? NULL : free;
}

/* The kernel's clearing of fresh pages would fall into what is recorded. */
static void touch(void *memory, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    if (all.lane_count * size < (size_t)TOUCHED << 20) {
        madvise(memory, size, MADV_HUGEPAGE);
        madvise(memory, size, MADV_POPULATE_WRITE);
    }
#else
    (void)memory;
    (void)size;
#endif
}

static struct pirn__lane *make_lane(bool is_of_task)
{
    struct pirn__lane *lane = calloc(1, sizeof *lane);
    size_t size = all.size * sizeof *lane->events;
    if (!lane)
        return NULL;
    lane->events = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (lane->events == MAP_FAILED)
        goto free_lane;
    if (!is_of_task)
        touch(lane->events, size);
    lane->mask = all.size - 1;
    lane->has_counter = all.has_counter;
    *all.last = lane;
    all.last = &lane->next;
    all.lane_count++;
    return lane;

free_lane:
    free(lane);
    return NULL;
}

struct pirn__lane *pirn__trace_open(bool is_of_task)
{
    long thread = syscall(SYS_gettid);
    pthread_mutex_lock(&pirn__trace_lock);
    if (!all.is_begun)
        begin_all();
    struct pirn__lane *lane = all.fd < 0 ? NULL : find_lane(thread);
    if (!lane && all.fd >= 0)
        lane = make_lane(is_of_task);
    if (lane) {
        lane->is_open = true;
        lane->thread = thread;
        lane->is_of_task = is_of_task;
    }
    pthread_mutex_unlock(&pirn__trace_lock);
    return lane;
}

void pirn__trace_close(struct pirn__lane *lane)
{
    pthread_mutex_lock(&pirn__trace_lock);
    lane->is_open = false;
    pthread_mutex_unlock(&pirn__trace_lock);
}

static void set_lane(struct pirn__loop *loop, struct pirn__lane *lane)
{
    enum pirn__hold hold = pirn__hold_queue(loop); /* for a thief */
    loop->lane = lane;
    pirn__release(loop, hold);
}

void pirn__trace_begin(struct pirn__loop *loop)
{
    if (!loop->hog)
        set_lane(loop, pirn__trace_open(false));
    if (loop->lane)
        pirn__trace_seen(loop);
    if (loop->lane && !loop->lane->known)
        learn_all(loop->lane);
    if (loop->hog && getenv("PIRN_TRACE"))
        fputs("pirn: PIRN_TRACE does not go with PIRN_HOG_MS, and "
              "nothing is recorded\n",
              stderr);
}

void pirn__trace_end(struct pirn__loop *loop)
{
    if (loop->lane)
        pirn__trace_close(loop->lane);
    set_lane(loop, NULL);
}
