/* pirn_embed: a runtime that a foreign loop drives. A turn is one round of the
 * worker's loop without its wait; instead of waiting, the worker tells for
 * what, and how long, the foreign loop may wait. Between two turns it counts as
 * asleep: so other threads that have something for it wake its driver, and with
 * that the foreign loop. */
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include "runtime/tools/trace.h"
#include <errno.h>
#include <limits.h>
#include <pirn/embed.h>
#include <stdlib.h>

struct pirn_embed {
    struct pirn__loop *loop;
};

static struct pirn__loop *loop_of(const pirn_embed *e, const char *call)
{
    pirn__check_object(e, call, "embedded runtime");
    if (pirn__is_forked)
        pirn__die_forked();
    if (e->loop != pirn__this_loop)
        pirn__die("%s on another thread than pirn_embed_open", call);
    return e->loop;
}

pirn_embed *pirn_embed_open(void)
{
    int error = -ENOMEM;
    pirn__run_check("pirn_embed_open");
    pirn_embed *e = malloc(sizeof *e);
    if (e)
        e->loop = pirn__loop_try_begin(pirn__clock_default(), &error);
    if (!e || !e->loop) {
        free(e);
        errno = -error;
        return NULL;
    }
    pirn__loop_enter(e->loop);
    pirn__quit_begin(e->loop);
    pirn__trace_begin(e->loop);
    pirn__loop_turn_end(e->loop);
    return e;
}

struct pirn_scope *pirn_embed_scope(pirn_embed *e)
{
    return &loop_of(e, "pirn_embed_scope")->root;
}

int pirn_embed_fd(const pirn_embed *e)
{
    struct pirn__loop *loop = loop_of(e, "pirn_embed_fd");
    return loop->driver_ops->descriptor(loop->driver);
}

int pirn_embed_timeout(const pirn_embed *e)
{
    const int64_t most = INT_MAX * PIRN_MS;
    int64_t ns = pirn__loop_patience(loop_of(e, "pirn_embed_timeout"));
    if (ns < 0)
        return -1;
    /* Rather late than early, as an early turn has nothing to do. */
    return ns > most - PIRN_MS ? INT_MAX : (int)((ns + PIRN_MS - 1) / PIRN_MS);
}

void pirn_embed_turn(pirn_embed *e)
{
    struct pirn__loop *loop = loop_of(e, "pirn_embed_turn");
    if (loop->worker.current)
        pirn__die("pirn_embed_turn in a task of that runtime");
    pirn__loop_turn(loop);
}

size_t pirn_embed_tasks(const pirn_embed *e)
{
    return loop_of(e, "pirn_embed_tasks")->root.running;
}

void pirn_embed_close(pirn_embed *e)
{
    if (!e)
        return;
    struct pirn__loop *loop = loop_of(e, "pirn_embed_close");
    if (loop->worker.current)
        pirn__die("pirn_embed_close in a task of that runtime");
    pirn_scope_cancel_because(&loop->root, "pirn_embed_close");
    pirn__loop_run(loop);
    pirn__quit_end(loop);
    pirn__scope_drop(&loop->worker, &loop->root);
    pirn__posts_end(loop);
    pirn__jobs_end(&loop->jobs);
    pirn__trace_end(loop);
    pirn__loop_exit(loop);
    pirn__loop_end(loop);
    free(e);
}
