/* Tasks that keep their thread for long (PIRN_HOG_MS=n): while one runs,
 * nothing else does. The loop notes down which coroutine it resumes, where,
 * and since when its task has had the thread; a watchdog, another thread,
 * looks at that from time to time, so that a task is told of that never gives
 * way at all. What it has missed the loop tells afterwards. Each turn is told
 * of once. None of this runs in a program that does not ask for it.
 *
 * Time is real here, whatever the clock of the runtime. */
#include "runtime/base/thread.h"
#include "runtime/tools/dump.h"
#include "runtime/wait/execute.h"
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct pirn__hog {
    int64_t limit; /* in nanoseconds */
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

/* The lock is held. */
static void tell(struct turn *turn, int64_t ns, const char *verb)
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
    dprintf(STDERR_FILENO, "pirn: task '%s'%s %s its thread for %lld ms%s\n",
            name_of(turn), spawner, verb, (long long)(ns / PIRN_MS), place);
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
            tell(turn, time - turn->since, "has kept");
        }
    }
    pthread_mutex_unlock(&hog->lock);
    return NULL;
}

void pirn__hog_begin(struct pirn__loop *loop)
{
    enum { LONGEST = 1000000000 }; /* milliseconds: in a clock's range */
    const char *wanted = getenv("PIRN_HOG_MS");
    long ms = wanted ? strtol(wanted, NULL, 10) : 0;
    if (ms <= 0)
        return;
    struct pirn__hog *hog = calloc(1, sizeof *hog);
    if (!hog)
        return;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&hog->ends, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&hog->lock, NULL);
    hog->limit = (ms < LONGEST ? ms : LONGEST) * PIRN_MS;
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

/* Being watched ------------------------------------------------------------ */

static void end_turn(struct pirn__hog *hog)
{
    struct turn *turn = &hog->turn;
    pthread_mutex_lock(&hog->lock);
    int64_t ns = pirn__real_now() - turn->since;
    if (turn->is_on && !turn->is_told && ns >= hog->limit)
        tell(turn, ns, "kept");
    turn->is_on = false;
    pthread_mutex_unlock(&hog->lock);
}

static void begin_turn(struct pirn__loop *loop, const struct pirn_task *task)
{
    struct pirn__hog *hog = loop->hog;
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
    struct pirn__hog *hog = pirn__loop_of(w)->hog;
    pthread_mutex_lock(&hog->lock);
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
    end_turn(loop->hog);
    begin_turn(loop, w->current);
    return frame;
}

void pirn__hog_turn(struct pirn__loop *loop, struct pirn_frame *frame)
{
    static const struct pirn__observer observer = {note_frame, pass_on};
    struct pirn_worker *w = &loop->worker;
    begin_turn(loop, w->current);
    pirn__run_turn(w, frame, &observer);
    end_turn(loop->hog);
}
