/* What pirn_select and pirn_select_fair are given: clauses, and nothing else.
 */
#include "translate/pass.h"

#include <string.h>

/* Coroutines whose clause has their name in capitals, and the object that each
 * is of, if that may stand for it. */
static const struct clause {
    const char *call, *record, *clause;
} CLAUSES[] = {
    {"pirn_mutex_lock", "struct pirn_mutex", "PIRN_MUTEX_LOCK(%s)"},
    {"pirn_rwlock_rdlock", "struct pirn_rwlock",
     "PIRN_RWLOCK_RDLOCK(%s) or PIRN_RWLOCK_WRLOCK(...)"},
    {"pirn_rwlock_wrlock", NULL, "PIRN_RWLOCK_WRLOCK(%s)"},
    {"pirn_semaphore_acquire", "struct pirn_semaphore",
     "PIRN_SEMAPHORE_ACQUIRE(%s, n)"},
    {"pirn_condition_wait", "struct pirn_condition",
     "PIRN_CONDITION_WAIT(%s, &mutex)"},
    {"pirn_event_wait", "struct pirn_event", "PIRN_EVENT_WAIT(%s)"},
    {"pirn_wait_group_wait", "struct pirn_wait_group",
     "PIRN_WAIT_GROUP_WAIT(%s)"},
    {"pirn_barrier_wait", "struct pirn_barrier", "PIRN_BARRIER_WAIT(%s)"},
    {"pirn_all", "struct pirn_scope", "PIRN_ALL(%s)"},
    {"pirn__first", NULL, "PIRN_FIRST(s, &t)"},
    {"pirn__accept", NULL, "PIRN_ACCEPT(fd, &client)"},
    {"pirn_signal_next", "struct pirn_signal", "PIRN_SIGNAL_NEXT(%s)"},
    {"pirn__chan_recv", NULL, "PIRN_RECV(c, &v)"},
    {"pirn__chan_send", NULL, "PIRN_SEND(c, &v)"},
    {"pirn__join", NULL, "PIRN_JOIN(t, &v)"},
    {"pirn_sleep", NULL, "PIRN_AFTER(ns)"},
    {"pirn_sleep_until", NULL, "PIRN_UNTIL(time)"},
    {"pirn_poll", NULL, "PIRN_READABLE(fd) or PIRN_WRITABLE(fd)"},
};
enum { COUNT = sizeof CLAUSES / sizeof *CLAUSES };

static const char *text_of(struct unit *unit, const struct node *node)
{
    struct text text = {NULL, 0, 0};
    for (token_index at = node->first; at <= node->last; at++)
        text_puts(&text, token_text(unit->source, at));
    const char *copy = arena_printf(unit->arena, "%s", text.text);
    text_free(&text);
    return copy;
}

/* The coroutine that node calls, by name, or NULL. */
static const char *called(struct unit *unit, struct node *node)
{
    while (node->kind == NODE_AWAIT || node->kind == NODE_SPAWN)
        node = node_bare(node->child[node->children - 1]);
    if (node->kind != NODE_CALL)
        return NULL;
    const struct type *type = callee_type(unit, node->child[0]);
    return type && type->is_async ? text_of(unit, node->child[0]) : NULL;
}

/* What is to be written instead of a call. */
static const char *for_call(struct unit *unit, const char *name)
{
    for (int i = 0; i < COUNT; i++)
        if (!strcmp(name, CLAUSES[i].call))
            return arena_printf(
                unit->arena,
                "write %s: a clause is awaited by "
                "the select",
                arena_printf(unit->arena, CLAUSES[i].clause, "..."));
    return arena_printf(unit->arena,
                        "'%s' does more than wait, which could not be undone "
                        "if another clause came first: spawn it, and write "
                        "PIRN_JOIN(t, &v)",
                        name);
}

/* The same for an object, or a pointer to one; NULL: it is none. */
static const char *for_object(struct unit *unit, const struct node *node,
                              const struct type *type)
{
    bool is_pointer = type && type->kind == TYPE_POINTER && type->of;
    const struct record *record = is_pointer ? type->of->record
                                  : type     ? type->record
                                             : NULL;
    if (!record || !record->name)
        return NULL;
    const char *object = arena_printf(unit->arena, is_pointer ? "%s" : "&%s",
                                      text_of(unit, node));
    if (!strcmp(record->name, "struct pirn_once"))
        return "what is done once is the program's own: spawn pirn_once, and "
               "write PIRN_JOIN(t, &v)";
    for (int i = 0; i < COUNT; i++)
        if (CLAUSES[i].record && !strcmp(record->name, CLAUSES[i].record))
            return arena_printf(
                unit->arena, "write %s",
                arena_printf(unit->arena, CLAUSES[i].clause, object));
    return NULL;
}

static const char *help_for(struct unit *unit, struct node *node,
                            const struct type *type)
{
    const char *call = called(unit, node);
    if (call)
        return for_call(unit, call);
    const char *name = token_text(unit->source, node->first);
    if (type && type->is_handle && type->is_task)
        return arena_printf(unit->arena, "write PIRN_JOIN(%s, &v)", name);
    if (type && type->is_handle && !type->is_gen)
        return arena_printf(unit->arena,
                            "write PIRN_RECV(%s, &v) or PIRN_SEND(%s, &v)",
                            name, name);
    return "PIRN_RECV, PIRN_SEND, PIRN_JOIN, PIRN_READABLE, PIRN_WRITABLE, "
           "PIRN_AFTER and PIRN_UNTIL make clauses, and for other coroutines "
           "their names in capitals, as PIRN_EVENT_WAIT";
}

/* not-a-clause */
static void check_clause(struct unit *unit, struct node *node)
{
    struct node *bare = node_bare(node);
    const struct type *type = node_type(unit, node);
    bool is_none = type && type->kind != TYPE_UNKNOWN &&
                   type->kind != TYPE_RECORD && type->kind != TYPE_ARRAY;
    const char *instead = for_object(unit, bare, type);
    if (is_none || instead || bare->kind == NODE_LITERAL ||
        bare->kind == NODE_BINARY) {
        diagnose(unit->source, node->first, "not-a-clause",
                 instead ? instead : help_for(unit, bare, type),
                 "this is not a clause of a select");
        bare->is_consumed = true; /* call-without-await would say it again */
    }
}

void check_clauses(struct unit *unit, struct node *call)
{
    const struct node *clauses = node_bare(call->child[1]);
    while (clauses->kind == NODE_UNARY && !strcmp(clauses->op, "__e"))
        clauses = node_bare(clauses->child[0]); /* __extension__ */
    if (clauses->kind != NODE_COMPOUND_LITERAL)
        return;
    const struct node *list = clauses->child[1];
    for (uint32_t i = 0; i < list->children; i++)
        check_clause(unit, list->child[i]);
}
