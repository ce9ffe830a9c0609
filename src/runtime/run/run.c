/* pirn_run: a runtime around one root task, on the thread that calls it, and
 * on others if it is to have several workers. */
#include "runtime/base/hooks.h"
#include "runtime/objects/io.h"
#include "runtime/run/test.h"
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include "runtime/tools/trace.h"
#include <errno.h>
#include <pirn/run.h>
#include <stdlib.h>

/* What the layers below ask of those above. */
const struct pirn__hooks pirn__hooks = {
    .describe_running = pirn__describe_running,
    .abort = pirn__trace_write,
    .driver = &pirn__driver_epoll,
    .io_complete = pirn__io_complete,
    .register_forks = pirn__register_forks,
    .dump_stuck = pirn__dump_stuck,
    .dump_wanted = pirn__dump_wanted,
    .dump_task = pirn__dump_task,
    .dump_scope = pirn__dump_scope,
    .hog_begin = pirn__hog_begin,
    .hog_end = pirn__hog_end,
    .hog_notice = pirn__hog_notice,
    .hog_turn = pirn__hog_turn,
    .trace_begin = pirn__trace_begin,
    .trace_end = pirn__trace_end,
    .trace_turn = pirn__trace_turn,
    .trace_seen = pirn__trace_seen,
    .trace_ready = pirn__trace_ready,
    .trace_idle = pirn__trace_idle,
    .trace_sent = pirn__trace_sent,
    .trace_stolen = pirn__trace_stolen,
    .trace_looks_at = pirn__trace_looks_at,
    .trace_name = pirn__trace_name,
    .explorer = &pirn__explorer,
    .test_turn = pirn__test_turn,
    .test_chance = pirn__test_chance,
    .test_taken = pirn__test_taken,
    .test_given_back = pirn__test_given_back,
};

/* The root task comes from no `spawn`. */
static struct pirn__site root_site = {"pirn_run", NULL, 0, 0};

/* Of the next runtime on this thread. */
static __thread struct pirn_options options;

enum { MOST_WORKERS = 1024 };

struct pirn__loop *pirn__loop_begin(struct pirn_clock *clock)
{
    int error;
    struct pirn__loop *loop = pirn__loop_try_begin(clock, &error);
    if (!loop && error == -ENOMEM)
        pirn__die("out of memory: cannot begin a runtime");
    if (!loop)
        pirn__die("cannot begin a runtime: %s", strerror(-error));
    return loop;
}

void pirn__run_check(const char *call)
{
    if (pirn__is_forked)
        pirn__die_forked();
    if (pirn__this_loop)
        pirn__die("%s inside a runtime of the same thread", call);
}

struct pirn__loop *pirn__run_loop(struct pirn_clock *clock)
{
    pirn__run_check("pirn_run");
    struct pirn__loop *loop = pirn__loop_begin(clock);
    pirn__loop_enter(loop);
    pirn__quit_begin(loop);
    return loop;
}

void pirn__run_options(const struct pirn_options *wanted)
{
    options = *wanted;
}

/* How many workers the next runtime is to have. */
static unsigned workers_wanted(void)
{
    const char *text = getenv("PIRN_WORKERS");
    long count = options.workers;
    char *end;
    if (count < 0 || count > MOST_WORKERS)
        pirn__die("a runtime with %ld workers: there may be 1 to %d", count,
                  MOST_WORKERS);
    if (count > 0 || !text || !*text)
        return count > 0 ? (unsigned)count : 1;
    count = strtol(text, &end, 10);
    if (*end || count < 1 || count > MOST_WORKERS)
        pirn__die("PIRN_WORKERS=%s: it is to be 1 to %d", text, MOST_WORKERS);
    return (unsigned)count;
}

struct pirn_worker *pirn__run_begin(void)
{
    unsigned count = workers_wanted();
    options = (struct pirn_options){0};
    struct pirn__loop *loop = pirn__run_loop(pirn__clock_default());
    pirn__trace_begin(loop);
    if (count > 1)
        pirn__crew_begin(loop, count);
    return &loop->spawner;
}

void pirn__run_end(void *result, size_t size, size_t align)
{
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn_task *task =
        pirn__spawn(&loop->worker, &loop->root, &root_site, size, align, 0);
    pirn__loop_run(loop);
    pirn__quit_end(loop);
    if (!loop->worker.crew)
        pirn__posts_end(loop);
    pirn__task_take_result(task, result, size);
    pirn__task_free(loop, task);
    if (loop->worker.crew)
        pirn__crew_end(loop);
    pirn__jobs_end(&loop->jobs);
    pirn__trace_end(loop);
    pirn__loop_exit(loop);
    pirn__loop_end(loop);
}

unsigned pirn_workers(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && loop->worker.crew ? loop->worker.crew->count : 1;
}

unsigned pirn_worker(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && loop->worker.crew ? loop->member.number : 0;
}
