/* handle-after-scope: a handle that is awaited where the scope of its task has
 * surely ended, or that is returned out of it.
 *
 * Of each variable of the function for handles it is noted in which scopes the
 * tasks are spawned whose handles it gets. A place in none of these scopes
 * comes too late, or too early, whatever the way that led there. Of a variable
 * that may get a handle from anywhere else nothing is said. */
#include "translate/pass.h"

#include <string.h>

/* A scope statement, from the innermost one outwards. */
struct around {
    const struct node *scope;
    const struct around *outer;
};

/* Where the handle in a variable is wanted. */
struct place {
    const struct symbol *symbol;
    token_index at;
    const struct around *around;
    bool is_return;
};

/* Where the handles in a variable come from. */
struct origin {
    const struct node *spawn; /* NULL: from elsewhere */
    struct origin *next;
};

struct walk {
    struct unit *unit;
    const struct function *function;
    const struct around *around;
    VECTOR(struct place) places;
};

static void visit(struct walk *walk, struct node *node);

static void visit_from(struct walk *walk, struct node *node, uint32_t from)
{
    for (uint32_t i = from; i < node->children; i++)
        visit(walk, node->child[i]);
}

static bool is_task(const struct type *type)
{
    return type && type->is_handle && type->is_task;
}

/* An lvalue without its indices, or a handle without the casts of macros. */
static struct node *base_of(struct node *node)
{
    node = node_bare(node);
    while (node->kind == NODE_INDEX || node->kind == NODE_CAST)
        node = node_bare(node->child[node->kind == NODE_CAST]);
    return node;
}

/* The variable for handles that is the lvalue, or has it as an element. */
static struct symbol *variable_of(struct node *node)
{
    node = base_of(node);
    struct symbol *symbol = node->kind == NODE_NAME ? node->symbol : NULL;
    if (!symbol || symbol->kind != SYMBOL_VARIABLE || !symbol->is_local ||
        symbol->is_static || symbol->is_extern)
        return NULL;
    const struct type *type = symbol->type;
    while (type && type->kind == TYPE_ARRAY)
        type = type->of;
    return is_task(type) ? symbol : NULL;
}

static void add_origin(struct walk *walk, struct symbol *symbol,
                       const struct node *spawn)
{
    struct origin *origin = arena_new(walk->unit->arena, struct origin);
    *origin = (struct origin){spawn, symbol->origins};
    symbol->origins = origin;
}

static void visit_indices(struct walk *walk, struct node *node)
{
    for (node = node_bare(node); node->kind != NODE_NAME;
         node = node_bare(node->child[node->kind == NODE_CAST]))
        if (node->kind == NODE_INDEX)
            visit(walk, node->child[1]);
}

static bool is_none(const struct walk *walk, const struct node *value)
{
    return value->kind == NODE_LITERAL &&
           token_is(walk->unit->source, value->first, "0");
}

static void visit_value(struct walk *walk, struct symbol *symbol,
                        struct node *value)
{
    struct node *bare = node_bare(value);
    if (bare->kind == NODE_INITIALISER_LIST) {
        for (uint32_t i = 0; i < bare->children; i++)
            visit_value(walk, symbol, bare->child[i]);
        return;
    }
    bool is_spawn = bare->kind == NODE_SPAWN && bare->scope &&
                    (bare->children == 1 || bare->is_placed);
    if (is_spawn || !is_none(walk, bare))
        add_origin(walk, symbol, is_spawn ? bare : NULL);
    visit(walk, value);
}

/* False if the handle is not that of a variable. */
static bool visit_place(struct walk *walk, struct node *handle, bool is_return)
{
    struct symbol *symbol = variable_of(handle);
    if (!symbol)
        return false;
    struct place place = {symbol, base_of(handle)->first, walk->around,
                          is_return};
    vector_push(walk->unit->arena, &walk->places, place);
    visit_indices(walk, handle);
    return true;
}

static void visit_scope(struct walk *walk, struct node *node)
{
    struct around *around = arena_new(walk->unit->arena, struct around);
    *around = (struct around){node, walk->around};
    if (node->child[0])
        visit(walk, node->child[0]);
    walk->around = around;
    visit(walk, node->child[1]);
    walk->around = around->outer;
    visit(walk, node->child[2]);
}

static void visit_call(struct walk *walk, struct node *call)
{
    bool waits = is_call_of(call, "pirn__join") && call->children > 1 &&
                 visit_place(walk, call->child[1], false);
    visit_from(walk, call, waits ? 2 : 1);
}

static void visit_declaration(struct walk *walk, struct node *node)
{
    struct node *declarator = node->child[1], *value = node->child[2];
    if (declarator && value && declarator->symbol)
        visit_value(walk, declarator->symbol, value);
}

/* A variable that is read as a whole, but for an array, stays what it is. */
static void visit_name(struct walk *walk, const struct node *node)
{
    if (node->symbol && node->symbol->type &&
        node->symbol->type->kind == TYPE_ARRAY)
        add_origin(walk, node->symbol, NULL);
}

static void visit(struct walk *walk, struct node *node)
{
    struct symbol *symbol;
    if (!node || node->is_unevaluated)
        return;
    switch (node->kind) {
    case NODE_UNEVALUATED: return;
    case NODE_SCOPE: visit_scope(walk, node); return;
    case NODE_AWAIT:
        if (visit_place(walk, node->child[0], false))
            return;
        break;
    case NODE_RETURN:
        if (is_task(walk->function->type->of) && node->child[0] &&
            visit_place(walk, node->child[0], true))
            return;
        break;
    case NODE_CALL: visit_call(walk, node); return;
    case NODE_DECLARATION: visit_declaration(walk, node); return;
    case NODE_NAME: visit_name(walk, node); return;
    case NODE_INDEX:
        if (variable_of(node)) {
            visit_indices(walk, node);
            return;
        }
        break;
    case NODE_ASSIGN:
        if ((symbol = variable_of(node->child[0]))) {
            visit_indices(walk, node->child[0]);
            visit_value(walk, symbol, node->child[1]);
            return;
        }
        break;
    case NODE_UNARY:
        if (!strcmp(node->op, "&") && (symbol = variable_of(node->child[0])))
            add_origin(walk, symbol, NULL);
        break;
    default: break;
    }
    visit_from(walk, node, 0);
}

static bool is_within(const struct around *around, const struct node *scope)
{
    for (; around; around = around->outer)
        if (around->scope == scope)
            return true;
    return false;
}

/* The spawn of which the handle must be, though its scope is not around the
 * place; NULL: the handle may be good. */
static const struct node *stranger(const struct place *place)
{
    const struct origin *origin = place->symbol->origins;
    const struct node *found = NULL;
    for (; origin; origin = origin->next) {
        found = origin->spawn;
        if (!found ||
            (!place->is_return && is_within(place->around, found->scope)))
            return NULL;
    }
    return found;
}

static void check_place(struct walk *walk, const struct place *place)
{
    struct unit *unit = walk->unit;
    const char *name = place->symbol->name;
    const struct node *spawn = stranger(place);
    if (!spawn)
        return;
    const char *scope = spawn->scope->symbol->name;
    if (place->is_return)
        diagnose(unit->source, place->at, "handle-after-scope",
                 arena_printf(unit->arena,
                              "return the value, 'await %s', or spawn the "
                              "task in a scope of the caller's: spawn_in (s)",
                              name),
                 "the task '%s' does not outlive the scope '%s', from which "
                 "its handle is returned",
                 name, scope);
    else
        diagnose(unit->source, place->at, "handle-after-scope",
                 "await it in the scope, and keep the value",
                 "the task '%s' is one of the scope '%s', and its handle is "
                 "good only there",
                 name, scope);
}

void check_ended(struct unit *unit, struct function *function)
{
    struct walk walk = {.unit = unit, .function = function};
    visit(&walk, function->body);
    for (size_t i = 0; i < walk.places.count; i++)
        check_place(&walk, &walk.places.at[i]);
}
