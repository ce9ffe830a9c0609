/* Awaits out of expressions. What C sequences (&& || ?: , and statement
 * expressions) keeps its order; otherwise the awaits run first, left to right,
 * and the rest of the expression is evaluated afterwards. */
#include "translate/lift.h"

#include <string.h>

void append(struct lifter *lifter, struct node *node)
{
    node_add(lifter->unit, lifter->out, node);
}

struct node *make(struct lifter *lifter, enum node_kind kind,
                  const struct node *like)
{
    struct node *node = node_new(lifter->unit, kind, like->first);
    node->last = like->last;
    node->is_synthetic = true;
    return node;
}

struct symbol *make_temporary(struct lifter *lifter, const struct node *like)
{
    struct symbol *symbol = symbol_new(lifter->unit, SYMBOL_TEMPORARY, "");
    symbol->number = lifter->function->numbers++;
    symbol->name = arena_printf(lifter->arena, "pirn__t%u", symbol->number);
    symbol->is_local = symbol->is_used = true;
    symbol->declared = like->first;
    if (!lifter->temporaries)
        lifter->temporaries =
            block_new(lifter->unit, lifter->block, like->first);
    symbol->block = lifter->temporaries;
    vector_push(lifter->arena, &symbol->block->symbols, symbol);
    vector_push(lifter->arena, &lifter->function->temporaries, symbol);
    vector_push(lifter->arena, &lifter->pending, symbol);
    return symbol;
}

struct node *use_temporary(struct lifter *lifter, struct symbol *symbol,
                           const struct node *like)
{
    struct node *node = make(lifter, NODE_TEMPORARY, like);
    node->symbol = symbol;
    return node;
}

void set(struct lifter *lifter, struct symbol *symbol, struct node *value)
{
    struct node *node = make(lifter, NODE_SET, value);
    node->symbol = symbol;
    node_add(lifter->unit, node, value);
    append(lifter, node);
}

void set_constant(struct lifter *lifter, struct symbol *symbol,
                  const char *value, const struct node *like)
{
    struct node *node = make(lifter, NODE_SET, like);
    node->symbol = symbol;
    node->text = value;
    append(lifter, node);
}

/* What comes after a pointer into a temporary was made, and may suspend,
 * needs that temporary at one address. */
static void pin_exposed(struct lifter *lifter)
{
    for (size_t i = 0; i < lifter->exposed.count; i++)
        lifter->exposed.at[i]->is_address_taken = true;
    lifter->exposed.count = 0;
}

struct node *suspend(struct lifter *lifter, enum suspension how,
                     struct node *node, struct symbol *symbol)
{
    struct node *made = make(lifter, NODE_SUSPEND, node);
    pin_exposed(lifter);
    for (size_t i = 0; i < lifter->pending.count; i++)
        if (lifter->pending.at[i] != symbol)
            lifter->pending.at[i]->is_kept = true;
    made->how = (uint8_t)how;
    made->symbol = symbol;
    made->at = node->at;
    made->block = lifter->temporaries ? lifter->temporaries : lifter->block;
    node_add(lifter->unit, made, how == SUSPEND_PROBE ? NULL : node);
    append(lifter, made);
    vector_push(lifter->arena, &lifter->function->suspensions, made);
    made->state = (uint32_t)lifter->function->suspensions.count;
    return made;
}

const char *new_place(struct lifter *lifter, const char *name)
{
    return arena_printf(lifter->arena, "pirn__%s_%u", name,
                        lifter->function->numbers++);
}

struct node *open_block(struct lifter *lifter, const struct node *like,
                        struct node **outer)
{
    *outer = lifter->out;
    return lifter->out = make(lifter, NODE_BLOCK, like);
}

/* The statements that lift one arm of && || ?:, in a block of their own. The
 * rest of the arm's value goes to `into`, if that is not NULL. */
static struct node *lift_arm(struct lifter *lifter, struct node *arm,
                             struct symbol *into, bool as_truth,
                             struct node **rest)
{
    struct node *outer, *block = open_block(lifter, arm, &outer);
    struct node *value = lift_expression(lifter, arm, into ? VALUE : NOTHING);
    if (rest)
        *rest = value;
    if (into && as_truth) {
        struct node *truth = make(lifter, NODE_TRUTH, arm);
        node_add(lifter->unit, truth, value);
        value = truth;
    }
    if (into) {
        set(lifter, into, value);
    } else if (value) {
        struct node *statement = make(lifter, NODE_EXPRESSION, arm);
        node_add(lifter->unit, statement, value);
        append(lifter, statement);
    }
    lifter->out = outer;
    return block;
}

static void append_if(struct lifter *lifter, struct node *test,
                      struct node *then, struct node *otherwise)
{
    struct node *node = make(lifter, NODE_IF, test);
    node_add(lifter->unit, node, test);
    node_add(lifter->unit, node, then);
    node_add(lifter->unit, node, otherwise);
    append(lifter, node);
}

static struct node *constant_arm(struct lifter *lifter, struct symbol *into,
                                 const char *value, const struct node *like)
{
    struct node *outer, *block = open_block(lifter, like, &outer);
    if (into)
        set_constant(lifter, into, value, like);
    lifter->out = outer;
    return block;
}

/* 6.5.13, 6.5.14 with an await on the right */
static struct node *lift_logical(struct lifter *lifter, struct node *node,
                                 enum wanted wanted)
{
    bool is_and = !strcmp(node->op, "&&");
    struct node *test = lift_expression(lifter, node->child[0], VALUE);
    struct symbol *symbol =
        wanted == VALUE ? make_temporary(lifter, node) : NULL;
    struct node *right = lift_arm(lifter, node->child[1], symbol, true, NULL);
    struct node *decided =
        constant_arm(lifter, symbol, is_and ? "0" : "1", node);
    append_if(lifter, test, is_and ? right : decided, is_and ? decided : right);
    return symbol ? use_temporary(lifter, symbol, node) : NULL;
}

/* 6.5.15 with an await behind the test */
static struct node *lift_conditional(struct lifter *lifter, struct node *node,
                                     enum wanted wanted)
{
    struct node *test = lift_expression(lifter, node->child[0], VALUE);
    if (!node->child[1]) { /* a ?: b: a is evaluated once */
        struct symbol *kept = make_temporary(lifter, node);
        kept->value = test;
        set(lifter, kept, test);
        test = use_temporary(lifter, kept, node->child[0]);
        node->child[1] = use_temporary(lifter, kept, node->child[0]);
        node->is_synthetic = true; /* printed as test ? then : otherwise */
    }
    node->child[0] = test;
    struct symbol *symbol = NULL;
    if (wanted == VALUE) {
        symbol = make_temporary(lifter, node);
        symbol->value = node;
    }
    struct node *rest[2] = {NULL, NULL};
    struct node *then =
        lift_arm(lifter, node->child[1], symbol, false, &rest[0]);
    struct node *otherwise =
        lift_arm(lifter, node->child[2], symbol, false, &rest[1]);
    if (symbol) { /* the node is still needed: its type is the temporary's */
        node->child[1] = rest[0];
        node->child[2] = rest[1];
    }
    append_if(lifter, test, then, otherwise);
    return symbol ? use_temporary(lifter, symbol, node) : NULL;
}

/* 6.5.17 */
static struct node *lift_comma(struct lifter *lifter, struct node *node,
                               enum wanted wanted)
{
    struct node *left = lift_expression(lifter, node->child[0], NOTHING);
    if (left && node_bare(left)->kind != NODE_TEMPORARY) {
        struct node *statement = make(lifter, NODE_EXPRESSION, left);
        node_add(lifter->unit, statement, left);
        append(lifter, statement);
    }
    return lift_expression(lifter, node->child[1], wanted);
}

/* What a statement expression keeps is alive beside the temporaries of the
 * statement around it: its block becomes a part of theirs. */
static void adopt(struct lifter *lifter, struct block *block)
{
    struct block *old = block->parent;
    if (!lifter->temporaries)
        lifter->temporaries =
            block_new(lifter->unit, lifter->block, block->first);
    for (size_t i = 0; i < old->children.count; i++)
        if (old->children.at[i] == block)
            old->children.at[i] = old->children.at[--old->children.count];
    block->parent = lifter->temporaries;
    vector_push(lifter->arena, &block->parent->children, block);
}

/* Jumps out of it may seem to lead to where the value is used. It must not be
 * taken for one of an earlier round, kept where its memory has other use. */
static void forget(struct lifter *lifter, struct symbol *symbol,
                   const struct node *like)
{
    struct node *node = make(lifter, NODE_FORGET, like);
    node->symbol = symbol;
    append(lifter, node);
}

/* ({ ...; value; }) becomes a block that ends by setting a temporary. */
static struct node *lift_statement_expression(struct lifter *lifter,
                                              struct node *node,
                                              enum wanted wanted)
{
    struct node *compound = node->child[0];
    struct node *last =
        compound->children ? compound->child[compound->children - 1] : NULL;
    struct node *label = NULL;
    while (last && last->kind == NODE_LABEL) {
        label = last;
        last = label->child[label->children - 1];
    }
    bool has_value = wanted == VALUE && last && last->kind == NODE_EXPRESSION;
    if (wanted == VALUE && !has_value)
        diagnose(lifter->unit->source, node->first, "await-in-expression",
                 "put the statements before the expression",
                 "this statement expression with an await does not end with "
                 "an expression");
    struct symbol *symbol = NULL;
    if (has_value) {
        symbol = make_temporary(lifter, node);
        symbol->value = last->child[0];
        forget(lifter, symbol, node);
        if (label) /* it stays, before nothing */
            label->child[label->children - 1] = make(lifter, NODE_NULL, label);
        else
            compound->children--;
    }
    adopt(lifter, compound->block);
    struct node *outer, *block = open_block(lifter, compound, &outer);
    struct block *outer_block = lifter->block;
    struct block *outer_temporaries = lifter->temporaries;
    size_t outer_pending = lifter->first_pending;
    struct open_region *region = lifter->region;
    lifter->first_pending = lifter->pending.count;
    block->block = compound->block;
    lifter->block = compound->block;
    lifter->temporaries = NULL;
    for (uint32_t i = 0; i < compound->children; i++)
        lift_statement(lifter, compound->child[i]);
    if (has_value) {
        lifter->temporaries = NULL;
        struct node *value = lift_expression(lifter, last->child[0], VALUE);
        symbol->value = value;
        set(lifter, symbol, value);
    }
    close_regions(lifter, region);
    lifter->block = outer_block;
    lifter->temporaries = outer_temporaries;
    lifter->first_pending = outer_pending;
    lifter->out = outer;
    append(lifter, block);
    return symbol ? use_temporary(lifter, symbol, node) : NULL;
}

static void lift_children(struct lifter *lifter, struct node *node)
{
    for (uint32_t i = 0; i < node->children; i++)
        if (node->child[i])
            node->child[i] = lift_expression(lifter, node->child[i], VALUE);
}

/* Whether it can stand in the call itself. A constant does: it may have to be a
 * null pointer. */
static bool is_constant(const struct node *node)
{
    switch (node->kind) {
    case NODE_LITERAL: return true;
    case NODE_UNEVALUATED: return !mentions_variable_type(node);
    case NODE_NAME:
        return node->symbol && node->symbol->kind == SYMBOL_ENUMERATOR;
    case NODE_UNARY:
        if (!strcmp(node->op, "&") || !strcmp(node->op, "*"))
            return false;
        break;
    case NODE_CAST:
        return !mentions_variable_type(node) && is_constant(node->child[1]);
    case NODE_PAREN:
    case NODE_BINARY:
    case NODE_LOGICAL:
    case NODE_CONDITIONAL: break;
    default: return false;
    }
    for (uint32_t i = 0; i < node->children; i++)
        if (node->child[i] && !is_constant(node->child[i]))
            return false;
    return true;
}

static bool names_function(const struct node *node)
{
    return node->kind == NODE_NAME &&
           (!node->symbol || node->symbol->kind == SYMBOL_FUNCTION);
}

/* What an offloaded call needs is evaluated here, and kept until a thread of
 * the pool makes the call. */
static void keep_operands(struct lifter *lifter, struct node *call)
{
    lift_children(lifter, call);
    for (uint32_t i = 0; i < call->children; i++) {
        struct node *operand = call->child[i], *bare = node_bare(operand);
        if (bare->kind == NODE_TEMPORARY ||
            (i == 0 ? names_function(bare) : is_constant(operand)))
            continue;
        struct symbol *symbol = make_temporary(lifter, operand);
        symbol->value = operand;
        set(lifter, symbol, operand);
        call->child[i] = use_temporary(lifter, symbol, operand);
    }
}

static struct node *lift_await(struct lifter *lifter, struct node *node,
                               enum wanted wanted)
{
    struct node *operand = node->child[0];
    enum suspension how = SUSPEND_CALL;
    struct symbol *symbol = NULL;
    if (node->is_task) {
        how = SUSPEND_TASK;
        operand = lift_expression(lifter, operand, VALUE);
    } else {
        if (operand->kind == NODE_NEXT)
            how = SUSPEND_NEXT;
        else if (operand->kind == NODE_GEN_CLOSE)
            how = SUSPEND_GEN_CLOSE;
        if (operand->is_offloaded) {
            how = SUSPEND_OFFLOAD;
            keep_operands(lifter, operand);
        } else {
            lift_children(lifter, operand);
        }
    }
    if (wanted == VALUE) {
        symbol = make_temporary(lifter, node);
        if (how == SUSPEND_CALL || how == SUSPEND_OFFLOAD)
            symbol->call = operand;
        else if (how == SUSPEND_TASK)
            symbol->handle = operand;
    }
    struct node *made = suspend(lifter, how, operand, symbol);
    made->first = node->first;
    made->last = node->last;
    made->at = node->first;
    return symbol ? use_temporary(lifter, symbol, node) : NULL;
}

/* A result into which the awaited callee may hold a pointer. */
static struct node *lift_pin(struct lifter *lifter, struct node *node)
{
    struct symbol *symbol = make_temporary(lifter, node);
    struct node *value = lift_expression(lifter, node->child[0], VALUE);
    if (node_bare(value)->kind == NODE_TEMPORARY) {
        node_bare(value)->symbol->is_address_taken = true;
        return value;
    }
    symbol->value = value;
    symbol->is_address_taken = true;
    set(lifter, symbol, value);
    return use_temporary(lifter, symbol, node);
}

/* (await f()).a may be an array, of which the expression makes a pointer. */
static struct node *lift_member(struct lifter *lifter, struct node *node)
{
    lift_children(lifter, node);
    struct node *object = node_bare(node->child[0]);
    if (object->kind == NODE_TEMPORARY && !strcmp(node->op, "."))
        vector_push(lifter->arena, &lifter->exposed, object->symbol);
    return node;
}

static bool is_void_cast(const struct node *node)
{
    return node->kind == NODE_CAST && node->child[0]->type->kind == TYPE_VOID;
}

static struct node *lift_node(struct lifter *lifter, struct node *node,
                              enum wanted wanted)
{
    switch (node->kind) {
    case NODE_AWAIT: return lift_await(lifter, node, wanted);
    case NODE_PIN: return lift_pin(lifter, node);
    case NODE_LOGICAL:
        if (node->child[1]->awaits)
            return lift_logical(lifter, node, wanted);
        break;
    case NODE_CONDITIONAL:
        if ((node->child[1] && node->child[1]->awaits) ||
            node->child[2]->awaits)
            return lift_conditional(lifter, node, wanted);
        break;
    case NODE_COMMA: return lift_comma(lifter, node, wanted);
    case NODE_STATEMENT_EXPRESSION:
        return lift_statement_expression(lifter, node, wanted);
    case NODE_MEMBER: return lift_member(lifter, node);
    case NODE_PAREN:
    case NODE_CAST:
    case NODE_UNARY: {
        bool passes = node->kind == NODE_PAREN || is_void_cast(node) ||
                      (node->kind == NODE_UNARY && !strcmp(node->op, "__e"));
        uint32_t last = node->children - 1;
        struct node *rest =
            lift_expression(lifter, node->child[last], passes ? wanted : VALUE);
        if (!rest)
            return NULL;
        if (rest->kind == NODE_TEMPORARY && node->kind == NODE_PAREN)
            return rest;
        node->child[last] = rest;
        return node;
    }
    default: break;
    }
    lift_children(lifter, node);
    return node;
}

struct node *lift_expression(struct lifter *lifter, struct node *node,
                             enum wanted wanted)
{
    if (!node->awaits)
        return node;
    struct node *rest = lift_node(lifter, node, wanted);
    if (!rest || (rest->first == node->first && rest->last == node->last))
        return rest;
    /* What is left stands for all of the node's tokens. */
    struct node *instead = make(lifter, NODE_INSTEAD, node);
    node_add(lifter->unit, instead, rest);
    return instead;
}
