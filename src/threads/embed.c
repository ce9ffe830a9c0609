/* pirn_embed: tasks are threads, which run without anybody's doing. So there is
 * nothing to wait for, and a turn has nothing to do. The thread of the foreign
 * loop has no task, and counts as one that runs: nobody is stuck. */
#include "threads.h"
#include <errno.h>
#include <pirn/embed.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct pirn_embed {
    struct pirn__thread *thread;
    int fd; /* never readable */
};

static struct pirn__thread *thread_of(const pirn_embed *e, const char *call)
{
    pirn__check_object(e, call, "embedded runtime");
    if (e->thread != pirn__this_thread)
        pirn__die("%s on another thread than pirn_embed_open", call);
    return e->thread;
}

PIRN__FRONT(pirn_embed_open);
pirn_embed *front_pirn_embed_open(void)
{
    pirn_embed *e = malloc(sizeof *e);
    if (!e)
        return NULL;
    e->fd = eventfd(0, EFD_CLOEXEC);
    if (e->fd < 0) {
        free(e);
        return NULL;
    }
    e->thread = pirn__root_begin("pirn_embed_open", false);
    e->thread->hub->running = 1;
    return e;
}

PIRN__FRONT(pirn_embed_scope);
struct pirn_scope *front_pirn_embed_scope(pirn_embed *e)
{
    return &thread_of(e, "pirn_embed_scope")->hub->loop->root;
}

PIRN__FRONT(pirn_embed_fd);
int front_pirn_embed_fd(const pirn_embed *e)
{
    thread_of(e, "pirn_embed_fd");
    return e->fd;
}

/* What the tasks do may be what the loop waits for, too, and nobody tells it:
 * so it looks now and then. */
PIRN__FRONT(pirn_embed_timeout);
int front_pirn_embed_timeout(const pirn_embed *e)
{
    thread_of(e, "pirn_embed_timeout");
    return 1;
}

PIRN__FRONT(pirn_embed_turn);
void front_pirn_embed_turn(pirn_embed *e)
{
    struct pirn__thread *t = thread_of(e, "pirn_embed_turn");
    pirn__hub_enter(t);
    pirn__hub_leave(t);
}

PIRN__FRONT(pirn_embed_tasks);
size_t front_pirn_embed_tasks(const pirn_embed *e)
{
    struct pirn__thread *t = thread_of(e, "pirn_embed_tasks");
    pirn__hub_enter(t);
    size_t count = t->hub->loop->root.running;
    pirn__hub_leave(t);
    return count;
}

/* The lock is held. Waits until no thread runs: then a task has ended, or all
 * wait for something. */
static void await_idle(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    t->waits = true;
    atomic_store(&t->word, 0);
    if (--hub->running == 0 && !hub->loop->wheel->count && !hub->loop->outside)
        pirn__dump_stuck(hub->loop);
    pirn__sleep_for(t, -1);
    if (t->waits) {
        t->waits = false;
        hub->running++;
    }
}

PIRN__FRONT(pirn_embed_close);
void front_pirn_embed_close(pirn_embed *e)
{
    if (!e)
        return;
    struct pirn__thread *t = thread_of(e, "pirn_embed_close");
    struct pirn__loop *loop = t->hub->loop;
    pirn__hub_enter(t);
    pirn_scope_cancel_because(&loop->root, "pirn_embed_close");
    pirn__settle(t->hub);
    while (loop->root.running)
        await_idle(t);
    pirn__hub_leave(t);
    pirn__root_join(t);
    pirn__scope_drop(&loop->worker, &loop->root);
    pirn__root_end(t);
    close(e->fd);
    free(e);
}
