/* Finds the tasks of a runtime by walking the tree of scopes from the root,
 * level by level: below a task are those of its scopes, which are the ones
 * around its innermost that it owns. Tasks have no numbers but those that
 * they get here. */
#include "runtime/tools/walk.h"
#include <stdlib.h>

static void add(struct pirn__walk *walk, const struct pirn_task *task)
{
    if (walk->count == walk->room) {
        size_t room = walk->room ? 2 * walk->room : 64;
        const struct pirn_task **tasks =
            realloc(walk->tasks, room * sizeof *tasks);
        if (!tasks) {
            walk->is_cut = true;
            return;
        }
        walk->tasks = tasks;
        walk->room = room;
    }
    walk->tasks[walk->count++] = task;
}

static void add_all(struct pirn__walk *walk, const struct pirn_scope *scope)
{
    for (const struct pirn__list *node = scope->tasks.next;
         node != &scope->tasks && !walk->is_cut; node = node->next) {
        const struct pirn_task *task =
            pirn__container_of(node, struct pirn_task, siblings);
        if (!pirn__has_flag(task, PIRN__TASK_ENDED))
            add(walk, task);
    }
}

static int by_address(const void *a, const void *b)
{
    const struct pirn__numbered *x = a, *y = b;
    return x->task < y->task ? -1 : x->task > y->task;
}

static void sort(struct pirn__walk *walk)
{
    if (walk->count == 0)
        return;
    walk->numbered = malloc(walk->count * sizeof *walk->numbered);
    if (!walk->numbered)
        return;
    for (size_t i = 0; i < walk->count; i++)
        walk->numbered[i] = (struct pirn__numbered){walk->tasks[i], i + 1};
    qsort(walk->numbered, walk->count, sizeof *walk->numbered, by_address);
}

void pirn__walk_init(struct pirn__walk *walk, const struct pirn__loop *loop)
{
    *walk = (struct pirn__walk){.tasks = NULL};
    add_all(walk, &loop->root);
    for (size_t i = 0; i < walk->count; i++)
        for (const struct pirn_scope *s = walk->tasks[i]->scope;
             s && s->owner == walk->tasks[i]; s = s->parent)
            add_all(walk, s);
    sort(walk);
}

void pirn__walk_deinit(struct pirn__walk *walk)
{
    free(walk->tasks);
    free(walk->numbered);
}

size_t pirn__walk_number(const struct pirn__walk *walk,
                         const struct pirn_task *task)
{
    struct pirn__numbered key = {task, 0};
    const struct pirn__numbered *found = NULL;
    if (walk->numbered)
        found = bsearch(&key, walk->numbered, walk->count,
                        sizeof *walk->numbered, by_address);
    return found ? found->number : 0;
}
