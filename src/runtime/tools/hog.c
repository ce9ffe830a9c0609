/* Tasks that keep their thread for long: while one runs, nothing else does.
 *
 * PIRN_HOG_MS=n: the loop notes down which coroutine it resumes, where,
 * and since when its task has had the thread; a watchdog, another thread,
 * looks at that from time to time, so that a task is told of that never gives
 * way at all. What it has missed the loop tells afterwards. Each turn is told
 * of once.
 *
 * Without it the loop only sees, from the times that it reads anyway, that some
 * turns have taken 200 ms together. Which of them it was is not known then, nor
 * whether the process was stopped. So it times the next turns, one by one,
 * until one is as long, and tells of that; of each place once. What the thread
 * has waited for a processor is not counted. The watch ends after a while, and
 * is not taken up for ever.
 *
 * Time is real here, whatever the clock of the runtime. */
#include "runtime/base/thread.h"
#include "runtime/tools/dump.h"
#include "runtime/wait/execute.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LIMIT = 200 * PIRN_MS, /* nanoseconds, where nobody asks */
    WATCHES = 8,           /* more are not taken up by a loop */
    PLACES = 64,           /* more are not told of */
};
#define WATCH (5 * PIRN_S)   /* a watch ends after that */
#define FRESH (10 * PIRN_MS) /* what is known of the thread is not older */

/* What the thread had had of the processor at a time. */
struct usage {
    int64_t time, computed;
    int64_t waited; /* for a processor; -1: the kernel does not say */
};

struct pirn__hog {
    int64_t limit; /* in nanoseconds */
    bool is_asked; /* for, by PIRN_HOG_MS */
    int64_t until; /* when the watch ends, if it is not */
    struct usage usage;
    pthread_t watchdog;
    bool has_watchdog;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t ends;
    bool has_ended;
    struct turn {
        bool is_on, is_told;
        int64_t since;
        pirn_step step;  /* resumed last, */
        unsigned state;  /* there */
        pirn_step first; /* the task's first coroutine */
        const struct pirn__site *site;
        char name[48]; /* by pirn_name, or "" */
    } turn;
};

/* Telling ------------------------------------------------------------------ */

static const char *name_of(const struct turn *turn)
{
    if (turn->name[0])
        return turn->name;
    const struct pirn_table *table = pirn__table_of(turn->first);
    if (table)
        return table->name;
    const struct pirn__native *native = pirn__native_of(turn->first);
    return native && native->name ? native->name : "?";
}

/* The lock is held. advice may be "". */
static void tell(struct turn *turn, int64_t ns, const char *verb,
                 const char *advice)
{
    char place[256] = "", spawner[256] = "";
    turn->is_told = true;
    if (!pirn__tables_open())
        return;
    const struct pirn_table *table = pirn__table_of(turn->step);
    uint32_t line = table ? pirn__line_in(table, turn->state) : 0;
    if (line)
        snprintf(place, sizeof place, ", %s in %s at %s:%u",
                 turn->state ? "resumed" : "begun", table->name,
                 pirn__file_name(table->file), line);
    if (turn->site && turn->site->file)
        snprintf(spawner, sizeof spawner, ", spawned at %s:%u,",
                 pirn__file_name(turn->site->file), turn->site->line);
    dprintf(STDERR_FILENO, "pirn: task '%s'%s %s its thread for %lld ms%s%s\n",
            name_of(turn), spawner, verb, (long long)(ns / PIRN_MS), place,
            advice);
    pirn__tables_close();
}

/* Watching ----------------------------------------------------------------- */

static void wait_until(struct pirn__hog *hog, int64_t time)
{
    struct timespec t = {time / PIRN_S, time % PIRN_S};
    pthread_cond_timedwait(&hog->ends, &hog->lock, &t);
}

static void *watch(void *arg)
{
    struct pirn__hog *hog = arg;
    pthread_mutex_lock(&hog->lock);
    while (!hog->has_ended) {
        struct turn *turn = &hog->turn;
        int64_t time = pirn__real_now();
        if (!turn->is_on || turn->is_told) {
            wait_until(hog, time + hog->limit);
        } else if (time - turn->since < hog->limit) {
            wait_until(hog, turn->since + hog->limit);
        } else {
            tell(turn, time - turn->since, "has kept", "");
        }
    }
    pthread_mutex_unlock(&hog->lock);
    return NULL;
}

static struct pirn__hog *hog_new(int64_t limit)
{
    struct pirn__hog *hog = calloc(1, sizeof *hog);
    if (!hog)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&hog->ends, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&hog->lock, NULL);
    hog->limit = limit;
    return hog;
}

void pirn__hog_begin(struct pirn__loop *loop)
{
    enum { LONGEST = 1000000000 }; /* milliseconds: in a clock's range */
    const char *wanted = getenv("PIRN_HOG_MS");
    long ms = wanted ? strtol(wanted, NULL, 10) : 0;
    if (wanted)
        loop->hogs_noticed = WATCHES; /* nor anything but that */
    if (ms <= 0)
        return;
    struct pirn__hog *hog = hog_new((ms < LONGEST ? ms : LONGEST) * PIRN_MS);
    if (!hog)
        return;
    hog->is_asked = true;
    hog->has_watchdog = pirn__thread_start(&hog->watchdog, watch, hog);
    loop->hog = hog;
}

void pirn__hog_end(struct pirn__loop *loop)
{
    struct pirn__hog *hog = loop->hog;
    if (!hog)
        return;
    loop->hog = NULL;
    pthread_mutex_lock(&hog->lock);
    hog->has_ended = true;
    pthread_cond_signal(&hog->ends);
    pthread_mutex_unlock(&hog->lock);
    if (hog->has_watchdog)
        pthread_join(hog->watchdog, NULL);
    pthread_mutex_destroy(&hog->lock);
    pthread_cond_destroy(&hog->ends);
    free(hog);
}

/* Noticing ----------------------------------------------------------------- */

/* A debugger may have stopped it, and under valgrind all turns are long. */
static bool is_debugged(void)
{
    static const char KEY[] = "\nTracerPid:\t";
    const char *preloaded = getenv("LD_PRELOAD");
    char text[2048];
    int saved = errno, fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[length < 0 ? 0 : length] = '\0';
    errno = saved;
    const char *tracer = strstr(text, KEY);
    return (tracer && tracer[sizeof KEY - 1] != '0') ||
           (preloaded && strstr(preloaded, "vgpreload"));
}

static int64_t waited_now(void)
{
    long long computed, waited = -1;
    char text[100];
    int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[length < 0 ? 0 : length] = '\0';
    /* All are 0 where the kernel does not count. */
    return sscanf(text, "%lld %lld", &computed, &waited) == 2 && computed > 0
               ? waited
               : -1;
}

static struct usage usage_now(void)
{
    int saved = errno;
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    struct usage usage = {.time = pirn__real_now(),
                          .computed = t.tv_sec * PIRN_S + t.tv_nsec,
                          .waited = waited_now()};
    errno = saved;
    return usage;
}

/* Of each place once. */
static bool is_new_place(const struct turn *turn)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct {
        pirn_step step;
        unsigned state;
    } told[PLACES];
    static size_t count;
    bool is_new = true;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++)
        if (told[i].step == turn->step && told[i].state == turn->state)
            is_new = false;
    is_new &= count < PLACES;
    if (is_new) {
        told[count].step = turn->step;
        told[count++].state = turn->state;
    }
    pthread_mutex_unlock(&lock);
    return is_new;
}

/* A turn that nobody asked about was long, as it seems. Tells of it, unless the
 * thread had to wait for a processor. The lock is held. */
static void judge(struct pirn__loop *loop, int64_t time)
{
    struct pirn__hog *hog = loop->hog;
    struct usage now = usage_now();
    int64_t computed = now.computed - hog->usage.computed;
    int64_t ns = now.waited < 0
                     ? computed
                     : time - hog->turn.since - now.waited + hog->usage.waited;
    if (ns < hog->limit)
        return;
    hog->until = 0;
    if (is_new_place(&hog->turn) && !is_debugged())
        tell(&hog->turn, ns, "kept",
             computed >= ns / 2
                 ? "; 'await pirn_yield_now()' lets others run meanwhile"
                 : "; 'await offload f(...)' calls what blocks on another "
                   "thread");
}

/* A step of the turn has ended, and the next one begins: which of them it was
 * that took long, is to be told. The lock is held. */
static void judge_step(struct pirn__loop *loop)
{
    struct turn *turn = &loop->hog->turn;
    int64_t time = pirn__real_now();
    if (turn->step && !turn->is_told && time - turn->since >= loop->hog->limit)
        judge(loop, time);
    turn->since = time;
}

void pirn__hog_notice(struct pirn__loop *loop)
{
    if (loop->hog || loop->tasks <= 1 || loop->test ||
        loop->hogs_noticed >= WATCHES)
        return;
    struct pirn__hog *hog = hog_new(LIMIT);
    if (!hog)
        return;
    loop->hogs_noticed++;
    hog->until = pirn__real_now() + WATCH;
    hog->usage = usage_now();
    loop->hog = hog;
}

/* Being watched ------------------------------------------------------------ */

static void end_turn(struct pirn__loop *loop)
{
    struct pirn__hog *hog = loop->hog;
    struct turn *turn = &hog->turn;
    pthread_mutex_lock(&hog->lock);
    int64_t time = pirn__real_now(), ns = time - turn->since;
    if (turn->is_on && !turn->is_told && ns >= hog->limit) {
        if (hog->is_asked)
            tell(turn, ns, "kept", "");
        else
            judge(loop, time);
    }
    turn->is_on = false;
    pthread_mutex_unlock(&hog->lock);
}

static void begin_turn(struct pirn__loop *loop, const struct pirn_task *task)
{
    struct pirn__hog *hog = loop->hog;
    if (!hog->is_asked && pirn__real_now() - hog->usage.time >= FRESH)
        hog->usage = usage_now();
    const char *name = pirn__name_of(loop, task);
    pthread_mutex_lock(&hog->lock);
    hog->turn = (struct turn){
        .is_on = true,
        .since = pirn__real_now(),
        .first = ((const struct pirn_frame *)(task + 1))->step,
        .site = pirn__site_of(task),
    };
    if (name)
        snprintf(hog->turn.name, sizeof hog->turn.name, "%s", name);
    pthread_mutex_unlock(&hog->lock);
}

/* A table that is missing tells of a coroutine by hand, whose line is nobody's
 * concern: the place is that of the one before. */
static void note_frame(struct pirn_worker *w, struct pirn_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn__hog *hog = loop->hog;
    pthread_mutex_lock(&hog->lock);
    if (!hog->is_asked)
        judge_step(loop);
    hog->turn.step = frame->step;
    hog->turn.state = frame->state;
    pthread_mutex_unlock(&hog->lock);
}

/* The end of a task has led on to the one that waited for it: another turn. */
static struct pirn_frame *pass_on(struct pirn_worker *w,
                                  struct pirn_task *ended,
                                  struct pirn_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    (void)ended;
    end_turn(loop);
    begin_turn(loop, w->current);
    return frame;
}

void pirn__hog_turn(struct pirn__loop *loop, struct pirn_frame *frame)
{
    static const struct pirn__observer observer = {note_frame, pass_on};
    struct pirn_worker *w = &loop->worker;
    begin_turn(loop, w->current);
    pirn__run_turn(w, frame, &observer);
    end_turn(loop);
    if (!loop->hog->is_asked && pirn__real_now() >= loop->hog->until)
        pirn__hog_end(loop);
}
