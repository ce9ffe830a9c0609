/* Subscriptions to signals. The handler counts a signal in every subscription
 * that has it, and makes its eventfd readable; pirn_signal_next, which is
 * written in Pirn, waits for that. Nothing here knows tasks.
 *
 * The list of subscriptions is changed under a lock, and read by handlers
 * without it. One that is taken out of the list is freed when no handler is at
 * work any more that may have found it. */
#include "runtime/base/common.h"
#include "runtime/base/fault.h"
#include <errno.h>
#include <pirn/signal.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { SIGNALS = 64 };

struct pirn_signal {
    uint64_t set;
    int fd;
    atomic_uint pending[SIGNALS + 1]; /* not yet taken, by number */
    struct pirn_signal *_Atomic next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pirn_signal *_Atomic first; /* written under the lock */
static atomic_uint handlers;       /* at work */

/* Under the lock: how many subscriptions have a signal, and what it did before
 * there was one. */
static unsigned users[SIGNALS + 1];
static struct sigaction before[SIGNALS + 1];

/* The handler -------------------------------------------------------------- */

static void make_readable(const pirn_signal *s)
{
    uint64_t one = 1;
    (void)!write(s->fd, &one, sizeof one);
}

static void on_signal(int number)
{
    int saved = errno;
    /* Pairs with await_handlers(): whoever takes a subscription out of the
     * list either sees that this has begun, or this does not see it. */
    atomic_fetch_add(&handlers, 1);
    for (pirn_signal *s = atomic_load(&first); s; s = atomic_load(&s->next)) {
        if (!(s->set & PIRN_SIGNAL(number)))
            continue;
        atomic_fetch_add(&s->pending[number], 1);
        make_readable(s);
    }
    atomic_fetch_sub(&handlers, 1);
    errno = saved;
}

/* Pairs with on_signal(). */
static void await_handlers(void)
{
    while (atomic_load(&handlers))
        sched_yield();
}

/* Subscribing -------------------------------------------------------------- */

/* Signals are blocked while the lock is held: a handler of the program's own
 * may subscribe. */
static sigset_t take_lock(void)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pthread_mutex_lock(&lock);
    return old;
}

static void give_lock(sigset_t old)
{
    pthread_mutex_unlock(&lock);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static int use(int number)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    if (users[number] == 0 && sigaction(number, &action, &before[number]) < 0)
        return -errno;
    users[number]++;
    return 0;
}

static void cease_to_use(int number)
{
    if (--users[number] == 0)
        sigaction(number, &before[number], NULL);
}

/* Those of set that are below number. */
static void cease_to_use_all(uint64_t set, int number)
{
    while (--number > 0)
        if (set & PIRN_SIGNAL(number))
            cease_to_use(number);
}

static int use_all(uint64_t set)
{
    int rc = 0;
    for (int number = 1; number <= SIGNALS && rc == 0; number++) {
        if (set & PIRN_SIGNAL(number))
            rc = use(number);
        if (rc < 0)
            cease_to_use_all(set, number);
    }
    return rc;
}

static void link_in(pirn_signal *s)
{
    atomic_init(&s->next, atomic_load(&first));
    atomic_store(&first, s);
}

static void take_out(pirn_signal *s)
{
    pirn_signal *_Atomic *link = &first;
    while (atomic_load(link) != s)
        link = &atomic_load(link)->next;
    atomic_store(link, atomic_load(&s->next));
}

pirn_signal *pirn_signal_open(uint64_t set)
{
    pirn_signal *s = pirn__fails(sizeof *s) ? NULL : calloc(1, sizeof *s);
    int rc;
    if (!s) {
        errno = ENOMEM;
        return NULL;
    }
    s->set = set;
    s->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->fd < 0)
        goto free_it;
    sigset_t old = take_lock();
    link_in(s); /* first, so that none is lost */
    rc = use_all(set);
    if (rc < 0)
        take_out(s);
    give_lock(old);
    if (rc == 0)
        return s;
    await_handlers();
    close(s->fd);
    errno = -rc;
free_it:
    free(s);
    return NULL;
}

void pirn_signal_close(pirn_signal *s)
{
    if (!s)
        return;
    int saved = errno;
    sigset_t old = take_lock();
    cease_to_use_all(s->set, SIGNALS + 1);
    take_out(s);
    give_lock(old);
    await_handlers();
    close(s->fd);
    free(s);
    errno = saved;
}

/* Taking ------------------------------------------------------------------- */

static bool take(pirn_signal *s, int number)
{
    unsigned count = atomic_load(&s->pending[number]);
    while (count > 0)
        if (atomic_compare_exchange_weak(&s->pending[number], &count,
                                         count - 1))
            return true;
    return false;
}

static int take_any(pirn_signal *s)
{
    for (int number = 1; number <= SIGNALS; number++)
        if (s->set & PIRN_SIGNAL(number) && take(s, number))
            return number;
    return -EAGAIN;
}

/* The descriptor is made unreadable before the last look, so that it is
 * readable again if a signal comes after that. */
int pirn_signal_try_next(pirn_signal *s)
{
    pirn__check_object(s, "pirn_signal_next", "subscription");
    int saved = errno;
    uint64_t count;
    int number = take_any(s);
    if (number == -EAGAIN) {
        (void)!read(s->fd, &count, sizeof count);
        number = take_any(s);
        if (number > 0)
            make_readable(s); /* there may be more */
    }
    errno = saved;
    return number;
}

int pirn_signal_fd(const pirn_signal *s)
{
    pirn__check_object(s, "pirn_signal_fd", "subscription");
    return s->fd;
}
