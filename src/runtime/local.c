/* Task-local values: see <pirn/local.h>. */
#include "runtime.h"

void pirn_local_set(struct pirn_scope *s, struct pirn_local_binding *binding,
                    const struct pirn_local *key, void *value)
{
    struct pirn_local_binding **b = &s->bindings;
    pirn__scope_loop(s, "pirn_local_set");
    if (s->closed)
        pirn__die("pirn_local_set in a scope that has ended");
    while (*b && *b != binding)
        b = &(*b)->next;
    if (*b) /* used again: it becomes the newest */
        *b = binding->next;
    *binding = (struct pirn_local_binding){s->bindings, key, value};
    s->bindings = binding;
}

void *pirn_local_get(const struct pirn_local *key)
{
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn_task *task = loop ? loop->worker.current : NULL;
    for (struct pirn_scope *s = task ? task->scope : NULL; s; s = s->parent)
        for (struct pirn_local_binding *b = s->bindings; b; b = b->next)
            if (b->key == key)
                return b->value;
    return key->value;
}
