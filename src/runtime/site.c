/* The places where tasks are spawned, by number: a task has room for two bytes
 * that tell where it comes from. */
#include "runtime.h"

enum { MOST = UINT16_MAX };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pirn__site *sites[MOST + 1];
static uint32_t count;

/* Its number is written once and read without the lock: a thread that does
 * not see it yet comes here, too. */
void pirn__site_register(struct pirn__site *site)
{
    pthread_mutex_lock(&lock);
    if (!site->number && count < MOST) {
        sites[++count] = site;
        __atomic_store_n(&site->number, count, __ATOMIC_RELAXED);
    }
    pthread_mutex_unlock(&lock);
}

const struct pirn__site *pirn__site_of(const struct pirn_task *task)
{
    return sites[task->site];
}

const struct pirn__site *pirn__site_at(uint16_t number)
{
    return sites[number];
}
