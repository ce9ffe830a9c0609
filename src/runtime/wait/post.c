/* Holds on a runtime, by which other threads post functions to it.
 *
 * A hold is of the worker where it was taken. It counts among what that worker
 * waits for from outside; so nobody finds the runtime stuck. What is posted
 * goes through the worker's inbox, as does the release at last: so that is
 * behind all that was posted before.
 *
 * The runtime may end while there are holds. Then each is told so, under a lock
 * of its own, which a post takes too: a post either comes before, and is
 * called, or finds that the runtime has ended. The holder frees the hold then.
 */
#include "runtime/base/fault.h"
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <stdlib.h>

struct pirn_runtime {
    struct pirn__arrival release; /* valid once it is released */
    pthread_mutex_t lock;
    struct pirn__loop *loop;          /* NULL: it has ended; under the lock */
    const char *place;                /* where the hold was taken, or NULL */
    struct pirn_runtime *next, *prev; /* of the same worker: its own */
};

struct post {
    struct pirn__arrival arrival;
    void (*function)(void *arg);
    void *arg;
};

/* Holding ------------------------------------------------------------------ */

static struct pirn__loop *loop_here(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (loop)
        return loop;
    if (pirn__is_forked)
        pirn__die_forked();
    pirn__die("pirn_runtime_hold on a thread that has no runtime: a task takes "
              "the hold, and passes it on");
}

pirn_runtime *pirn__runtime_hold(const char *place)
{
    struct pirn__loop *loop = loop_here();
    pirn_runtime *runtime =
        pirn__fails(sizeof *runtime) ? NULL : malloc(sizeof *runtime);
    if (!runtime)
        return NULL;
    *runtime = (pirn_runtime){.loop = loop, .place = place};
    pthread_mutex_init(&runtime->lock, NULL);
    runtime->next = loop->holders;
    if (runtime->next)
        runtime->next->prev = runtime;
    loop->holders = runtime;
    loop->outside++;
    return runtime;
}

pirn_runtime *pirn_runtime_hold(void)
{
    return pirn__runtime_hold(NULL);
}

static void forget(pirn_runtime *runtime)
{
    pthread_mutex_destroy(&runtime->lock);
    free(runtime);
}

static void take_out(struct pirn__loop *loop, pirn_runtime *runtime)
{
    if (runtime->next)
        runtime->next->prev = runtime->prev;
    if (runtime->prev)
        runtime->prev->next = runtime->next;
    else
        loop->holders = runtime->next;
    loop->outside--;
}

static void take_in_release(struct pirn__loop *loop,
                            struct pirn__arrival *arrival)
{
    pirn_runtime *runtime =
        pirn__container_of(arrival, struct pirn_runtime, release);
    /* After this the thread that has released it has let go. */
    pthread_mutex_lock(&runtime->lock);
    bool is_alive = runtime->loop != NULL;
    pthread_mutex_unlock(&runtime->lock);
    if (is_alive)
        take_out(loop, runtime);
    forget(runtime);
}

/* Puts the arrival into the inbox, unless the runtime has ended. */
static bool put(pirn_runtime *runtime, struct pirn__arrival *arrival)
{
    if (pirn__unlikely(pirn__is_forked)) /* another thread may have the lock */
        pirn__die_forked();
    pthread_mutex_lock(&runtime->lock);
    struct pirn__loop *loop = runtime->loop;
    if (loop)
        pirn__inbox_put(loop, arrival);
    pthread_mutex_unlock(&runtime->lock);
    return loop != NULL;
}

void pirn_runtime_release(pirn_runtime *runtime)
{
    if (!runtime)
        return;
    runtime->release.take_in = take_in_release;
    if (!put(runtime, &runtime->release))
        forget(runtime);
}

/* Posting ------------------------------------------------------------------ */

static void take_in_post(struct pirn__loop *loop, struct pirn__arrival *arrival)
{
    struct post post = *(struct post *)arrival;
    (void)loop;
    free(arrival);
    PIRN__CALL_OUT(post.function, post.arg);
}

int pirn_post(pirn_runtime *runtime, void (*function)(void *arg), void *arg)
{
    pirn__check_object(runtime, "pirn_post", "hold");
    pirn__check_object((const void *)(uintptr_t)function, "pirn_post",
                       "function");
    struct post *post = pirn__fails(sizeof *post) ? NULL : malloc(sizeof *post);
    if (!post)
        return -ENOMEM;
    *post = (struct post){{NULL, take_in_post}, function, arg};
    if (put(runtime, &post->arrival))
        return 0;
    free(post);
    return -ESHUTDOWN;
}

/* Ending, and dumps -------------------------------------------------------- */

static void end_holds(struct pirn__loop *loop)
{
    while (loop->holders) {
        pirn_runtime *runtime = loop->holders;
        take_out(loop, runtime);
        pthread_mutex_lock(&runtime->lock);
        runtime->loop = NULL;
        pthread_mutex_unlock(&runtime->lock);
    }
}

/* What is called may take holds, and post. */
void pirn__posts_end(struct pirn__loop *loop)
{
    do {
        end_holds(loop);
        pirn__inbox_drain(loop);
    } while (loop->holders || loop->inbox);
}

void pirn__posts_describe(FILE *out, const struct pirn__loop *loop)
{
    enum { LISTED = 8 };
    const pirn_runtime *runtime = loop->holders;
    size_t more = 0;
    for (int i = 0; runtime; i++, runtime = runtime->next)
        if (i < LISTED)
            fprintf(out,
                    "a hold on the runtime, taken at %s: somebody may post\n",
                    runtime->place ? pirn__file_name(runtime->place) : "?");
        else
            more++;
    if (more)
        fprintf(out, "and %zu more holds\n", more);
}
