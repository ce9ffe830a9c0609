/* Nodes, symbols, blocks, and the types of expressions as far as they are
 * needed to tell whether what is called is a coroutine. */
#include "translate/pass.h"

#include <string.h>

struct node *node_new(struct unit *unit, enum node_kind kind, token_index at)
{
    struct node *node = arena_new(unit->arena, struct node);
    node->kind = (uint8_t)kind;
    node->first = node->last = node->at = at;
    return node;
}

void node_add(struct unit *unit, struct node *parent, struct node *child)
{
    if (parent->children == parent->room) {
        size_t room = parent->room;
        if (!room) {
            parent->child = arena_alloc(unit->arena, 3 * sizeof child);
            parent->room = 3;
        } else {
            parent->child =
                vector_grow(unit->arena, parent->child, &room, sizeof child);
            parent->room = (uint32_t)room;
        }
    }
    parent->child[parent->children++] = child;
    if (child && child->awaits)
        parent->awaits = true;
}

struct node *node_bare(struct node *node)
{
    while (node && (node->kind == NODE_PAREN || node->kind == NODE_INSTEAD))
        node = node->child[0];
    return node;
}

bool is_call_of(const struct node *call, const char *name)
{
    if (call->kind != NODE_CALL)
        return false;
    const struct node *callee = node_bare(call->child[0]);
    return callee->kind == NODE_NAME && callee->symbol &&
           !callee->symbol->is_local && !strcmp(callee->symbol->name, name);
}

struct symbol *symbol_new(struct unit *unit, enum symbol_kind kind,
                          const char *name)
{
    struct symbol *symbol = arena_new(unit->arena, struct symbol);
    symbol->kind = (uint8_t)kind;
    symbol->name = name;
    symbol->index = -1;
    return symbol;
}

struct block *block_new(struct unit *unit, struct block *parent,
                        token_index first)
{
    struct block *block = arena_new(unit->arena, struct block);
    block->parent = parent;
    block->first = first;
    block->last = UINT32_MAX;
    if (parent)
        vector_push(unit->arena, &parent->children, block);
    return block;
}

static struct type *pointer_to(struct unit *unit, struct type *of)
{
    struct type *type = arena_new(unit->arena, struct type);
    type->kind = TYPE_POINTER;
    type->of = of;
    return type;
}

/* task(T) or gen(T), of being T. */
static struct type *handle_to(struct unit *unit, struct type *of)
{
    struct type *type = arena_new(unit->arena, struct type);
    type->kind = TYPE_SCALAR;
    type->is_handle = true;
    type->of = of;
    return type;
}

static struct type *member_type(struct unit *unit, struct node *node)
{
    struct type *object = node_type(unit, node->child[0]);
    if (object && (object->kind == TYPE_POINTER || object->kind == TYPE_ARRAY))
        object = object->of;
    const struct token *name = &unit->source->tokens.at[node->last];
    if (object && object->record && object->record->is_complete)
        return map_get(&object->record->members, name->text, name->length);
    struct member_use *use = map_get(&unit->members, name->text, name->length);
    return use && use->async_type && !use->is_plain_too ? use->async_type
                                                        : NULL;
}

static struct type *pointed_to(struct type *type)
{
    if (!type)
        return NULL;
    if (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY)
        return type->of;
    return type->kind == TYPE_FUNCTION ? type : NULL;
}

static struct type *unary_type(struct unit *unit, struct node *node)
{
    struct type *type = node_type(unit, node->child[0]);
    if (!strcmp(node->op, "*"))
        return pointed_to(type);
    if (!strcmp(node->op, "&") && type)
        return pointer_to(unit, type);
    return !strcmp(node->op, "__e") ? type : NULL;
}

/* What a call gives: of a generator, a handle. */
static struct type *call_type(struct unit *unit, const struct node *call)
{
    struct type *type = callee_type(unit, call->child[0]);
    if (!type || !(type->is_generator || type->is_async_generator))
        return type ? type->of : NULL;
    struct type *handle = handle_to(unit, type->of);
    handle->is_gen = true;
    return handle;
}

static struct type *spawn_type(struct unit *unit, const struct node *spawn)
{
    struct node *call = node_bare(spawn->child[spawn->children - 1]);
    struct type *handle = handle_to(unit, node_type(unit, call));
    handle->is_task = true;
    return handle;
}

static struct type *await_type(struct unit *unit, const struct node *await)
{
    struct type *type = node_type(unit, await->child[0]);
    if (!await->is_task)
        return type;
    return type && type->is_task ? type->of : NULL;
}

struct node *node_value(const struct node *whole)
{
    const struct node *last = whole->child[0];
    while (last && last->children &&
           (last->kind == NODE_COMPOUND || last->kind == NODE_LABEL))
        last = last->child[last->children - 1];
    return last && last->is_value ? last->child[0] : NULL;
}

struct type *node_type(struct unit *unit, struct node *node)
{
    struct type *type;
    if (!node)
        return NULL;
    switch (node->kind) {
    case NODE_NAME: return node->symbol ? node->symbol->type : NULL;
    case NODE_PAREN: return node_type(unit, node->child[0]);
    case NODE_MEMBER: return member_type(unit, node);
    case NODE_INDEX: return pointed_to(node_type(unit, node->child[0]));
    case NODE_UNARY: return unary_type(unit, node);
    case NODE_CALL: return call_type(unit, node);
    case NODE_SPAWN: return spawn_type(unit, node);
    case NODE_AWAIT: return await_type(unit, node);
    case NODE_CAST:
    case NODE_COMPOUND_LITERAL: return node->child[0]->type;
    case NODE_CONDITIONAL:
        type = node_type(unit, node->child[1]);
        return type ? type : node_type(unit, node->child[2]);
    case NODE_COMMA: return node_type(unit, node->child[1]);
    case NODE_STATEMENT_EXPRESSION:
        node = node_value(node);
        return node ? node_type(unit, node) : NULL;
    case NODE_ASSIGN:
    case NODE_INCREMENT: return node_type(unit, node->child[0]);
    default: return NULL;
    }
}

struct type *callee_type(struct unit *unit, struct node *callee)
{
    struct type *type = node_type(unit, callee);
    if (type && type->kind == TYPE_POINTER)
        type = type->of;
    return type && type->kind == TYPE_FUNCTION ? type : NULL;
}

/* A pointer or array built on something variably modified is so, too. */
bool is_variably_modified(const struct type *type)
{
    for (; type; type = type->of) {
        if (type->is_variable)
            return true;
        if (type->kind == TYPE_FUNCTION || type->is_handle)
            return false;
    }
    return false;
}

bool mentions_variable_type(const struct node *node)
{
    if (!node || node->kind == NODE_UNEVALUATED) /* whose value is a number */
        return false;
    if (node->kind == NODE_TYPE_NAME && is_variably_modified(node->type))
        return true;
    if (node->kind == NODE_NAME && node->symbol &&
        is_variably_modified(node->symbol->type))
        return true;
    for (uint32_t i = 0; i < node->children; i++)
        if (mentions_variable_type(node->child[i]))
            return true;
    return false;
}

void for_each_base(struct unit *unit, struct node *lvalue,
                   void (*visit)(struct symbol *, void *), void *data)
{
    struct type *type;
    lvalue = node_bare(lvalue);
    if (!lvalue)
        return;
    switch (lvalue->kind) {
    case NODE_NAME:
    case NODE_TEMPORARY:
        if (lvalue->symbol)
            visit(lvalue->symbol, data);
        return;
    case NODE_MEMBER:
        if (!strcmp(lvalue->op, "->"))
            return;
        break;
    case NODE_INDEX: /* an element of an array or a vector */
        type = node_type(unit, lvalue->child[0]);
        if (type && type->kind == TYPE_POINTER)
            return;
        break;
    case NODE_UNARY:
        if (strcmp(lvalue->op, "__r") != 0 && strcmp(lvalue->op, "__e") != 0)
            return;
        break;
    case NODE_GENERIC: /* of _Generic and __builtin_choose_expr */
    case NODE_BUILTIN:
        for (uint32_t i = 1; i < lvalue->children; i++)
            for_each_base(unit, lvalue->child[i], visit, data);
        return;
    default: return;
    }
    for_each_base(unit, lvalue->child[0], visit, data);
}

/* Whether the node jumps out of the region that is innermost where it
 * stands. */
static bool leaves_region(const struct node *node)
{
    switch (node->kind) {
    case NODE_GOTO: return node->label->region != node->region;
    case NODE_BREAK:
    case NODE_CONTINUE: return node->target->region != node->region;
    case NODE_RETURN:
    case NODE_FAIL: return node->region != NULL;
    default: return false;
    }
}

const struct node *region_inside(const struct node *node)
{
    if (!node || node->kind == NODE_UNEVALUATED)
        return NULL;
    if (node->kind == NODE_DEFER ||
        (node->kind == NODE_DECLARATION && node->cleaner) ||
        leaves_region(node))
        return node;
    for (uint32_t i = 0; i < node->children; i++) {
        const struct node *inside = region_inside(node->child[i]);
        if (inside)
            return inside;
    }
    return NULL;
}
