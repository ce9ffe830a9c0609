/* A ticket lock: first come, first served, as Pirn's mutex. */
static void lock(void);
static void unlock(void);

#include "threads.h"

static struct {
    _Alignas(64) unsigned next, served;
} ticket;

static void lock(void)
{
    unsigned mine = __atomic_fetch_add(&ticket.next, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&ticket.served, __ATOMIC_ACQUIRE) != mine)
        __builtin_ia32_pause();
}

static void unlock(void)
{
    __atomic_store_n(&ticket.served, ticket.served + 1, __ATOMIC_RELEASE);
}
