/* Looking up names, by threads of its own: see <pirn/resolve.h>. What waits for
 * them is written in Pirn. Nothing here knows tasks.
 *
 * A thread is started for a lookup if fewer than AT_ONCE are under way that
 * somebody waits for, and fewer than MOST in all. It goes on with those that
 * wait for one, and ends when none does: so nothing has to end it. Threads are
 * detached, since nobody can say when one comes back that has been abandoned.
 *
 * A lookup is its owner's before it starts and after `done`. Between the two it
 * is the pool's, and the lock decides whether it ends first or is abandoned
 * first. One that is abandoned is its thread's. */
#include "runtime/base/fault.h"
#include "runtime/base/thread.h"
#include "runtime/runtime.h"
#include <errno.h>
#include <netdb.h>
#include <pirn/resolve.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 4, MOST = 16 };

enum stage { NEW, WAITS, RUNS, ABANDONED, ENDED };

struct pirn__lookup {
    enum stage stage; /* under the lock, from the start on */
    struct pirn__lookup *next, *prev;
    void (*done)(void *arg);
    void *arg;
    const char *host, *service; /* NULL, or in `text` */
    const struct addrinfo *hints;
    struct addrinfo own_hints;
    struct addrinfo *found;
    struct pirn__resolved result;
    char text[];
};

/* The pool, and its lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    struct pirn__lookup *first, *last; /* those that wait */
    unsigned threads;
    unsigned abandoned; /* how many of them run what nobody waits for */
    unsigned forks;     /* pirn__forks, when all this was true */
} pool;

static pirn_resolver *_Atomic resolver; /* NULL: getaddrinfo */

/* In a forked process there are none of these threads, nor is anybody at work
 * with the lock. */
static void take_lock(void)
{
    if (pirn__unlikely(pool.forks != pirn__forks)) {
        pthread_mutex_init(&lock, NULL);
        memset(&pool, 0, sizeof pool);
        pool.forks = pirn__forks;
    }
    pthread_mutex_lock(&lock);
}

static void give_lock(void)
{
    pthread_mutex_unlock(&lock);
}

/* Lookups ------------------------------------------------------------------ */

static const char *copy(char **to, const char *text)
{
    if (!text)
        return NULL;
    char *begin = *to;
    size_t size = strlen(text) + 1;
    memcpy(begin, text, size);
    *to += size;
    return begin;
}

struct pirn__lookup *pirn__lookup_new(const char *host, const char *service,
                                      const struct addrinfo *hints,
                                      void (*done)(void *arg), void *arg)
{
    size_t size = sizeof(struct pirn__lookup) + (host ? strlen(host) + 1 : 0) +
                  (service ? strlen(service) + 1 : 0);
    struct pirn__lookup *self = pirn__fails(size) ? NULL : calloc(1, size);
    if (!self)
        return NULL;
    char *to = self->text;
    self->done = done;
    self->arg = arg;
    self->host = copy(&to, host);
    self->service = copy(&to, service);
    if (hints) {
        self->own_hints = *hints;
        self->hints = &self->own_hints;
    }
    return self;
}

struct pirn__resolved pirn__lookup_end(struct pirn__lookup *self,
                                       struct addrinfo **found)
{
    struct pirn__resolved result = self->result;
    *found = self->found;
    free(self);
    return result;
}

static struct pirn__resolved ask(pirn_resolver *whom, const char *host,
                                 const char *service,
                                 const struct addrinfo *hints,
                                 struct addrinfo **found)
{
    int saved = errno;
    errno = 0;
    int error = whom(host, service, hints, found);
    struct pirn__resolved result = {error, errno};
    if (error)
        *found = NULL;
    errno = saved;
    return result;
}

static void look_up(struct pirn__lookup *self)
{
    pirn_resolver *other = atomic_load(&resolver);
    self->result = ask(other ? other : getaddrinfo, self->host, self->service,
                       self->hints, &self->found);
}

void pirn_resolve_by(pirn_resolver *other)
{
    atomic_store(&resolver, other);
}

int pirn__resolve_numeric(const char *host, const char *service,
                          const struct addrinfo *hints, struct addrinfo **found,
                          struct pirn__resolved *result)
{
    static const struct addrinfo usual = {.ai_flags =
                                              AI_V4MAPPED | AI_ADDRCONFIG};
    struct addrinfo numeric = hints ? *hints : usual;
    numeric.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
    *result = ask(getaddrinfo, host, service, &numeric, found);
    return result->error != EAI_NONAME;
}

/* The queue: all with the lock --------------------------------------------- */

static void put(struct pirn__lookup *self)
{
    self->stage = WAITS;
    self->next = NULL;
    self->prev = pool.last;
    *(pool.last ? &pool.last->next : &pool.first) = self;
    pool.last = self;
}

static void take_out(struct pirn__lookup *self)
{
    *(self->prev ? &self->prev->next : &pool.first) = self->next;
    *(self->next ? &self->next->prev : &pool.last) = self->prev;
}

/* The next one to be run, or NULL. */
static struct pirn__lookup *take(void)
{
    struct pirn__lookup *first = pool.first;
    if (first) {
        take_out(first);
        first->stage = RUNS;
    }
    return first;
}

/* Threads ------------------------------------------------------------------ */

static bool is_full(void)
{
    return pool.threads >= MOST || pool.threads - pool.abandoned >= AT_ONCE;
}

/* With the lock, before and after. */
static void run(struct pirn__lookup *self)
{
    give_lock();
    look_up(self);
    take_lock();
    bool is_abandoned = self->stage == ABANDONED;
    self->stage = ENDED;
    pool.abandoned -= is_abandoned;
    give_lock();
    if (!is_abandoned) {
        self->done(self->arg);
    } else {
        if (self->found)
            freeaddrinfo(self->found);
        free(self);
    }
    take_lock();
}

/* One that was abandoned, and has been replaced, is one too many. */
static void *help(void *arg)
{
    struct pirn__lookup *self;
    (void)arg;
    take_lock();
    while (pool.threads - pool.abandoned <= AT_ONCE && (self = take()))
        run(self);
    pool.threads--;
    give_lock();
    return NULL;
}

/* As many threads as there may be, and are needed. With the lock. */
static void start_threads(void)
{
    pthread_t thread;
    if (!pool.first || is_full() || !pirn__thread_start(&thread, help, NULL))
        return;
    pthread_detach(thread);
    pool.threads++;
}

static bool is_in_line(void)
{
    return pirn__this_loop && pirn__this_loop->test;
}

/* Where there is no thread, nor can be one, the caller looks it up. */
void pirn__lookup_start(struct pirn__lookup *self)
{
    bool is_alone = is_in_line();
    take_lock();
    if (!is_alone) {
        put(self);
        start_threads();
        is_alone = pool.threads == 0;
        if (is_alone)
            take_out(self);
    }
    give_lock();
    if (!is_alone)
        return;
    look_up(self);
    self->done(self->arg);
}

int pirn__lookup_abandon(struct pirn__lookup *self)
{
    take_lock();
    enum stage stage = self->stage;
    if (stage == WAITS) {
        take_out(self);
    } else if (stage == RUNS) {
        self->stage = ABANDONED;
        pool.abandoned++;
        start_threads();
    }
    give_lock();
    if (stage == WAITS)
        free(self);
    return stage == WAITS || stage == RUNS;
}
