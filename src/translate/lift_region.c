/* Regions into plain statements. A jump that leaves regions sets which exit is
 * due in each of them and goes to the innermost one's end, where the next jump
 * starts. So every road out of a region comes by its end, and runs there what
 * is due, once.
 *
 *     scope (s, options) { ... } else { ... }
 *
 *         enter s;
 *         ...                    a jump out is
 *                                { abandon s; exit = n; goto leave; }
 *         exit = 0;
 *     leave:
 *         due = wait for s's tasks;
 *         if (due) { else's statements }
 *         if (exit == 1) ...     and here the jumps go on, each of which may
 *                                leave the next region in the same way
 *
 *     defer S; ...               (a variable to clean up is the same)
 *
 *         ...                    what follows in the block; a jump out is
 *                                { exit = n; goto leave; }
 *         exit = 0;
 *     leave:
 *         S                      in a shield of its own, if it awaits
 *         if (exit == 1) ...
 *
 * Which defers of a block have been reached where a jump leaves it is known
 * from where the jump stands, since no jump passes over a defer. In the block
 * of a scope a defer runs when the tasks have ended: its end waits for them
 * first, and the scope's own end finds nothing to wait for. */
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

/* The value of a return, kept while the regions around it end. */
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

/* That of pirn_fail, likewise. */
static struct symbol *pending_failure(struct lifter *lifter,
                                      const struct node *like)
{
    struct function *function = lifter->function;
    if (!function->pending_failure)
        function->pending_failure = function_temporary(lifter, like);
    return function->pending_failure;
}

/* -- leaving --------------------------------------------------------------- */

/* The region in which a jump arrives. */
static const struct node *destination(const struct exit *exit)
{
    switch (exit->kind) {
    case NODE_BREAK:
    case NODE_CONTINUE: return exit->target->region;
    case NODE_GOTO: return exit->label->region;
    default: return NULL;
    }
}

static bool leaves(const struct lifter *lifter, const struct exit *exit)
{
    return lifter->region && destination(exit) != lifter->region->node;
}

static bool is_same_exit(const struct exit *a, const struct exit *b)
{
    return a->kind == b->kind && a->target == b->target && a->label == b->label;
}

/* The number of the exit among those of the function, from 1. */
static size_t exit_number(struct lifter *lifter, const struct exit *exit)
{
    for (size_t i = 0; i < lifter->numbered.count; i++)
        if (is_same_exit(&lifter->numbered.at[i], exit))
            return i + 1;
    vector_push(lifter->arena, &lifter->numbered, *exit);
    return lifter->numbered.count;
}

/* Regions share the variable that tells which exit is due: that of an inner one
 * has been dealt with when one is due in the outer one. Only those that begin
 * while another one ends, in its `else` or its deferred statement, must not
 * touch what is due there. */
static struct symbol *exit_symbol(struct lifter *lifter,
                                  const struct open_region *region)
{
    while (lifter->exits.count <= region->ending)
        vector_push(lifter->arena, &lifter->exits,
                    function_temporary(lifter, region->node));
    return lifter->exits.at[region->ending];
}

static void first_exit(struct lifter *lifter, struct open_region *region)
{
    region->leave = new_place(lifter, "leave");
    region->exit = exit_symbol(lifter, region);
}

static void add_exit(struct lifter *lifter, struct open_region *region,
                     const struct exit *exit)
{
    for (size_t i = 0; i < region->exits.count; i++)
        if (is_same_exit(&region->exits.at[i], exit))
            return;
    vector_push(lifter->arena, &region->exits, *exit);
    if (!region->leave)
        first_exit(lifter, region);
}

static void leave_region(struct lifter *lifter, const struct exit *exit)
{
    struct open_region *region = lifter->region;
    const struct node *scope =
        region->node->kind == NODE_SCOPE ? region->node : region->node->scope;
    struct node *jump = make(lifter, NODE_GOTO_PLACE, exit->from);
    size_t number = exit_number(lifter, exit);
    add_exit(lifter, region, exit);
    if (scope) {
        struct node *abandon = make(lifter, NODE_SCOPE_ABANDON, exit->from);
        abandon->symbol = scope->symbol;
        append(lifter, abandon);
    }
    set_constant(lifter, region->exit,
                 arena_printf(lifter->arena, "%zu", number), exit->from);
    jump->text = region->leave;
    append(lifter, jump);
}

static void lift_return_value(struct lifter *lifter, struct node *node)
{
    struct node *value = node->child[0];
    if (!value)
        return;
    begin_statement(lifter);
    if (lifter->function->is_returning_void || lifter->function->is_generator) {
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
    struct exit exit = {.kind = node->kind,
                        .target = node->target,
                        .label = node->label,
                        .from = node};
    if (!leaves(lifter, &exit))
        return false;
    struct node *outer, *block = open_block(lifter, node, &outer);
    if (node->kind == NODE_RETURN)
        lift_return_value(lifter, node);
    leave_region(lifter, &exit);
    lifter->out = outer;
    append(lifter, block);
    return true;
}

static void append_fail(struct lifter *lifter, struct node *value,
                        const struct node *from)
{
    struct node *statement = make(lifter, NODE_EXPRESSION, from);
    struct node *fail = make(lifter, NODE_FAIL, from);
    node_add(lifter->unit, fail, value);
    node_add(lifter->unit, statement, fail);
    append(lifter, statement);
}

void lift_fail(struct lifter *lifter, struct node *value,
               const struct node *from)
{
    struct exit exit = {.kind = NODE_FAIL, .from = from};
    if (!lifter->region) {
        append_fail(lifter, value, from);
        return;
    }
    set(lifter, pending_failure(lifter, from), value);
    leave_region(lifter, &exit);
}

void lift_closing(struct lifter *lifter, struct node *suspension)
{
    struct exit exit = {.kind = NODE_RETURN, .from = suspension};
    if (!lifter->region)
        return;
    struct node *closing = make(lifter, NODE_CLOSING, suspension);
    struct node *outer, *block = open_block(lifter, suspension, &outer);
    leave_region(lifter, &exit);
    lifter->out = outer;
    suspension->is_closable = true;
    closing->target = suspension;
    node_add(lifter->unit, closing, block);
    append(lifter, closing);
}

/* The jump goes on behind its region, maybe out of the next one. */
static void go_on(struct lifter *lifter, const struct exit *exit)
{
    struct function *function = lifter->function;
    if (leaves(lifter, exit)) {
        leave_region(lifter, exit);
        return;
    }
    if (exit->kind == NODE_FAIL) {
        append_fail(
            lifter,
            use_temporary(lifter, function->pending_failure, exit->from),
            exit->from);
        return;
    }
    struct node *node = make(lifter, exit->kind, exit->from);
    node->target = exit->target;
    node->label = exit->label;
    if (exit->kind == NODE_RETURN) {
        struct symbol *value = function->pending_value;
        node_add(lifter->unit, node,
                 value ? use_temporary(lifter, value, node) : NULL);
    } else if (exit->kind == NODE_CONTINUE && exit->target->continue_place) {
        node->kind = NODE_GOTO_PLACE;
        node->text = exit->target->continue_place;
    }
    append(lifter, node);
}

static struct node *exit_block(struct lifter *lifter, const struct exit *exit)
{
    struct node *outer, *block = open_block(lifter, exit->from, &outer);
    go_on(lifter, exit);
    lifter->out = outer;
    return block;
}

/* If the next region ends at once, the jumps that leave it as well need no test
 * here: control goes there anyway. In the block of a scope each end tells the
 * scope. */
static bool pass_on(struct lifter *lifter, struct open_region *region)
{
    struct open_region *outer = lifter->region;
    size_t kept = 0;
    if (!region->leave || region->node->scope || outer->node->scope ||
        outer->ending != region->ending)
        return false;
    for (size_t i = 0; i < region->exits.count; i++) {
        const struct exit exit = region->exits.at[i];
        if (leaves(lifter, &exit))
            add_exit(lifter, outer, &exit);
        else
            region->exits.at[kept++] = exit;
    }
    bool passes = kept < region->exits.count;
    region->exits.count = kept;
    return passes;
}

/* Where all roads have come together: the jumps go on. If control cannot just
 * fall off the region's end, the last of them is the only one left, which the
 * compiler has to see when it looks for a missing return. */
static void dispatch(struct lifter *lifter, const struct open_region *region,
                     bool falls_off)
{
    for (size_t i = 0; i < region->exits.count; i++) {
        const struct exit *exit = &region->exits.at[i];
        if (!falls_off && i + 1 == region->exits.count) {
            append(lifter, exit_block(lifter, exit));
            return;
        }
        struct node *node = make(lifter, NODE_IF, exit->from);
        struct node *test = make(lifter, NODE_EQUALS, exit->from);
        test->symbol = region->exit;
        test->text =
            arena_printf(lifter->arena, "%zu", exit_number(lifter, exit));
        node_add(lifter->unit, node, test);
        node_add(lifter->unit, node, exit_block(lifter, exit));
        node_add(lifter->unit, node, NULL);
        append(lifter, node);
    }
}

/* -- whether control falls off the end of statements ----------------------- */

/* Whether a node of that kind in it belongs to the loop or switch. */
static bool has(const struct node *node, enum node_kind kind,
                const struct node *target)
{
    if (!node)
        return false;
    if (node->kind == kind && node->target == target)
        return true;
    for (uint32_t i = 0; i < node->children; i++)
        if (has(node->child[i], kind, target))
            return true;
    return false;
}

static bool has_break(const struct node *node, const struct node *target)
{
    return has(node, NODE_BREAK, target);
}

/* The call of one of the C library's functions that do not return. */
static bool ends_program(struct lifter *lifter, struct node *node)
{
    // clang-format off
    static const char *const NAMES[] = {
        "abort", "exit", "_Exit", "_exit", "quick_exit", "__assert_fail",
        "__builtin_unreachable", "__builtin_trap", "__builtin_abort"};
    // clang-format on
    const struct source *source = lifter->unit->source;
    node = node_bare(node);
    if (node->kind != NODE_CALL)
        return false;
    struct node *callee = node_bare(node->child[0]);
    const struct symbol *symbol = callee->symbol;
    if (callee->kind != NODE_NAME ||
        (symbol && !source->tokens.at[symbol->declared].system))
        return false;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (token_is(source, callee->first, NAMES[i]))
            return true;
    return false;
}

static bool is_always(struct lifter *lifter, struct node *test)
{
    test = node_bare(test);
    return !test || (test->kind == NODE_LITERAL &&
                     (token_is(lifter->unit->source, test->first, "1") ||
                      token_is(lifter->unit->source, test->first, "true")));
}

/* False only if it surely does not. */
static bool falls_off(struct lifter *lifter, struct node *node)
{
    switch (node->kind) {
    case NODE_RETURN:
    case NODE_GOTO:
    case NODE_GOTO_PLACE:
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_GOTO_COMPUTED: return false;
    case NODE_BLOCK:
    case NODE_COMPOUND:
        return !node->children ||
               falls_off(lifter, node->child[node->children - 1]);
    case NODE_IF:
        return !node->child[2] || falls_off(lifter, node->child[1]) ||
               falls_off(lifter, node->child[2]);
    case NODE_SWITCH:
        return !has(node, NODE_DEFAULT, node) || has_break(node, node) ||
               falls_off(lifter, node->child[1]);
    case NODE_EXPRESSION: return !ends_program(lifter, node->child[0]);
    case NODE_LOOP: return has_break(node->child[0], node->target);
    case NODE_WHILE:
        return !is_always(lifter, node->child[0]) || has_break(node, node);
    case NODE_FOR:
        return !is_always(lifter, node->child[1]) || has_break(node, node);
    default: return true;
    }
}

/* -- regions --------------------------------------------------------------- */

static void push_region(struct lifter *lifter, struct node *node)
{
    struct open_region *region = arena_new(lifter->arena, struct open_region);
    region->node = node;
    region->outer = lifter->region;
    region->ending = lifter->ending;
    lifter->region = region;
}

void open_region(struct lifter *lifter, struct node *node)
{
    if (lifter->function->is_lowered)
        push_region(lifter, node);
}

/* Where all roads out of the region come together. No exit is due if control
 * falls off its end, which is noted there and not at its beginning: so nothing
 * has to be remembered while the region runs. */
static void arrive(struct lifter *lifter, const struct open_region *region,
                   bool falls_off)
{
    if (!region->leave)
        return;
    if (falls_off)
        set_constant(lifter, region->exit, "0", region->node);
    append_place(lifter, region->leave, region->node);
}

static void wait_for_tasks(struct lifter *lifter, struct node *scope,
                           const struct node *like, struct symbol *due)
{
    struct node *made = suspend(lifter, SUSPEND_SCOPE, scope, due);
    made->child[0] = NULL;
    made->scope = scope;
    made->at = like->first;
}

static struct symbol *shield_symbol(struct lifter *lifter, struct node *node)
{
    struct symbol *symbol =
        symbol_new(lifter->unit, SYMBOL_SCOPE, "pirn__shield");
    symbol->number = lifter->function->numbers++;
    symbol->is_local = symbol->is_used = true;
    symbol->declared = node->first;
    symbol->block = node->block;
    vector_push(lifter->arena, &symbol->block->symbols, symbol);
    vector_push(lifter->arena, &lifter->function->locals, symbol);
    return symbol;
}

static void append_shield(struct lifter *lifter, enum node_kind kind,
                          struct symbol *symbol, const struct node *like)
{
    struct node *node = make(lifter, kind, like);
    node->symbol = symbol;
    append(lifter, node);
}

static void run_deferred(struct lifter *lifter, struct node *node)
{
    struct open_region inside = {.node = node, .outer = lifter->region};
    struct block *outer_block = lifter->block;
    struct node *outer, *block = open_block(lifter, node, &outer);
    struct symbol *shield = node->awaits && lifter->function->is_async
                                ? shield_symbol(lifter, node)
                                : NULL;
    block->block = lifter->block = node->block;
    lifter->region = &inside;
    if (shield)
        append_shield(lifter, NODE_SHIELD_ENTER, shield, node);
    lifter->ending++;
    append(lifter, lift_body(lifter, node->child[0]));
    lifter->ending--;
    if (shield)
        append_shield(lifter, NODE_SHIELD_LEAVE, shield, node);
    lifter->region = inside.outer;
    lifter->block = outer_block;
    lifter->out = outer;
    append(lifter, block);
}

static void clean_up(struct lifter *lifter, struct node *node)
{
    struct node *clean = make(lifter, NODE_CLEAN, node);
    clean->symbol = node->symbol;
    clean->first = clean->last = node->at;
    node_add(lifter->unit, clean, node->cleaner);
    append(lifter, clean);
}

/* Which exit is due may have been settled by an inner region that ended just
 * before, from whose end control comes: `falls_off` is what was so there. */
static bool close_region(struct lifter *lifter, bool is_settled, bool falls,
                         const struct open_region *until)
{
    struct open_region *region = lifter->region;
    struct node *node = region->node;
    lifter->region = region->outer;
    begin_statement(lifter);
    arrive(lifter, region, falls && !is_settled);
    if (node->scope)
        wait_for_tasks(lifter, node->scope, node, NULL);
    if (node->kind == NODE_DEFER)
        run_deferred(lifter, node->child[0]);
    else
        clean_up(lifter, node);
    begin_statement(lifter);
    bool passes = lifter->region != until && pass_on(lifter, region);
    dispatch(lifter, region, falls || passes);
    return passes;
}

void close_regions(struct lifter *lifter, const struct open_region *until)
{
    bool is_settled = false, falls = true;
    while (lifter->region != until) {
        if (!is_settled)
            falls = falls_off(lifter, lifter->out);
        is_settled = close_region(lifter, is_settled, falls, until);
    }
}

/* -- scopes ---------------------------------------------------------------- */

static void append_about(struct lifter *lifter, enum node_kind kind,
                         struct node *scope)
{
    struct node *node = make(lifter, kind, scope);
    node->symbol = scope->symbol;
    node->last = node->first;
    append(lifter, node);
}

static bool has_own_regions(const struct node *scope)
{
    const struct node *body = scope->child[1];
    return body->kind == NODE_COMPOUND && body->block->has_region;
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
    if (has_own_regions(node))
        append_about(lifter, NODE_SCOPE_KEEP, node);
}

/* The locals of a coroutine that is a plain function die with their block: the
 * scope's tasks are waited for in there, where they may still be used. */
static void end_body(struct lifter *lifter, struct node *scope,
                     struct node *body, const struct open_region *region)
{
    struct node *around = lifter->out;
    bool waits = lifter->function->is_direct &&
                 (body->kind == NODE_COMPOUND || body->kind == NODE_BLOCK);
    if (waits)
        lifter->out = body;
    arrive(lifter, region, falls_off(lifter, body));
    lifter->temporaries = NULL;
    if (waits)
        wait_for_tasks(lifter, scope, scope, NULL);
    lifter->out = around;
}

void lift_scope(struct lifter *lifter, struct node *node)
{
    struct block *outer_block = lifter->block;
    struct node *outer, *block = open_block(lifter, node, &outer);
    struct symbol *due = NULL;
    block->block = lifter->block = node->block;
    enter_scope(lifter, node);
    push_region(lifter, node);
    struct open_region *region = lifter->region;
    struct node *body = lift_body(lifter, node->child[1]);
    append(lifter, body);
    lifter->region = region->outer;
    end_body(lifter, node, body, region);
    if (node->child[2])
        due = make_temporary(lifter, node);
    wait_for_tasks(lifter, node, node, due);
    if (has_own_regions(node))
        append_about(lifter, NODE_SCOPE_DROP, node);
    if (due) {
        struct node *test = make(lifter, NODE_IF, node);
        node_add(lifter->unit, test, use_temporary(lifter, due, node));
        lifter->ending++;
        node_add(lifter->unit, test, lift_body(lifter, node->child[2]));
        lifter->ending--;
        node_add(lifter->unit, test, NULL);
        append(lifter, test);
    }
    dispatch(lifter, region, true);
    lifter->out = outer;
    lifter->block = outer_block;
    append(lifter, block);
}
