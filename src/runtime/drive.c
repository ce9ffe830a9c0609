/* Coroutine bodies in plain C functions, for programs turned by --async-all.
 * The plain function calls the entry; if that suspends, it is run to its end
 * on the spot. What such programs wait for is ready at once, so there is no
 * loop and nothing to wait for.
 *
 * All state is on the native stack and in frames: a longjmp out of a body
 * loses frames, and nothing else. */
#include "debug.h"
#include "execute.h"
#include "runtime.h"
#include <stdio.h>
#include <stdlib.h>

/* The worker of a thread that has no runtime; it ends with the thread. */
static __thread struct pirn__loop *own;
static pthread_key_t own_key;
static pthread_once_t own_once = PTHREAD_ONCE_INIT;

static void free_own(void *loop)
{
    own = NULL;
    pirn__loop_free(loop);
}

static void make_key(void)
{
    pthread_key_create(&own_key, free_own);
}

static struct pirn__loop *make_own(void)
{
    own = pirn__loop_new();
    if (!own)
        pirn__die("out of memory: cannot make a worker for this thread");
    pthread_once(&own_once, make_key);
    pthread_setspecific(own_key, own);
    return own;
}

struct pirn_worker *pirn__drive_begin(void)
{
    struct pirn__loop *loop = pirn__this_loop ? pirn__this_loop : own;
    if (pirn__unlikely(!loop))
        loop = make_own();
    loop->worker.suspended = NULL;
    loop->worker.ready = NULL;
    return &loop->worker;
}

struct end {
    PIRN__FRAME_HEADER;
    bool reached;
};

static struct pirn_frame *end_step(struct pirn_frame *frame,
                                   struct pirn_worker *w)
{
    (void)w;
    ((struct end *)frame)->reached = true;
    return NULL;
}

void pirn__drive(struct pirn_worker *w, void *result)
{
    struct end end = {.step = end_step};
    w->suspended->caller = (struct pirn_frame *)&end;
    w->suspended->result = result;
    pirn__run_turn(w, w->ready, NULL);
    if (!end.reached)
        pirn__die("a plain function waits for what is not ready");
}

/* Probes ------------------------------------------------------------------- */

static struct pirn_frame *probe_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    return pirn__frame_finish(w, frame, 0);
}

PIRN__NATIVE(probe_step, "pirn__probe", NULL);

int pirn__probe(struct pirn_worker *w)
{
    pirn__frame_start(w, sizeof(struct pirn_frame), _Alignof(struct pirn_frame),
                      probe_step);
    return 0;
}

int pirn__probe_random(struct pirn_worker *w, uint64_t seed)
{
    if (pirn__must_start(w))
        return pirn__probe(w);
    struct pirn__loop *loop = pirn__loop_of(w);
    if (!loop->is_seeded) {
        loop->is_seeded = true;
        loop->random = seed;
    }
    return pirn__random(&loop->random) % 4 ? 0 : pirn__probe(w);
}

/* Counting ----------------------------------------------------------------- */

struct pirn__stats pirn__stats;

__attribute__((destructor)) static void print_stats(void)
{
    const char *wanted = getenv("PIRN_STATS");
    if (wanted && strcmp(wanted, "1") == 0)
        dprintf(2, "pirn: frames: %lu at the start, %lu late\n",
                pirn__stats.start, pirn__stats.late);
}
