/* pirn_run: a runtime around one root task, on the thread that calls it. */
#include "runtime.h"
#include <errno.h>

/* The root task comes from no `spawn`. */
static struct pirn__site root_site = {"pirn_run", NULL, 0, 0};

struct pirn__loop *pirn__run_loop(struct pirn_clock *clock)
{
    if (pirn__this_loop)
        pirn__die("pirn_run inside a runtime of the same thread");
    struct pirn__loop *loop = pirn__loop_new();
    if (!loop)
        pirn__die("out of memory: cannot begin a runtime");
    loop->clock = clock;
    loop->driver_ops = &pirn__driver_epoll;
    int rc = loop->driver_ops->open(&loop->driver, pirn__io_complete, loop);
    if (rc < 0)
        pirn__die("cannot begin a runtime: %s", strerror(-rc));
    int64_t now = pirn__clock_now(loop->clock);
    loop->coarse = pirn__coarse(now);
    pirn__wheel_advance(loop->wheel, now, NULL, NULL);
    pirn__scope_init(&loop->root, NULL, &loop->worker, NULL);
    pirn__this_loop = loop;
    pirn__quit_begin(loop);
    pirn__hog_begin(loop);
    return loop;
}

struct pirn_worker *pirn__run_begin(void)
{
    return &pirn__run_loop(pirn__clock_default())->spawner;
}

void pirn__run_end(void *result, size_t size, size_t align)
{
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn_task *task =
        pirn__spawn(&loop->worker, &loop->root, &root_site, size, align, 0);
    pirn__loop_run(loop);
    pirn__hog_end(loop);
    pirn__quit_end(loop);
    pirn__task_take_result(task, result, size);
    pirn__task_free(loop, task);
    /* After this a thread that completed the last operation has let go. */
    pthread_mutex_lock(&loop->lock);
    pthread_mutex_unlock(&loop->lock);
    pirn__this_loop = NULL;
    loop->driver_ops->close(loop->driver);
    pirn__loop_free(loop);
}
