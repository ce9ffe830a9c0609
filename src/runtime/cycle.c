/* Circles in who waits for whom: a depth-first search over the tasks, where an
 * edge leads to whoever has what a task waits for, from one that waits for the
 * tasks of a scope to each of these, and from one that the limit of its scope
 * holds back to each of those that have begun. An edge back to a task on the
 * path closes a circle. */
#include "walk.h"
#include <stdlib.h>

enum colour { UNSEEN, ON_PATH, DONE };

struct vertex {
    uint8_t colour;                /* enum colour */
    bool is_asked;                 /* its one holder was followed */
    const struct pirn__list *node; /* of a scope's list: followed so far;
                                      NULL: none of it */
};

struct search {
    const struct pirn__walk *walk;
    struct vertex *vertices; /* by number */
    size_t *path, depth;
};

/* The scope of whose tasks task waits for more than one; NULL: there is none.
 * Of those that are held back, which may be many, only one for which somebody
 * waits can be in a circle that is not also one without it. */
static const struct pirn_scope *scope_waited_for(const struct pirn_task *task)
{
    if (task->waits == PIRN__WAIT_LIMIT && task->waiter)
        return task->wait.queue.object;
    return task->waits == PIRN__WAIT_SCOPE ? task->scope : NULL;
}

static bool is_held_back(const struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, siblings)->waits ==
           PIRN__WAIT_LIMIT;
}

/* The number of the next task that task waits for; 0: there is no more. */
static size_t next_edge(struct search *search, const struct pirn_task *task,
                        struct vertex *vertex)
{
    struct pirn_task *(*holder)(const struct pirn_task *) =
        pirn__wait_kinds[task->waits].holder;
    const struct pirn_scope *scope = scope_waited_for(task);
    if (!scope) {
        const struct pirn_task *held_by =
            holder && !vertex->is_asked ? holder(task) : NULL;
        vertex->is_asked = true;
        return held_by ? pirn__walk_number(search->walk, held_by) : 0;
    }
    const struct pirn__list *node = vertex->node ? vertex->node : &scope->tasks;
    size_t number = 0;
    while (!number && node->next != &scope->tasks) {
        vertex->node = node = node->next;
        if (task->waits == PIRN__WAIT_LIMIT && is_held_back(node))
            return 0; /* those behind it have not begun either */
        number = pirn__walk_number(
            search->walk, pirn__container_of(node, struct pirn_task, siblings));
    }
    return number;
}

static void enter(struct search *search, size_t number)
{
    search->vertices[number].colour = ON_PATH;
    search->path[search->depth++] = number;
}

static void search_from(struct search *search, size_t number,
                        pirn__cycle_found *found, void *arg)
{
    enter(search, number);
    while (search->depth > 0) {
        size_t top = search->path[search->depth - 1];
        struct vertex *vertex = &search->vertices[top];
        size_t next = next_edge(search, search->walk->tasks[top - 1], vertex);
        if (!next) {
            vertex->colour = DONE;
            search->depth--;
        } else if (search->vertices[next].colour == UNSEEN) {
            enter(search, next);
        } else if (search->vertices[next].colour == ON_PATH) {
            size_t first = search->depth - 1;
            while (search->path[first] != next)
                first--;
            found(arg, search->path + first, search->depth - first);
        }
    }
}

void pirn__cycles_find(const struct pirn__walk *walk, pirn__cycle_found *found,
                       void *arg)
{
    struct search search = {
        walk,
        calloc(walk->count + 1, sizeof(struct vertex)),
        calloc(walk->count + 1, sizeof(size_t)),
        0,
    };
    if (search.vertices && search.path && walk->numbered)
        for (size_t number = 1; number <= walk->count; number++)
            if (search.vertices[number].colour == UNSEEN)
                search_from(&search, number, found, arg);
    free(search.vertices);
    free(search.path);
}
