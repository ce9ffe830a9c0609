/* The names that pirn_name gives to tasks: a table beside them, so that those
 * without a name pay nothing for it. */
#include "runtime/runtime.h"
#include "runtime/wait/sync.h"
#include <stdarg.h>
#include <stdlib.h>

pthread_mutex_t pirn__names_lock = PTHREAD_MUTEX_INITIALIZER;

struct name {
    struct name *next; /* in the same slot */
    const struct pirn_task *task;
    char text[];
};

struct pirn__names {
    size_t count, mask;
    struct name **slots;
};

static struct name **slot_of(const struct pirn__names *names,
                             const struct pirn_task *task)
{
    uint64_t hash = (uintptr_t)task * 0x9e3779b97f4a7c15u;
    return &names->slots[hash >> 32 & names->mask];
}

static struct name **find(const struct pirn__names *names,
                          const struct pirn_task *task)
{
    struct name **at = slot_of(names, task);
    while (*at && (*at)->task != task)
        at = &(*at)->next;
    return at;
}

/* Without memory the lists just get longer. */
static void grow(struct pirn__names *names)
{
    size_t count = 2 * (names->mask + 1);
    struct pirn__names grown = {names->count, count - 1,
                                calloc(count, sizeof *grown.slots)};
    if (!grown.slots)
        return;
    for (size_t i = 0; i <= names->mask; i++) {
        for (struct name *name = names->slots[i], *next; name; name = next) {
            struct name **slot = slot_of(&grown, name->task);
            next = name->next;
            name->next = *slot;
            *slot = name;
        }
    }
    free(names->slots);
    *names = grown;
}

static struct pirn__names *names_new(void)
{
    enum { FIRST = 16 };
    struct pirn__names *names = malloc(sizeof *names);
    if (!names)
        return NULL;
    *names =
        (struct pirn__names){0, FIRST - 1, calloc(FIRST, sizeof *names->slots)};
    if (names->slots)
        return names;
    free(names);
    return NULL;
}

/* The table of several workers has a lock of its own, as it is touched inside.
 * Nobody who has that waits for anything. */
static void lock_names(struct pirn__loop *loop)
{
    if (pirn__likely(!loop->worker.crew))
        return;
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    pthread_mutex_lock(&pirn__names_lock);
}

static void unlock_names(struct pirn__loop *loop)
{
    if (pirn__unlikely(loop->worker.crew))
        pthread_mutex_unlock(&pirn__names_lock);
}

/* Where the table is: tasks take their names along. */
static struct pirn__names **names_of(struct pirn__loop *loop)
{
    return pirn__unlikely(loop->worker.crew) ? &loop->worker.crew->names
                                             : &loop->names;
}

static void add(struct pirn__loop *loop, struct pirn_task *task,
                struct name *name)
{
    struct pirn__names **names = names_of(loop);
    if (!*names)
        *names = names_new();
    if (!*names) {
        free(name);
        return;
    }
    if (++(*names)->count > (*names)->mask)
        grow(*names);
    struct name **slot = slot_of(*names, task);
    name->next = *slot;
    *slot = name;
    pirn__set_flag(task, PIRN__TASK_NAMED | PIRN__TASK_SLOW);
}

/* With the last of them, the table goes too. */
static void forget(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__names **names = names_of(loop);
    struct name **at = find(*names, task), *name = *at;
    if (pirn__unlikely(loop->lane != NULL))
        pirn__hooks.trace_name(loop->lane, task, name->text);
    *at = name->next;
    pirn__clear_flag(task, PIRN__TASK_NAMED);
    free(name);
    if (--(*names)->count == 0) {
        free((*names)->slots);
        free(*names);
        *names = NULL;
    }
}

void pirn_name(const char *format, ...)
{
    struct pirn_task *task = pirn__running("pirn_name");
    struct pirn__loop *loop = pirn__this_loop;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    struct name *name = malloc(sizeof *name + (size_t)length + 1);
    if (name) {
        name->task = task;
        va_start(arguments, format);
        vsnprintf(name->text, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    lock_names(loop);
    if (task->flags & PIRN__TASK_NAMED)
        forget(loop, task);
    if (name)
        add(loop, task, name);
    unlock_names(loop);
}

const char *pirn__name_of(struct pirn__loop *loop, const struct pirn_task *task)
{
    if (!pirn__has_flag(task, PIRN__TASK_NAMED))
        return NULL;
    lock_names(loop);
    const char *name = (*find(*names_of(loop), task))->text;
    unlock_names(loop);
    return name;
}

void pirn__name_forget(struct pirn__loop *loop, struct pirn_task *task)
{
    lock_names(loop);
    forget(loop, task);
    unlock_names(loop);
}

void pirn__names_trace(struct pirn__loop *loop)
{
    lock_names(loop);
    const struct pirn__names *names = *names_of(loop);
    for (size_t i = 0; names && i <= names->mask; i++)
        for (struct name *name = names->slots[i]; name; name = name->next)
            pirn__hooks.trace_name(loop->lane, name->task, name->text);
    unlock_names(loop);
}
