/* Circles in who waits for whom: a depth-first search, whose vertices are the
 * tasks. An edge leads to whoever has what a task waits for, and from one that
 * waits for the tasks of a scope to each of these. Tasks that the limit of a
 * scope holds back all wait for the same, those of its tasks that have begun;
 * so the limit is a vertex of its own, with an edge to each of these. An edge
 * back to a vertex on the path closes a circle. */
#include "runtime/tools/walk.h"
#include <stdlib.h>

enum colour { UNSEEN, ON_PATH, DONE };

struct vertex {
    uint8_t colour;                /* enum colour */
    bool is_asked;                 /* its one holder was followed */
    const struct pirn__list *node; /* of a scope's list: followed so far;
                                      NULL: none of it */
    size_t depth;                  /* on the path, from 0 */
};

struct search {
    const struct pirn__walk *walk;
    const struct pirn_scope **limits; /* by address, each once */
    size_t limits_count;
    struct vertex *vertices; /* by number: the tasks, then the limits */
    size_t *path, depth;
};

/* Limits ------------------------------------------------------------------- */

/* Of those that are held back, which may be many, only one for which somebody
 * waits can be in a circle that is not also one without it. */
static bool waits_for_limit(const struct pirn_task *task)
{
    return task->waits == PIRN__WAIT_LIMIT && task->waiter;
}

static int by_address(const void *a, const void *b)
{
    const struct pirn_scope *const *x = a, *const *y = b;
    return (uintptr_t)*x < (uintptr_t)*y ? -1 : (uintptr_t)*x > (uintptr_t)*y;
}

static void find_limits(struct search *search)
{
    const struct pirn__walk *walk = search->walk;
    size_t count = 0, unique = 0;
    search->limits = calloc(walk->count + 1, sizeof(struct pirn_scope *));
    if (!search->limits)
        return;
    for (size_t i = 0; i < walk->count; i++)
        if (waits_for_limit(walk->tasks[i]))
            search->limits[count++] = walk->tasks[i]->wait.queue.object;
    qsort(search->limits, count, sizeof *search->limits, by_address);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || search->limits[unique - 1] != search->limits[i])
            search->limits[unique++] = search->limits[i];
    search->limits_count = unique;
}

static bool is_limit(const struct search *search, size_t number)
{
    return number > search->walk->count;
}

static size_t number_of_limit(const struct search *search,
                              const struct pirn_scope *scope)
{
    const struct pirn_scope **found =
        bsearch(&scope, search->limits, search->limits_count,
                sizeof *search->limits, by_address);
    return search->walk->count + 1 + (size_t)(found - search->limits);
}

/* Edges -------------------------------------------------------------------- */

/* The scope to whose tasks edges lead from there; NULL: there is none. */
static const struct pirn_scope *scope_waited_for(const struct search *search,
                                                 size_t number)
{
    if (is_limit(search, number))
        return search->limits[number - search->walk->count - 1];
    const struct pirn_task *task = search->walk->tasks[number - 1];
    return task->waits == PIRN__WAIT_SCOPE ? task->scope : NULL;
}

/* Where the only edge leads from a task that waits for no scope, or 0. */
static size_t only_edge(const struct search *search,
                        const struct pirn_task *task)
{
    if (waits_for_limit(task))
        return number_of_limit(search, task->wait.queue.object);
    struct pirn_task *(*holder)(const struct pirn_task *) =
        pirn__wait_kinds[task->waits]->holder;
    const struct pirn_task *held_by = holder ? holder(task) : NULL;
    return held_by ? pirn__walk_number(search->walk, held_by) : 0;
}

static bool is_held_back(const struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, siblings)->waits ==
           PIRN__WAIT_LIMIT;
}

/* Where the next edge leads; 0: there is no more. */
static size_t next_edge(struct search *search, size_t number)
{
    struct vertex *vertex = &search->vertices[number];
    const struct pirn_scope *scope = scope_waited_for(search, number);
    if (!scope) {
        bool was_asked = vertex->is_asked;
        vertex->is_asked = true;
        return was_asked ? 0
                         : only_edge(search, search->walk->tasks[number - 1]);
    }
    const struct pirn__list *node = vertex->node ? vertex->node : &scope->tasks;
    size_t next = 0;
    while (!next && node->next != &scope->tasks) {
        if (is_limit(search, number) && is_held_back(node->next))
            return 0; /* those behind it have not begun either */
        vertex->node = node = node->next;
        next = pirn__walk_number(
            search->walk, pirn__container_of(node, struct pirn_task, siblings));
    }
    return next;
}

/* Searching ---------------------------------------------------------------- */

static void enter(struct search *search, size_t number)
{
    search->vertices[number].colour = ON_PATH;
    search->vertices[number].depth = search->depth;
    search->path[search->depth++] = number;
}

/* A circle has at least one task; at its ends there is to be one. */
static void tell(const struct search *search, size_t first,
                 pirn__cycle_found *found, void *arg)
{
    size_t last = search->depth - 1;
    first += is_limit(search, search->path[first]);
    last -= is_limit(search, search->path[last]);
    found(arg, search->path + first, last - first + 1);
}

static void search_from(struct search *search, size_t number,
                        pirn__cycle_found *found, void *arg)
{
    enter(search, number);
    while (search->depth > 0) {
        size_t top = search->path[search->depth - 1];
        size_t next = next_edge(search, top);
        if (!next) {
            search->vertices[top].colour = DONE;
            search->depth--;
        } else if (search->vertices[next].colour == UNSEEN) {
            enter(search, next);
        } else if (search->vertices[next].colour == ON_PATH) {
            tell(search, search->vertices[next].depth, found, arg);
        }
    }
}

void pirn__cycles_find(const struct pirn__walk *walk, pirn__cycle_found *found,
                       void *arg)
{
    struct search search = {.walk = walk};
    find_limits(&search);
    size_t count = walk->count + search.limits_count;
    search.vertices = calloc(count + 1, sizeof(struct vertex));
    search.path = calloc(count + 1, sizeof(size_t));
    if (search.limits && search.vertices && search.path && walk->numbered)
        for (size_t number = 1; number <= walk->count; number++)
            if (search.vertices[number].colour == UNSEEN)
                search_from(&search, number, found, arg);
    free(search.limits);
    free(search.vertices);
    free(search.path);
}
