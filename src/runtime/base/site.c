/* The places where tasks are spawned, by number: a task has room for two bytes
 * that tell where it comes from. */
#include "runtime/base/tables.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = UINT16_MAX };

pthread_mutex_t pirn__site_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pirn__site *sites[MOST + 1];
static uint32_t count;

/* Counting tasks, for `pirn compare`: with PIRN_TASKS=FILE in the environment
 * no place gets a number, so that each spawn comes here; at the end the file is
 * given a line with the number of this process and that of the tasks. */
static const char *tasks_file; /* NULL: they are not counted */
static unsigned long tasks;

static void tell_tasks(void)
{
    int fd = open(tasks_file, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        return;
    dprintf(fd, "%ld %lu\n", (long)getpid(), tasks);
    close(fd);
}

__attribute__((constructor)) static void count_tasks(void)
{
    tasks_file = getenv("PIRN_TASKS");
    if (tasks_file)
        atexit(tell_tasks);
}

/* Its number is written once and read without the lock: a thread that does
 * not see it yet comes here, too. The store pairs with the load in
 * pirn__site_number: a thread that sees the number finds its site. */
void pirn__site_register(struct pirn__site *site)
{
    pthread_mutex_lock(&pirn__site_lock);
    if (tasks_file) {
        tasks++;
    } else if (!site->number && count < MOST) {
        sites[++count] = site;
        __atomic_store_n(&site->number, count, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&pirn__site_lock);
}

const struct pirn__site *pirn__site_of(const struct pirn_task *task)
{
    return sites[task->site];
}

const struct pirn__site *pirn__site_at(uint16_t number)
{
    return sites[number];
}
