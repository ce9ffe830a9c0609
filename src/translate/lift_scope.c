/* scope (s, options) { ... } else { ... } into plain statements:
 *
 *     {
 *         enter s; exit = 0;
 *         ...                    a jump out of the block is
 *                                { abandon s; exit = n; goto leave; }
 *     leave:
 *         due = wait for s's tasks;
 *         if (due) { else's statements }
 *         if (exit == 1) ...     and here the jumps go on, each of which may
 *     }                          leave the next scope in the same way
 *
 * so that the order of ending is: the value of a return, cancelling, waiting,
 * else, the jump. */
#include "translate/lift.h"

#include <string.h>

static struct symbol *function_temporary(struct lifter *lifter,
                                         const struct node *like)
{
    struct block *outer = lifter->temporaries;
    lifter->temporaries = lifter->function->block;
    struct symbol *symbol = make_temporary(lifter, like);
    lifter->temporaries = outer;
    symbol->is_function_wide = true;
    return symbol;
}

/* The value of a return, kept while the scopes around it end. */
static struct symbol *pending_value(struct lifter *lifter,
                                    const struct node *like)
{
    struct function *function = lifter->function;
    if (!function->pending_value) {
        function->pending_value = function_temporary(lifter, like);
        function->pending_value->type = function->type->of;
    }
    return function->pending_value;
}

static bool is_same_exit(const struct exit *a, const struct exit *b)
{
    return a->kind == b->kind && a->target == b->target &&
           a->label == b->label;
}

/* The number of the exit among those of the scope, from 1. */
static size_t exit_number(struct lifter *lifter, struct open_scope *scope,
                          const struct exit *exit)
{
    for (size_t i = 0; i < scope->exits.count; i++)
        if (is_same_exit(&scope->exits.at[i], exit))
            return i + 1;
    vector_push(lifter->arena, &scope->exits, *exit);
    return scope->exits.count;
}

static void leave_scope(struct lifter *lifter, const struct exit *exit)
{
    struct open_scope *scope = lifter->scope;
    struct node *abandon = make(lifter, NODE_SCOPE_ABANDON, exit->from);
    struct node *jump = make(lifter, NODE_GOTO_PLACE, exit->from);
    size_t number = exit_number(lifter, scope, exit);
    abandon->symbol = scope->node->symbol;
    append(lifter, abandon);
    set_constant(lifter, scope->exit,
                 arena_printf(lifter->arena, "%zu", number), exit->from);
    if (!scope->leave)
        scope->leave = new_place(lifter, "leave");
    jump->text = scope->leave;
    append(lifter, jump);
}

/* The scope statement in which a jump arrives. */
static struct node *destination(const struct exit *exit)
{
    switch (exit->kind) {
    case NODE_BREAK: case NODE_CONTINUE: return exit->target->scope;
    case NODE_GOTO: return exit->label->scope;
    default: return NULL;
    }
}

static void lift_return_value(struct lifter *lifter, struct node *node)
{
    struct node *value = node->child[0];
    if (!value)
        return;
    lifter->temporaries = NULL;
    if (lifter->function->is_returning_void) {
        struct node *rest = lift_expression(lifter, value, NOTHING);
        if (rest) {
            struct node *statement = make(lifter, NODE_EXPRESSION, value);
            node_add(lifter->unit, statement, rest);
            append(lifter, statement);
        }
    } else {
        set(lifter, pending_value(lifter, node),
            lift_expression(lifter, value, VALUE));
    }
}

bool lift_jump(struct lifter *lifter, struct node *node)
{
    struct exit exit = {.kind = node->kind, .target = node->target,
                        .label = node->label, .from = node};
    if (!lifter->scope || destination(&exit) == lifter->scope->node)
        return false;
    struct node *outer, *block = open_block(lifter, node, &outer);
    if (node->kind == NODE_RETURN)
        lift_return_value(lifter, node);
    leave_scope(lifter, &exit);
    lifter->out = outer;
    append(lifter, block);
    return true;
}

/* The jump goes on behind its scope, maybe out of the next one. */
static void go_on(struct lifter *lifter, const struct exit *exit)
{
    if (lifter->scope && destination(exit) != lifter->scope->node) {
        leave_scope(lifter, exit);
        return;
    }
    struct node *node = make(lifter, exit->kind, exit->from);
    node->target = exit->target;
    node->label = exit->label;
    if (exit->kind == NODE_RETURN) {
        struct symbol *value = lifter->function->pending_value;
        node_add(lifter->unit, node,
                 value ? use_temporary(lifter, value, node) : NULL);
    } else if (exit->kind == NODE_CONTINUE && exit->target->continue_place) {
        node->kind = NODE_GOTO_PLACE;
        node->text = exit->target->continue_place;
    }
    append(lifter, node);
}

static void dispatch(struct lifter *lifter, const struct open_scope *scope)
{
    for (size_t i = 0; i < scope->exits.count; i++) {
        const struct exit *exit = &scope->exits.at[i];
        struct node *node = make(lifter, NODE_IF, exit->from);
        struct node *test = make(lifter, NODE_EQUALS, exit->from);
        struct node *outer, *block = open_block(lifter, exit->from, &outer);
        test->symbol = scope->exit;
        test->text = arena_printf(lifter->arena, "%zu", i + 1);
        go_on(lifter, exit);
        lifter->out = outer;
        node_add(lifter->unit, node, test);
        node_add(lifter->unit, node, block);
        node_add(lifter->unit, node, NULL);
        append(lifter, node);
    }
}

static void wait_for_tasks(struct lifter *lifter, struct node *node,
                           struct symbol *due)
{
    struct node *made = suspend(lifter, SUSPEND_SCOPE, node, due);
    made->child[0] = NULL;
    made->scope = node;
    made->at = node->first;
}

static void enter_scope(struct lifter *lifter, struct node *node)
{
    struct node *enter = make(lifter, NODE_SCOPE_ENTER, node);
    enter->symbol = node->symbol;
    enter->last = node->first;
    lifter->temporaries = NULL;
    node_add(lifter->unit, enter,
             node->child[0] ? lift_expression(lifter, node->child[0], VALUE)
                            : NULL);
    append(lifter, enter);
}

void lift_scope(struct lifter *lifter, struct node *node)
{
    struct block *outer_block = lifter->block;
    struct node *outer, *block = open_block(lifter, node, &outer);
    struct open_scope scope = {.node = node, .outer = lifter->scope};
    struct symbol *due = NULL;
    block->block = lifter->block = node->block;
    enter_scope(lifter, node);
    scope.exit = function_temporary(lifter, node);
    set_constant(lifter, scope.exit, "0", node);
    lifter->scope = &scope;
    append(lifter, lift_body(lifter, node->child[1]));
    lifter->scope = scope.outer;
    if (scope.leave) {
        struct node *place = make(lifter, NODE_PLACE, node);
        place->text = scope.leave;
        append(lifter, place);
    }
    lifter->temporaries = NULL;
    if (node->child[2])
        due = make_temporary(lifter, node);
    wait_for_tasks(lifter, node, due);
    if (due) {
        struct node *test = make(lifter, NODE_IF, node);
        node_add(lifter->unit, test, use_temporary(lifter, due, node));
        node_add(lifter->unit, test, lift_body(lifter, node->child[2]));
        node_add(lifter->unit, test, NULL);
        append(lifter, test);
    }
    dispatch(lifter, &scope);
    lifter->out = outer;
    lifter->block = outer_block;
    append(lifter, block);
}
