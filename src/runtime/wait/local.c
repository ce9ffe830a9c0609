/* Task-local values: see <pirn/local.h>. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"

void pirn_local_set(struct pirn_scope *s, struct pirn_local_binding *binding,
                    const struct pirn_local *key, void *value)
{
    struct pirn__loop *loop = pirn__scope_loop(s, "pirn_local_set");
    pirn__check_object(key, "pirn_local_set", "key");
    struct pirn_local_binding **b = &s->bindings;
    bool entered = pirn__enter(loop);
    pirn__scope_settle(loop, s);
    if (s->closed)
        pirn__die("pirn_local_set in a scope that has ended");
    while (*b && *b != binding)
        b = &(*b)->next;
    if (*b) /* used again: it becomes the newest */
        *b = binding->next;
    *binding = (struct pirn_local_binding){s->bindings, key, value};
    s->bindings = binding;
    pirn__leave(loop, entered);
}

static void *find(const struct pirn_task *task, const struct pirn_local *key)
{
    for (struct pirn_scope *s = task ? task->scope : NULL; s; s = s->parent)
        for (struct pirn_local_binding *b = s->bindings; b; b = b->next)
            if (b->key == key)
                return b->value;
    return key->value;
}

void *pirn_local_get(const struct pirn_local *key)
{
    pirn__check_object(key, "pirn_local_get", "key");
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn__loop *entered = pirn__enter_here();
    void *value = find(loop ? loop->worker.current : NULL, key);
    pirn__leave_here(entered);
    return value;
}
