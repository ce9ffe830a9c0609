/* Circles in who waits for whom: a depth-first search over the tasks, where an
 * edge leads to whoever has what a task waits for, and from one that waits for
 * the tasks of a scope to each of these. An edge back to a task on the path
 * closes a circle. */
#include "walk.h"
#include <stdlib.h>

enum colour { UNSEEN, ON_PATH, DONE };

struct vertex {
    uint8_t colour;                /* enum colour */
    bool is_asked;                 /* its one holder was followed */
    const struct pirn__list *node; /* of a scope's list: followed so far */
};

struct search {
    const struct pirn__walk *walk;
    struct vertex *vertices; /* by number */
    size_t *path, depth;
};

/* The number of the next task that task waits for; 0: there is no more. */
static size_t next_edge(struct search *search, const struct pirn_task *task,
                        struct vertex *vertex)
{
    struct pirn_task *(*holder)(const struct pirn_task *) =
        pirn__wait_kinds[task->waits].holder;
    if (task->waits != PIRN__WAIT_SCOPE) {
        const struct pirn_task *held_by =
            holder && !vertex->is_asked ? holder(task) : NULL;
        vertex->is_asked = true;
        return held_by ? pirn__walk_number(search->walk, held_by) : 0;
    }
    const struct pirn__list *tasks = &task->scope->tasks;
    size_t number = 0;
    while (!number && vertex->node->next != tasks) {
        vertex->node = vertex->node->next;
        number = pirn__walk_number(
            search->walk,
            pirn__container_of(vertex->node, struct pirn_task, siblings));
    }
    return number;
}

static void enter(struct search *search, size_t number)
{
    const struct pirn_task *task = search->walk->tasks[number - 1];
    search->vertices[number].colour = ON_PATH;
    search->vertices[number].node = &task->scope->tasks;
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
