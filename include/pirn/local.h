/* Task-local values: what a task and all that it starts can ask for without
 * being given it as a parameter, such as the request that is being served.
 *
 * A value is bound to a key for a scope. It is seen in the scope, in its
 * tasks, and in all below them: the key is looked up in one scope after the
 * other, from the innermost outwards, through the ends of tasks to the scope
 * that they were spawned in. A task costs nothing more for it. */
#ifndef PIRN_LOCAL_H
#define PIRN_LOCAL_H

#include <pirn/scope.h>

/* A key is the address of one, mostly of a static. */
struct pirn_local {
    void *value; /* where no scope around has bound another */
};

/* Lies among the caller's locals; its members are the runtime's. */
struct pirn_local_binding {
    struct pirn_local_binding *next; /* made before, in the same scope */
    const struct pirn_local *key;
    void *value;
};

#if (defined(__PIRN__) && !defined(__PIRN_CHECK__)) || defined(PIRN__RUNTIME)

/* Binds key to value in s, and below, as long as s is open. If it is bound in
 * s already, the new value counts. Elided, it is a declaration, and counts
 * until the end of the block that it stands in.
 * Suspends: never.
 * Owns:     keeps binding until s has ended: it is a local of the block of s,
 *           or of one around it. It may be used again in the same scope. */
void pirn_local_set(struct pirn_scope *s, struct pirn_local_binding *binding,
                    const struct pirn_local *key, void *value);

/* Returns what key is bound to, for the running task; key->value if no scope
 * around it has bound it, and outside tasks. Takes time in proportion to the
 * scopes and bindings that it has to look at.
 * Suspends: never.
 * Threads:  any. */
void *pirn_local_get(const struct pirn_local *key);

#else

/* The innermost binding of this thread. One for all files of a program. */
__attribute__((weak)) __thread struct pirn_local_binding *pirn__bindings;

static __inline__ __attribute__((unused)) struct pirn_local_binding *
pirn__local_set(struct pirn_local_binding *binding,
                const struct pirn_local *key, void *value)
{
    struct pirn_local_binding *b;
    for (b = pirn__bindings; b; b = b->next)
        if (b == binding) { /* used again: counts where it was made */
            b->key = key;
            b->value = value;
            return 0;
        }
    binding->next = pirn__bindings;
    binding->key = key;
    binding->value = value;
    pirn__bindings = binding;
    return binding;
}

static __inline__ __attribute__((unused)) void
pirn__local_unset(struct pirn_local_binding **binding)
{
    if (*binding)
        pirn__bindings = (*binding)->next;
}

#define pirn__local_name2(line) pirn__binding_##line
#define pirn__local_name(line) pirn__local_name2(line)
#define pirn_local_set(s, binding, key, value)                                 \
    struct pirn_local_binding *pirn__local_name(__LINE__)                      \
        __attribute__((__cleanup__(pirn__local_unset), __unused__)) =          \
            pirn__local_set(binding, key, value)

static __inline__ __attribute__((unused)) void *
pirn_local_get(const struct pirn_local *key)
{
    struct pirn_local_binding *b;
    for (b = pirn__bindings; b; b = b->next)
        if (b->key == key)
            return b->value;
    return key->value;
}

#endif
#endif
