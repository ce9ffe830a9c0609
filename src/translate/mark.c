/* Which nodes contain an await that runs: those the next pass has to take
 * apart. Three things count as awaits here that do not look like one. A
 * statement expression with a defer in it, or out of which control jumps past
 * one, cannot stay whole. Under
 * async_all the call of a turned function is awaited. And in `await f(mk().a)`
 * the struct that mk gives has to outlive f, which may suspend with a pointer
 * into it: it is pinned, that is, taken out of the expression into a
 * temporary with an address.
 *
 * On the way it finds calls that a coroutine may make in a shorter form. */
#include "translate/pass.h"

#include <string.h>

struct marker {
    struct unit *unit;
    struct function *function;
    bool in_await;  /* in an argument of what is awaited */
    bool in_type;   /* where nothing runs, but for the sizes of arrays */
    bool in_choice; /* in an operand that cannot be taken apart */
};

static void mark_node(struct marker *marker, struct node **place);

/* What is chosen without being evaluated, and the operands of asm: where the
 * word is refused, the call of a turned function stays one of the plain
 * function. */
static bool is_choice(const struct marker *marker, const struct node *node)
{
    return node->kind == NODE_GENERIC || node->kind == NODE_ASM ||
           (node->kind == NODE_BUILTIN &&
            token_is(marker->unit->source, node->first,
                     "__builtin_choose_expr"));
}

/* The direct call, from a coroutine, of a function that was turned. */
static bool calls_turned(const struct marker *marker, const struct node *node)
{
    if (!marker->function->is_turned && !marker->function->is_async)
        return false;
    if (node->kind != NODE_CALL || node->is_unevaluated || node->is_consumed ||
        marker->in_type || marker->in_choice)
        return false;
    struct node *callee = node_bare(node->child[0]);
    if (callee->kind != NODE_NAME || !callee->symbol)
        return false;
    if (callee->symbol->takes_nothing && node->children > 1)
        return false; /* without a prototype this may be written */
    return callee->symbol->is_turned;
}

static bool is_lvalue(struct node *node)
{
    node = node_bare(node);
    return node->kind == NODE_NAME || node->kind == NODE_MEMBER ||
           node->kind == NODE_INDEX || node->kind == NODE_COMPOUND_LITERAL ||
           (node->kind == NODE_UNARY &&
            (!strcmp(node->op, "*") || !strcmp(node->op, "__e")));
}

/* Whether the member is surely not an array, so that no pointer is left. */
static bool is_plain_member(struct marker *marker, struct node *node)
{
    struct type *type = node_type(marker->unit, node);
    return type && (type->kind == TYPE_SCALAR || type->kind == TYPE_POINTER) &&
           !type->is_vector;
}

static bool needs_pin(struct marker *marker, struct node *node)
{
    return marker->in_await && node->kind == NODE_MEMBER &&
           !strcmp(node->op, ".") && !node->is_unevaluated &&
           !is_lvalue(node->child[0]) && !is_plain_member(marker, node);
}

static void wrap(struct marker *marker, struct node **place,
                 enum node_kind kind)
{
    struct node *inner = *place;
    struct node *node = node_new(marker->unit, kind, inner->first);
    node->last = inner->last;
    node_add(marker->unit, node, inner);
    node->awaits = true;
    *place = node;
}

static bool is_await(const struct node *node)
{
    return node->kind == NODE_AWAIT && !node->is_unevaluated;
}

/* A task whose handle nobody takes frees itself at its end. */
static void detach(struct node *node)
{
    node = node_bare(node);
    if (node->kind == NODE_SPAWN)
        node->is_detached = true;
    else if (node->kind == NODE_CAST && node->child[0]->type->kind == TYPE_VOID)
        detach(node->child[1]);
    else if (node->kind == NODE_STATEMENT_EXPRESSION && node_value(node))
        detach(node_value(node));
}

/* A statement expression out of which, or in which, control takes a road that
 * has to be changed. */
static bool is_taken_apart(const struct marker *marker, const struct node *node)
{
    return node->kind == NODE_STATEMENT_EXPRESSION &&
           marker->function->is_lowered && marker->function->regions.count &&
           !node->is_unevaluated && !marker->in_type && region_inside(node);
}

static void mark_children(struct marker *marker, struct node *node)
{
    bool outer = marker->in_await, outer_type = marker->in_type,
         outer_choice = marker->in_choice;
    marker->in_choice |= is_choice(marker, node);
    marker->in_type |= node->kind == NODE_UNEVALUATED ||
                       node->kind == NODE_TYPE_NAME ||
                       node->kind == NODE_SPECIFIERS;
    if (is_await(node) || calls_turned(marker, node))
        marker->in_await = true;
    node->awaits = is_await(node) || node->kind == NODE_YIELD ||
                   node->kind == NODE_YIELD_FROM || node->kind == NODE_SCOPE ||
                   node->kind == NODE_PIN || is_taken_apart(marker, node);
    for (uint32_t i = 0; i < node->children; i++) {
        if (!node->child[i])
            continue;
        mark_node(marker, &node->child[i]);
        node->awaits |= node->child[i]->awaits;
    }
    marker->in_await = outer;
    marker->in_type = outer_type;
    marker->in_choice = outer_choice;
}

static bool runs_nothing(const struct node *node)
{
    return node->kind == NODE_UNEVALUATED || node->kind == NODE_TYPE_NAME ||
           node->is_unevaluated;
}

/* A coroutine unlocks on a thread of its runtime for certain: abi.h has a
 * shorter way, which does not ask. */
static void shorten_unlock(struct marker *marker, const struct node *node)
{
    if (!marker->function->is_async || marker->function->is_direct ||
        !is_call_of(node, "pirn_mutex_unlock"))
        return;
    struct node *callee = node_bare(node->child[0]);
    struct symbol *here = arena_alloc(marker->unit->arena, sizeof *here);
    *here = *callee->symbol;
    here->rename = "pirn__mutex_unlock_here";
    callee->symbol = here;
}

static void mark_node(struct marker *marker, struct node **place)
{
    struct node *node = *place;
    shorten_unlock(marker, node);
    if (node->kind == NODE_EXPRESSION && !node->is_value)
        detach(node->child[0]);
    mark_children(marker, node);
    if (needs_pin(marker, node)) {
        wrap(marker, &node->child[0], NODE_PIN);
        node->awaits = true;
    }
    if (runs_nothing(node))
        node->awaits = false;
    if (calls_turned(marker, node)) {
        node->is_consumed = true;
        wrap(marker, place, NODE_AWAIT);
    }
}

void mark_awaits(struct unit *unit, struct function *function)
{
    struct marker marker = {.unit = unit, .function = function};
    mark_node(&marker, &function->body);
}
