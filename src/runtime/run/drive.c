/* Coroutine bodies in plain C functions, for programs turned by --async-all.
 * The plain function calls the entry; if that suspends, it is run to its end
 * on the spot. What such programs wait for is ready at once, so there is no
 * loop and nothing to wait for.
 *
 * All state is on the native stack and in frames: a longjmp out of a body
 * loses frames, and nothing else.
 *
 * A plain function may be called where no coroutine could wait: by the
 * program's own malloc, and in a signal handler. */
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include "runtime/wait/execute.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Workers ------------------------------------------------------------------
 *
 * None of these comes from malloc: the program's own may call what is turned.
 */

static struct pirn__loop *make(void)
{
    struct pirn__loop *loop = mmap(NULL, sizeof *loop, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (loop == MAP_FAILED || pirn__pool_init(&loop->pool, &loop->wheel) < 0)
        pirn__die("out of memory: cannot make a worker for this thread");
    loop->worker.budget = PIRN__BUDGET;
    loop->worker.stack_limit =
        (uintptr_t)__builtin_frame_address(0) - (32 << 10);
    loop->worker.spawner = &loop->spawner;
    loop->worker.runtime = &loop->worker;
    loop->spawner.stack_limit = UINTPTR_MAX;
    loop->spawner.current = &pirn__nobody;
    return loop;
}

static void unmake(struct pirn__loop *loop)
{
    pirn__malloc_drain(&loop->worker);
    pirn__pool_deinit(&loop->pool);
    munmap(loop, sizeof *loop);
}

/* The worker of a thread that has no runtime; it ends with the thread. */
static __thread struct pirn__loop *own;
static pthread_key_t own_key;
static pthread_once_t own_once = PTHREAD_ONCE_INIT;

/* Those of the thread's signal handlers: the innermost is last. Handlers that
 * have been left by a longjmp are still among them. */
enum { MOST_HANDLERS = 16 };
static __thread struct {
    uintptr_t address; /* where the handler's stack begins */
    struct pirn__loop *loop;
} handlers[MOST_HANDLERS];
static __thread unsigned handler_count;

static void free_own(void *loop)
{
    own = NULL;
    unmake(loop);
    for (unsigned i = 0; i < MOST_HANDLERS && handlers[i].loop; i++) {
        unmake(handlers[i].loop);
        handlers[i].loop = NULL;
    }
}

static void make_key(void)
{
    pthread_key_create(&own_key, free_own);
}

/* It is there before anything is called that may call malloc. */
static struct pirn__loop *make_own(void)
{
    own = make();
    pthread_once(&own_once, make_key);
    pthread_setspecific(own_key, own);
    own->worker.stack_limit = pirn__stack_limit();
    return own;
}

/* Signal handlers ----------------------------------------------------------
 *
 * `pirn cc --async-all` links a program such that its calls of sigaction and
 * signal come here (-Wl,--wrap). What the kernel is given is on_signal, which
 * notes down that a handler runs, and calls it. */

/* Where the stack of the handler that runs begins; 0: none does. */
static __thread uintptr_t handler;

static struct {
    void (*_Atomic call)(int number, siginfo_t *info, void *context);
    atomic_int flags; /* those that the program has asked for */
} installed[NSIG];

static void on_signal(int number, siginfo_t *info, void *context)
{
    uintptr_t before = handler;
    handler = (uintptr_t)__builtin_frame_address(0);
    atomic_load (&installed[number].call)(number, info, context);
    handler = before;
}

int __real_sigaction(int number, const struct sigaction *action,
                     struct sigaction *before)
    __attribute__((weak, visibility("default")));
int __wrap_sigaction(int number, const struct sigaction *action,
                     struct sigaction *before);
void (*__wrap_signal(int number, void (*f)(int)))(int);
void (*__wrap___sysv_signal(int number, void (*f)(int)))(int);

static bool is_function(const struct sigaction *action)
{
    return action && action->sa_handler != SIG_DFL &&
           action->sa_handler != SIG_IGN;
}

int __wrap_sigaction(int number, const struct sigaction *action,
                     struct sigaction *before)
{
    struct sigaction ours, old;
    if (number <= 0 || number >= NSIG)
        return __real_sigaction(number, action, before);
    void (*call)(int, siginfo_t *, void *) =
        atomic_load(&installed[number].call);
    int flags = atomic_load(&installed[number].flags);
    if (is_function(action)) {
        ours = *action;
        ours.sa_sigaction = on_signal;
        ours.sa_flags |= SA_SIGINFO;
        atomic_store(&installed[number].call, action->sa_sigaction);
        atomic_store(&installed[number].flags, action->sa_flags);
        action = &ours;
    }
    int rc = __real_sigaction(number, action, &old);
    if (rc == 0 && before) {
        *before = old;
        if (old.sa_sigaction == on_signal) {
            before->sa_sigaction = call;
            before->sa_flags = flags | (old.sa_flags & ~SA_SIGINFO);
        }
    }
    return rc;
}

static void (*install(int number, void (*f)(int), int flags))(int)
{
    struct sigaction action = {.sa_handler = f, .sa_flags = flags}, before;
    sigemptyset(&action.sa_mask);
    return __wrap_sigaction(number, &action, &before) < 0 ? SIG_ERR
                                                          : before.sa_handler;
}

void (*__wrap_signal(int number, void (*f)(int)))(int)
{
    return install(number, f, SA_RESTART);
}

/* What signal is to a program that asks for no more than ISO C. */
void (*__wrap___sysv_signal(int number, void (*f)(int)))(int)
{
    return install(number, f, SA_RESETHAND | SA_NODEFER);
}

/* True if this is called by a handler: a longjmp may have left it. */
static bool is_in_handler(void)
{
    if (handler && (uintptr_t)__builtin_frame_address(0) > handler)
        handler = 0;
    return handler;
}

static struct pirn__loop *loop_of_handler(void)
{
    unsigned n = handler_count;
    while (n && handlers[n - 1].address <= handler)
        n--;
    if (n == MOST_HANDLERS)
        pirn__die("%d signal handlers interrupt each other", MOST_HANDLERS);
    if (!handlers[n].loop) {
        handlers[n].loop = make();
        handlers[n].loop->pool.maps_large = true;
    }
    handlers[n].address = handler;
    handler_count = n + 1;
    return handlers[n].loop;
}

/* Driving ------------------------------------------------------------------ */

struct pirn_worker *pirn__drive_begin(struct pirn__drive *drive)
{
    struct pirn__loop *loop = is_in_handler()   ? loop_of_handler()
                              : pirn__this_loop ? pirn__this_loop
                                                : own;
    if (pirn__unlikely(!loop))
        loop = make_own();
    struct pirn_worker *w = &loop->worker;
    *drive = (struct pirn__drive){w, w->suspended, w->ready};
    w->suspended = NULL;
    w->ready = NULL;
    return w;
}

void pirn__drive_end(const struct pirn__drive *drive)
{
    drive->worker->suspended = drive->suspended;
    drive->worker->ready = drive->ready;
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
