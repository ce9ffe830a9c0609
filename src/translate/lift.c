/* Awaits out of statements: what an expression leaves to run first is put
 * before the statement, and loops whose heads wait are taken apart into
 * `for (;;)` with the head at its place in the body. */
#include "translate/lift.h"

#include <string.h>

static bool is_label(const struct node *node)
{
    return node->kind == NODE_LABEL || node->kind == NODE_CASE ||
           node->kind == NODE_DEFAULT;
}

/* Whether something has to change in the statement. */
static bool changes(const struct lifter *lifter, const struct node *node)
{
    return lifter->probes || node->awaits || lifter->region ||
           lifter->function->regions.count || lifter->opened_loops;
}

/* A pragma about the loop that begins here lets nothing come between. */
static bool follows_loop_pragma(const struct lifter *lifter,
                                const struct node *node)
{
    const struct source *source = lifter->unit->source;
    uint32_t before = source->tokens.at[node->first].before;
    for (uint32_t i = before; before && i <= source->directives.count &&
                              source->directives.at[i - 1].token == node->first;
         i++)
        if (source->directives.at[i - 1].is_about_loop)
            return true;
    return false;
}

static void add_probe(struct lifter *lifter, struct node *node)
{
    if (lifter->probes && !is_label(node) &&
        !follows_loop_pragma(lifter, node) && node->kind != NODE_NULL &&
        node->kind != NODE_FALLTHROUGH && node->kind != NODE_COMPOUND &&
        node->kind != NODE_STATIC_ASSERT) {
        begin_statement(lifter);
        suspend(lifter, SUSPEND_PROBE, node, NULL)->last = node->first;
    }
}

/* Temporaries belong to the statement that needs them: those of different
 * statements share memory. */
void begin_statement(struct lifter *lifter)
{
    lifter->temporaries = NULL;
    lifter->pending.count = lifter->first_pending;
    lifter->exposed.count = 0;
}

static struct node *value_of(struct lifter *lifter, struct node *node)
{
    begin_statement(lifter);
    return lift_expression(lifter, node, VALUE);
}

static void lift_effects(struct lifter *lifter, struct node *expression,
                         struct node *statement)
{
    begin_statement(lifter);
    struct node *rest = lift_expression(lifter, expression, NOTHING);
    if (!rest)
        return;
    if (!statement)
        statement = make(lifter, NODE_EXPRESSION, expression);
    if (statement->children)
        statement->child[0] = rest;
    else
        node_add(lifter->unit, statement, rest);
    if (rest != expression)
        statement->is_synthetic = true;
    append(lifter, statement);
}

struct node *lift_body(struct lifter *lifter, struct node *node)
{
    struct node *outer;
    if (!changes(lifter, node))
        return node;
    struct node *block = open_block(lifter, node, &outer);
    struct open_region *region = lifter->region;
    if (node->kind == NODE_COMPOUND)
        lift_compound_into(lifter, node);
    else
        lift_statement(lifter, node);
    close_regions(lifter, region);
    lifter->out = outer;
    return block;
}

/* The statements of a compound, into lifter->out, which stands for it. */
void lift_compound_into(struct lifter *lifter, struct node *compound)
{
    struct block *outer = lifter->block;
    struct open_region *region = lifter->region;
    lifter->block = compound->block;
    lifter->out->block = compound->block;
    lifter->out->first = compound->first;
    lifter->out->last = compound->last;
    lifter->out->is_synthetic = compound->is_synthetic;
    for (uint32_t i = 0; i < compound->children; i++)
        lift_statement(lifter, compound->child[i]);
    close_regions(lifter, region);
    lifter->block = outer;
}

/* -- declarations -- */

/* In `int *p = await f(sizeof *p)` the call comes to stand before p. */
static void carry_own_name(struct node *node, struct symbol *symbol,
                           bool is_unevaluated)
{
    if (!node)
        return;
    if (node->kind == NODE_UNEVALUATED)
        is_unevaluated = true;
    if (node->kind == NODE_NAME && node->symbol == symbol && is_unevaluated) {
        node->is_carried = true;
        symbol->needs_type = true;
    }
    for (uint32_t i = 0; i < node->children; i++)
        carry_own_name(node->child[i], symbol, is_unevaluated);
}

static void lift_declaration(struct lifter *lifter, struct node *node)
{
    begin_statement(lifter);
    if (node->child[1] && node->child[1]->awaits) /* in an array's size */
        node->child[1] = lift_expression(lifter, node->child[1], VALUE);
    if (node->child[2] && node->child[2]->awaits) {
        carry_own_name(node->child[2], node->symbol, false);
        node->child[2] = lift_expression(lifter, node->child[2], VALUE);
    }
    append(lifter, node);
    if (node->cleaner)
        open_region(lifter, node);
}

/* -- 6.8.1 -- */

static void lift_label(struct lifter *lifter, struct node *node)
{
    struct node **place = &node->child[node->children - 1], *inner = *place;
    *place = make(lifter, NODE_NULL, node);
    append(lifter, node);
    if (!(inner->kind == NODE_NULL && inner->is_synthetic))
        lift_statement(lifter, inner);
}

/* -- 6.8.4 -- */

/* The statement is a block of its own, if something is declared in its
 * head. */
static struct block *enter_block(struct lifter *lifter, const struct node *node)
{
    struct block *outer = lifter->block;
    if (node->block)
        lifter->block = node->block;
    return outer;
}

static void lift_if(struct lifter *lifter, struct node *node)
{
    struct block *outer = enter_block(lifter, node);
    node->child[0] = value_of(lifter, node->child[0]);
    node->child[1] = lift_body(lifter, node->child[1]);
    if (node->child[2])
        node->child[2] = lift_body(lifter, node->child[2]);
    append(lifter, node);
    lifter->block = outer;
}

static void lift_switch(struct lifter *lifter, struct node *node)
{
    struct block *outer = enter_block(lifter, node);
    node->child[0] = value_of(lifter, node->child[0]);
    node->child[1] = lift_body(lifter, node->child[1]);
    append(lifter, node);
    lifter->block = outer;
}

/* -- 6.8.5 -- */

static void break_unless(struct lifter *lifter, struct node *test,
                         struct node *loop)
{
    begin_statement(lifter);
    struct node *value = lift_expression(lifter, test, VALUE);
    struct node *negation = make(lifter, NODE_NOT, test);
    struct node *jump = make(lifter, NODE_BREAK, test);
    struct node *node = make(lifter, NODE_IF, test);
    jump->target = loop;
    node_add(lifter->unit, negation, value);
    node_add(lifter->unit, node, negation);
    node_add(lifter->unit, node, jump);
    node_add(lifter->unit, node, NULL);
    append(lifter, node);
}

void append_place(struct lifter *lifter, const char *place,
                  const struct node *like)
{
    struct node *node = make(lifter, NODE_PLACE, like);
    node->text = place;
    append(lifter, node);
}

/* for (;;) { if (!test) break; body; continue: step; } where the loop node
 * is `loop`, so that break and continue still name it. */
static void lift_loop(struct lifter *lifter, struct node *loop,
                      struct node *test, struct node *body, struct node *step)
{
    struct node *outer, *made = make(lifter, NODE_LOOP, loop);
    struct node *block = open_block(lifter, loop, &outer);
    made->at = loop->first;
    made->target = loop; /* what break and continue name */
    if (test)
        break_unless(lifter, test, loop);
    if (step)
        loop->continue_place = new_place(lifter, "continue");
    lifter->opened_loops++;
    append(lifter, lift_body(lifter, body));
    lifter->opened_loops--;
    if (step) {
        append_place(lifter, loop->continue_place, step);
        lift_effects(lifter, step, NULL);
    }
    lifter->out = outer;
    node_add(lifter->unit, made, block);
    append(lifter, made);
}

static void lift_while(struct lifter *lifter, struct node *node)
{
    struct block *outer = enter_block(lifter, node);
    if (node->child[0]->awaits) {
        lift_loop(lifter, node, node->child[0], node->child[1], NULL);
    } else {
        node->child[1] = lift_body(lifter, node->child[1]);
        append(lifter, node);
    }
    lifter->block = outer;
}

/* do { body; continue: ...; } while (rest) */
static void lift_do(struct lifter *lifter, struct node *node)
{
    struct block *outer_block = enter_block(lifter, node);
    if (!node->child[1]->awaits) {
        node->child[0] = lift_body(lifter, node->child[0]);
        append(lifter, node);
        lifter->block = outer_block;
        return;
    }
    struct node *outer, *block = open_block(lifter, node, &outer);
    node->continue_place = new_place(lifter, "continue");
    lifter->opened_loops++;
    append(lifter, lift_body(lifter, node->child[0]));
    lifter->opened_loops--;
    append_place(lifter, node->continue_place, node->child[1]);
    node->child[1] = value_of(lifter, node->child[1]);
    lifter->out = outer;
    node->child[0] = block;
    node->is_synthetic = true;
    append(lifter, node);
    lifter->block = outer_block;
}

static bool cleans_up(const struct node *init)
{
    for (uint32_t i = 0; init && i < init->children; i++)
        if (init->child[i] && init->child[i]->cleaner)
            return true;
    return false;
}

static void lift_for_whole(struct lifter *lifter, struct node *node)
{
    node->child[3] = lift_body(lifter, node->child[3]);
    append(lifter, node);
}

static void lift_for(struct lifter *lifter, struct node *node)
{
    struct node *init = node->child[0], *test = node->child[1],
                *step = node->child[2];
    struct block *outer_block = lifter->block;
    struct open_region *region = lifter->region;
    bool head_awaits = (test && test->awaits) || (step && step->awaits);
    bool is_whole = !(init && init->awaits) && !head_awaits && !cleans_up(init);
    lifter->block = node->block;
    if (is_whole) {
        lift_for_whole(lifter, node);
    } else {
        struct node *outer, *block = open_block(lifter, node, &outer);
        block->block = node->block;
        if (init && init->kind == NODE_COMPOUND)
            for (uint32_t i = 0; i < init->children; i++)
                lift_declaration(lifter, init->child[i]);
        else if (init)
            lift_effects(lifter, init, NULL);
        node->child[0] = NULL;
        if (head_awaits)
            lift_loop(lifter, node, test, node->child[3], step);
        else
            lift_for_whole(lifter, node);
        close_regions(lifter, region);
        lifter->out = outer;
        append(lifter, block);
    }
    lifter->block = outer_block;
}

/* -- 6.8.6 -- */

/* An offloaded call needs the frame that it stands in. */
static bool is_await_call(struct node *value)
{
    value = node_bare(value);
    return value->kind == NODE_AWAIT && !value->is_task &&
           value->child[0]->kind == NODE_CALL && !value->child[0]->is_offloaded;
}

static void lift_return(struct lifter *lifter, struct node *node)
{
    struct node *value = node->child[0];
    begin_statement(lifter);
    if (value && value->awaits) {
        bool is_tail = is_await_call(value) && !lifter->function->is_generator;
        enum wanted wanted =
            lifter->function->is_returning_void ? NOTHING : VALUE;
        node->child[0] = lift_expression(lifter, value, wanted);
        size_t count = lifter->function->suspensions.count;
        if (is_tail)
            lifter->function->suspensions.at[count - 1]->is_tail = true;
        node->is_synthetic = true;
    }
    append(lifter, node);
}

/* break and continue of a loop that was taken apart */
static void lift_continue(struct lifter *lifter, struct node *node)
{
    if (node->kind == NODE_CONTINUE && node->target->continue_place) {
        struct node *jump = make(lifter, NODE_GOTO_PLACE, node);
        jump->text = node->target->continue_place;
        node = jump;
    }
    append(lifter, node);
}

static void lift_yield(struct lifter *lifter, struct node *node,
                       enum suspension how, struct symbol *symbol)
{
    struct node *value = lift_expression(lifter, node->child[0], VALUE);
    struct node *made = suspend(lifter, how, value, symbol);
    made->first = node->first;
    made->last = node->last;
    made->at = node->first;
    lift_closing(lifter, made);
}

/* The failure of the inner generator is that of the outer one. */
static void lift_yield_from(struct lifter *lifter, struct node *node)
{
    begin_statement(lifter);
    struct symbol *symbol = make_temporary(lifter, node);
    lift_yield(lifter, node, SUSPEND_YIELD_FROM, symbol);
    struct node *test = make(lifter, NODE_IF, node);
    struct node *outer, *block = open_block(lifter, node, &outer);
    lift_fail(lifter, use_temporary(lifter, symbol, node), node);
    lifter->out = outer;
    node_add(lifter->unit, test, use_temporary(lifter, symbol, node));
    node_add(lifter->unit, test, block);
    node_add(lifter->unit, test, NULL);
    append(lifter, test);
}

/* pirn_fail(e); */
static bool is_fail(struct node *node)
{
    return node_bare(node->child[0])->kind == NODE_FAIL;
}

void lift_statement(struct lifter *lifter, struct node *node)
{
    add_probe(lifter, node);
    if (!changes(lifter, node)) {
        append(lifter, node);
        return;
    }
    switch (node->kind) {
    case NODE_COMPOUND: append(lifter, lift_body(lifter, node)); break;
    case NODE_EXPRESSION:
        if (is_fail(node) && lifter->region)
            lift_fail(lifter,
                      value_of(lifter, node_bare(node->child[0])->child[0]),
                      node);
        else
            lift_effects(lifter, node->child[0], node);
        break;
    case NODE_DECLARATION: lift_declaration(lifter, node); break;
    case NODE_LABEL:
    case NODE_CASE:
    case NODE_DEFAULT: lift_label(lifter, node); break;
    case NODE_IF: lift_if(lifter, node); break;
    case NODE_SWITCH: lift_switch(lifter, node); break;
    case NODE_WHILE: lift_while(lifter, node); break;
    case NODE_DO: lift_do(lifter, node); break;
    case NODE_FOR: lift_for(lifter, node); break;
    case NODE_RETURN:
        if (!lift_jump(lifter, node))
            lift_return(lifter, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_GOTO:
        if (!lift_jump(lifter, node))
            lift_continue(lifter, node);
        break;
    case NODE_GOTO_COMPUTED:
        node->child[0] = value_of(lifter, node->child[0]);
        append(lifter, node);
        break;
    case NODE_YIELD:
        begin_statement(lifter);
        lift_yield(lifter, node, SUSPEND_YIELD, NULL);
        break;
    case NODE_YIELD_FROM: lift_yield_from(lifter, node); break;
    case NODE_DEFER: open_region(lifter, node); break;
    case NODE_SCOPE: lift_scope(lifter, node); break;
    default: append(lifter, node); break;
    }
}

void lift_awaits(struct unit *unit, struct function *function)
{
    struct lifter lifter = {
        .unit = unit,
        .function = function,
        .arena = unit->arena,
        .block = function->block,
        .probes = function->is_turned &&
                  unit->source->options->async_all >= ASYNC_ALL_YIELD,
    };
    struct node *body = node_new(unit, NODE_BLOCK, function->body->first);
    lifter.out = body;
    lift_compound_into(&lifter, function->body);
    function->body = body;
    size_t most = function->is_generator ? MAX_GENERATOR : MAX_SUSPENSIONS;
    if (function->suspensions.count > most)
        diagnose(unit->source, function->name_token, "too-many-awaits",
                 "split it into several coroutines",
                 "'%s' can be suspended at more than %zu places",
                 function->name, most);
}
