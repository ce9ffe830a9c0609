/* A defer that awaits runs in a scope of its own: a shield, so that it can
 * finish what it does although its scope has been cancelled, and a mark by
 * which dumps know that the task is in a defer. It is entered and left within
 * the defer, has no deadline and, having no name, no tasks. */
#include "runtime/runtime.h"

void pirn__defer_enter(struct pirn_worker *w, struct pirn_scope *s)
{
    struct pirn_task *task = w->current;
    pirn__scope_init(s, task->scope, w, task);
    s->origin = NULL;
    s->is_shield = true;
    s->is_defer = true;
    task->scope = s;
}

void pirn__defer_leave(struct pirn_worker *w, struct pirn_scope *s)
{
    (void)w;
    s->closed = true;
    s->owner->scope = s->parent;
}
