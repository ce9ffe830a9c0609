/* 6.8 Statements and blocks, with GNU's extensions, yield, defer and scope. */
#include "translate/parse.h"

#include <string.h>

static struct node *node_end(struct parser *p, struct node *node)
{
    node->last = p->at - 1;
    return node;
}

void begin_region(struct parser *p, struct node *node)
{
    node->region = p->region;
    node->scope = p->block->own_scope;
    p->block->has_region = p->block->has_label = true;
    p->region = node;
    vector_push(p->arena, &p->function->regions, node);
}

static struct block *push_block(struct parser *p)
{
    struct block *block = block_new(p->unit, p->block, p->at);
    p->block = block;
    return block;
}

static void pop_block(struct parser *p, struct block *block)
{
    block->last = p->at - 1;
    p->block = block->parent;
}

/* A block without braces. If nothing was declared in it, it is none: what is
 * inside becomes a part of the block around it. */
static struct block *pop_bare_block(struct parser *p, struct block *block)
{
    struct block *parent = block->parent;
    pop_block(p, block);
    if (block->symbols.count || block->tags.count)
        return block;
    parent->children.count--; /* the block itself */
    for (size_t i = 0; i < block->children.count; i++) {
        struct block *child = block->children.at[i];
        child->parent = parent;
        vector_push(p->arena, &parent->children, child);
    }
    return NULL;
}

/* 6.8.4 3, 6.8.5 5: the statement is a block, and the statements in it are
 * blocks, braces or not. The regions in them end there, and are none of the
 * block around them. */
static struct node *substatement(struct parser *p)
{
    struct node *region = p->region;
    struct node *node;
    if (at_text(p, "{")) {
        node = parse_statement(p);
    } else {
        struct block *block = push_block(p);
        node = parse_statement(p);
        block = pop_bare_block(p, block);
        if (block) {
            struct node *compound =
                node_new(p->unit, NODE_COMPOUND, node->first);
            compound->last = node->last;
            compound->is_synthetic = true;
            compound->block = block;
            node_add(p->unit, compound, node);
            node = compound;
        }
    }
    p->region = region;
    return node;
}

/* What a loop's head declares is there before its body, the next time. */
static struct block *pop_loop_block(struct parser *p, struct block *block)
{
    block->has_label = true;
    return pop_bare_block(p, block);
}

/* A loop or switch around its body: what break and continue mean there. */
static struct node *body(struct parser *p, struct node *statement, bool is_loop)
{
    struct node *loop = p->loop, *breakable = p->breakable,
                *selection = p->selection;
    bool in_head = p->in_head;
    p->in_head = false;
    p->breakable = statement;
    if (is_loop)
        p->loop = statement;
    else
        p->selection = statement;
    struct node *result = substatement(p);
    p->loop = loop;
    p->breakable = breakable;
    p->selection = selection;
    p->in_head = in_head;
    return result;
}

static struct node *parenthesised(struct parser *p)
{
    expect(p, "(");
    struct node *node = parse_expression(p);
    expect(p, ")");
    return node;
}

/* The head of a loop or switch. */
static struct node *parenthesised_head(struct parser *p)
{
    bool in_head = p->in_head;
    p->in_head = true;
    struct node *node = parenthesised(p);
    p->in_head = in_head;
    return node;
}

/* -- 6.8.1 Labeled statements -- */

static struct label *new_label(struct parser *p, token_index name,
                               struct block *block)
{
    struct function *function = p->function;
    struct label *label = arena_new(p->arena, struct label);
    label->name = token_text(p->source, name);
    label->used = name;
    label->block = block;
    if (block || !strncmp(label->name, "pirn__", 6))
        label->rename =
            arena_printf(p->arena, "%s_%u", label->name, function->numbers++);
    vector_push(p->arena, &function->labels, label);
    return label;
}

/* The label of that name that __label__ declared in the block; or the
 * function's, if block is NULL. */
static struct label *label_in(struct parser *p, token_index name,
                              const struct block *block)
{
    const struct token *token = &p->source->tokens.at[name];
    for (size_t i = 0; i < p->function->labels.count; i++) {
        struct label *label = p->function->labels.at[i];
        if (label->block == block && strlen(label->name) == token->length &&
            !memcmp(label->name, token->text, token->length))
            return label;
    }
    return NULL;
}

struct label *find_label(struct parser *p, token_index name)
{
    if (p->source->tokens.at[name].kind != TOKEN_NAME)
        give_up(p->source, name, "syntax", NULL, "expected a label");
    for (struct block *block = p->block; block; block = block->parent) {
        struct label *label = label_in(p, name, block);
        if (label)
            return label;
    }
    struct label *label = label_in(p, name, NULL);
    return label ? label : new_label(p, name, NULL);
}

static bool ends_block(const struct parser *p)
{
    return at_text(p, "}");
}

/* What a label stands before; C23 allows the end of a block or a declaration
 * there, before which an empty statement is supposed. */
static struct node *labelled(struct parser *p)
{
    if (ends_block(p) || starts_type(p, p->at)) {
        struct node *node = node_new(p->unit, NODE_NULL, p->at);
        node->is_synthetic = true;
        return node;
    }
    return parse_statement(p);
}

static void mark_labels(struct block *block)
{
    for (; block; block = block->parent)
        block->has_label = true;
}

/* Behind the colon: the statement becomes the last child; `at` stays at what
 * comes before it. */
static struct node *label_end(struct parser *p, struct node *node)
{
    node->at = p->at - 1;
    node->region = p->region;
    mark_labels(p->block);
    node_add(p->unit, node, labelled(p));
    return node_end(p, node);
}

static struct node *label_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_LABEL, p->at);
    struct label *label = find_label(p, p->at);
    if (label->node)
        give_up(p->source, p->at, "syntax", NULL,
                "the label '%s' is there twice", label->name);
    node->label = label;
    label->node = node;
    label->region = p->region;
    label->around = p->block;
    label->statement_expression = p->statement_expression;
    p->at += 2;
    skip_attributes(p);
    return label_end(p, node);
}

static struct node *case_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_CASE, p->at++);
    if (!p->selection)
        give_up(p->source, node->first, "syntax", NULL,
                "'case' outside a switch");
    node->target = p->selection;
    node_add(p->unit, node, parse_unevaluated(p, parse_conditional));
    if (take(p, "..."))
        node_add(p->unit, node, parse_unevaluated(p, parse_conditional));
    expect(p, ":");
    skip_attributes(p);
    return label_end(p, node);
}

static struct node *default_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_DEFAULT, p->at++);
    if (!p->selection)
        give_up(p->source, node->first, "syntax", NULL,
                "'default' outside a switch");
    node->target = p->selection;
    expect(p, ":");
    skip_attributes(p);
    return label_end(p, node);
}

static struct node *label_declaration(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_LABEL_DECLARATION, p->at++);
    do {
        if (peek(p)->kind != TOKEN_NAME)
            give_up(p->source, p->at, "syntax", NULL, "expected a label");
        new_label(p, p->at++, p->block);
    } while (take(p, ","));
    expect(p, ";");
    return node_end(p, node);
}

/* -- 6.8.2 Compound statement -- */

static bool starts_declaration(const struct parser *p)
{
    return word_at(p, p->at) == WORD_STATIC_ASSERT ||
           (starts_type(p, p->at) && !next_is(p, ":"));
}

static bool at_fallthrough(const struct parser *p)
{
    struct parser ahead = *p;
    if (!at_attribute(p))
        return false;
    if (word_at(p, p->at) == WORD_ATTRIBUTE)
        ahead.at++;
    skip_balanced(&ahead);
    return at_text(&ahead, ";");
}

static void block_item(struct parser *p, struct node *into)
{
    if (word_at(p, p->at) == WORD_LABEL)
        node_add(p->unit, into, label_declaration(p));
    else if (!at_fallthrough(p) && starts_declaration(p))
        parse_declaration(p, into);
    else
        node_add(p->unit, into, parse_statement(p));
}

struct node *parse_compound(struct parser *p, struct block *block)
{
    struct node *node = node_new(p->unit, NODE_COMPOUND, p->at);
    struct node *own_scope = p->own_scope, *region = p->region;
    p->own_scope = NULL;
    expect(p, "{");
    enter(p);
    node->block = block ? block : push_block(p);
    node->block->own_scope = own_scope;
    while (!at_text(p, "}")) {
        if (peek(p)->kind == TOKEN_END)
            give_up(p->source, node->first, "syntax", NULL,
                    "this '{' is never closed");
        block_item(p, node);
    }
    leave(p);
    p->at++;
    p->region = region;
    if (!block)
        pop_block(p, node->block);
    return node_end(p, node);
}

/* -- 6.8.4 Selection statements -- */

static struct node *if_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_IF, p->at++);
    struct block *block = push_block(p);
    node_add(p->unit, node, parenthesised(p));
    node_add(p->unit, node, substatement(p));
    struct node *otherwise = NULL;
    if (word_at(p, p->at) == WORD_ELSE) {
        p->at++;
        otherwise = substatement(p);
    }
    node_add(p->unit, node, otherwise);
    node->block = pop_bare_block(p, block);
    return node_end(p, node);
}

static struct node *switch_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_SWITCH, p->at++);
    struct block *block = push_block(p);
    node->region = p->region;
    node_add(p->unit, node, parenthesised_head(p));
    node_add(p->unit, node, body(p, node, false));
    node->block = pop_bare_block(p, block);
    return node_end(p, node);
}

/* -- 6.8.5 Iteration statements -- */

static struct node *while_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_WHILE, p->at++);
    struct block *block = push_block(p);
    node->region = p->region;
    node_add(p->unit, node, parenthesised_head(p));
    node_add(p->unit, node, body(p, node, true));
    node->block = pop_loop_block(p, block);
    return node_end(p, node);
}

static struct node *do_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_DO, p->at++);
    struct block *block = push_block(p);
    node->region = p->region;
    node_add(p->unit, node, body(p, node, true));
    if (word_at(p, p->at) != WORD_WHILE)
        give_up(p->source, p->at, "syntax", NULL,
                "expected the 'while' of a do statement");
    p->at++;
    node_add(p->unit, node, parenthesised_head(p));
    expect(p, ";");
    node->block = pop_loop_block(p, block);
    return node_end(p, node);
}

static struct node *for_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_FOR, p->at++);
    struct node *region = p->region;
    bool in_head = p->in_head;
    p->in_head = true;
    expect(p, "(");
    node->block = push_block(p);
    struct node *init = NULL, *test = NULL, *step = NULL;
    if (starts_declaration(p)) {
        /* the declarations, one node each */
        init = node_new(p->unit, NODE_COMPOUND, p->at);
        init->is_synthetic = true;
        parse_declaration(p, init);
        init->last = p->at - 1;
    } else {
        if (!at_text(p, ";"))
            init = parse_expression(p);
        expect(p, ";");
    }
    if (!at_text(p, ";"))
        test = parse_expression(p);
    expect(p, ";");
    if (!at_text(p, ")"))
        step = parse_expression(p);
    expect(p, ")");
    p->in_head = in_head;
    node->region = p->region; /* jumps out of the loop leave none of its own */
    node_add(p->unit, node, init);
    node_add(p->unit, node, test);
    node_add(p->unit, node, step);
    node_add(p->unit, node, body(p, node, true));
    p->region = region;
    node->block->has_label = true; /* as in pop_loop_block */
    pop_block(p, node->block);
    return node_end(p, node);
}

/* -- 6.8.6 Jump statements -- */

static struct node *goto_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_GOTO, p->at++);
    node->region = p->region;
    if (take(p, "*")) {
        node->kind = NODE_GOTO_COMPUTED;
        node_add(p->unit, node, parse_expression(p));
    } else {
        node->label = find_label(p, p->at);
        node->label->used = p->at;
        node->label->is_used = true;
        p->at++;
    }
    expect(p, ";");
    return node_end(p, node);
}

static struct node *loop_jump(struct parser *p)
{
    bool is_break = word_at(p, p->at) == WORD_BREAK;
    struct node *node =
        node_new(p->unit, is_break ? NODE_BREAK : NODE_CONTINUE, p->at++);
    node->target = is_break ? p->breakable : p->loop;
    node->region = p->region;
    if (!node->target)
        give_up(p->source, node->first, "syntax", NULL, "'%s' outside a loop%s",
                is_break ? "break" : "continue", is_break ? " or switch" : "");
    /* For gcc it belongs to the loop around, for clang to this one. */
    if (p->in_head)
        give_up(p->source, node->first, "jump-in-head", "put it into the body",
                "'%s' in the head of a loop or switch",
                is_break ? "break" : "continue");
    expect(p, ";");
    return node_end(p, node);
}

static struct node *return_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_RETURN, p->at++);
    node->region = p->region;
    node_add(p->unit, node,
             at_text(p, ";")   ? NULL
             : at_text(p, "{") ? parse_initialiser(p)
                               : parse_expression(p));
    expect(p, ";");
    return node_end(p, node);
}

/* -- GNU: asm -- */

static void asm_operands(struct parser *p, struct node *into)
{
    while (!at_text(p, ":") && !at_text(p, ")")) {
        if (take(p, "[")) {
            p->at++;
            expect(p, "]");
        }
        if (peek(p)->kind != TOKEN_STRING)
            give_up(p->source, p->at, "syntax", NULL,
                    "expected an operand of asm");
        while (peek(p)->kind == TOKEN_STRING)
            p->at++;
        if (take(p, "(")) {
            node_add(p->unit, into, parse_expression(p));
            expect(p, ")");
        }
        if (!take(p, ","))
            break;
    }
}

static struct node *asm_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_ASM, p->at++);
    while (peek(p)->kind == TOKEN_NAME) {
        if (word_at(p, p->at) == WORD_GOTO)
            give_up(p->source, p->at, "asm-goto",
                    "put the asm into a plain function", "asm goto");
        p->at++;
    }
    expect(p, "(");
    while (peek(p)->kind == TOKEN_STRING)
        p->at++;
    while (at_text(p, ":") || at_text(p, "::")) {
        if (take(p, "::"))
            ;
        else
            p->at++;
        asm_operands(p, node);
    }
    expect(p, ")");
    expect(p, ";");
    return node_end(p, node);
}

/* -- Pirn: yield, defer, scope -- */

static bool is_deferred(const struct parser *p)
{
    for (const struct node *node = p->region; node; node = node->region)
        if (node->kind == NODE_DEFERRED)
            return true;
    return false;
}

static const char *yield_word(struct parser *p, token_index at)
{
    return word_at(p, at) == WORD_YIELD ? "yield" : "yield_from";
}

static void refuse_yield(struct parser *p, token_index at)
{
    if (!p->function->is_generator)
        give_up(p->source, at, "yield-outside-generator",
                "declare the function: generator T f(...)",
                "'%s' in '%s', which is not a generator", yield_word(p, at),
                p->function->name);
    if (is_deferred(p))
        give_up(p->source, at, "yield-in-defer", "yield before the block ends",
                "'%s' in a defer, which also runs when nobody takes values "
                "any more",
                yield_word(p, at));
    if (p->scope)
        give_up(p->source, at, "yield-in-scope",
                "collect in the scope, and yield behind it",
                "'%s' inside a scope, under whose deadline the consumer "
                "would run",
                yield_word(p, at));
}

static void refuse_async_inner(struct parser *p, struct node *generator)
{
    struct node *call = node_bare(generator);
    struct type *type =
        call->kind == NODE_CALL ? callee_type(p->unit, call->child[0]) : NULL;
    if (type && type->is_async_generator && !p->function->is_async)
        give_up(p->source, generator->first, "yield-from-async-generator",
                "declare this one: async generator",
                "the plain generator '%s' cannot wait for an async one",
                p->function->name);
}

static struct node *yield_statement(struct parser *p)
{
    bool is_from = word_at(p, p->at) == WORD_YIELD_FROM;
    struct node *node =
        node_new(p->unit, is_from ? NODE_YIELD_FROM : NODE_YIELD, p->at++);
    refuse_yield(p, node->first);
    node->region = p->region;
    node_add(p->unit, node, parse_expression(p));
    if (is_from)
        refuse_async_inner(p, node->child[0]);
    expect(p, ";");
    return node_end(p, node);
}

/* ISO/IEC TS 25755 */
static struct node *defer_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_DEFER, p->at++);
    struct node *deferred = node_new(p->unit, NODE_DEFERRED, p->at);
    struct node *scope = p->scope, *region = p->region;
    if (p->is_unevaluated)
        give_up(p->source, node->first, "defer-in-choice",
                "put the statements into a function",
                "a defer in an operand that is not evaluated");
    deferred->region = region;
    deferred->block = push_block(p);
    p->scope = NULL; /* that around has no tasks any more */
    p->region = deferred;
    node_add(p->unit, deferred, parse_statement(p));
    p->scope = scope;
    p->region = region;
    pop_block(p, deferred->block);
    node_add(p->unit, node, node_end(p, deferred));
    node->block = p->block;
    p->function->has_defer = true;
    begin_region(p, node);
    return node_end(p, node);
}

static void scope_options(struct parser *p, struct node *options)
{
    while (take(p, ",")) {
        if (!take(p, "."))
            give_up(p->source, p->at, "syntax", NULL,
                    "expected an option such as .timeout = 5 * PIRN_S");
        p->at++;
        expect(p, "=");
        node_add(p->unit, options, parse_assignment(p));
    }
}

static struct node *scope_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_SCOPE, p->at++);
    struct node *outer = p->scope, *region = p->region;
    node->region = region;
    if (!p->function->is_async)
        give_up(p->source, node->first, "scope-outside-coroutine",
                "declare the function async",
                "'scope' in '%s', which is not a coroutine", p->function->name);
    struct node *options = node_new(p->unit, NODE_INITIALISER_LIST, p->at);
    node->block = push_block(p);
    expect(p, "(");
    token_index name = p->at;
    if (peek(p)->kind != TOKEN_NAME)
        give_up(p->source, name, "syntax", NULL,
                "expected a name for the scope: scope (s)");
    p->at++;
    options->first = p->at + 1;
    scope_options(p, options);
    options->last = p->at - 1;
    expect(p, ")");
    node->symbol = declare(p, name, SYMBOL_SCOPE, NULL);
    node_add(p->unit, node, options->children ? options : NULL);
    if (at_text(p, ";"))
        diagnose(p->source, p->at, "empty-scope",
                 "put what it is to hold behind it: scope (s) { ... }",
                 "the scope '%s' ends at this semicolon", node->symbol->name);
    p->scope = p->region = node;
    p->own_scope = at_text(p, "{") ? node : NULL;
    node_add(p->unit, node, parse_statement(p));
    p->scope = outer;
    p->region = region;
    struct node *otherwise = NULL;
    if (word_at(p, p->at) == WORD_ELSE) {
        p->at++;
        otherwise = substatement(p);
    }
    node_add(p->unit, node, otherwise);
    node->awaits = true;
    pop_block(p, node->block);
    vector_push(p->arena, &p->function->regions, node);
    return node_end(p, node);
}

/* -- 6.8.3 Expression and null statements -- */

static struct node *expression_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_EXPRESSION, p->at);
    node->at = p->at;
    node_add(p->unit, node, parse_expression(p));
    expect(p, ";");
    return node_end(p, node);
}

static struct node *fallthrough_statement(struct parser *p)
{
    struct node *node = node_new(p->unit, NODE_FALLTHROUGH, p->at);
    skip_attributes(p);
    expect(p, ";");
    return node_end(p, node);
}

static struct node *plain_statement(struct parser *p)
{
    if (at_fallthrough(p))
        return fallthrough_statement(p);
    skip_attributes(p); /* [[likely]] and its like are advice */
    switch (word_at(p, p->at)) {
    case WORD_CASE: return case_statement(p);
    case WORD_DEFAULT: return default_statement(p);
    case WORD_IF: return if_statement(p);
    case WORD_SWITCH: return switch_statement(p);
    case WORD_WHILE: return while_statement(p);
    case WORD_DO: return do_statement(p);
    case WORD_FOR: return for_statement(p);
    case WORD_GOTO: return goto_statement(p);
    case WORD_BREAK:
    case WORD_CONTINUE: return loop_jump(p);
    case WORD_RETURN: return return_statement(p);
    case WORD_ASM: return asm_statement(p);
    case WORD_YIELD:
    case WORD_YIELD_FROM: return yield_statement(p);
    case WORD_DEFER: return defer_statement(p);
    case WORD_SCOPE: return scope_statement(p);
    default: break;
    }
    if (at_text(p, "{"))
        return parse_compound(p, NULL);
    if (at_text(p, ";")) {
        struct node *node = node_new(p->unit, NODE_NULL, p->at++);
        return node;
    }
    if (peek(p)->kind == TOKEN_NAME && peek(p)->word == WORD_NONE &&
        next_is(p, ":"))
        return label_statement(p);
    return expression_statement(p);
}

struct node *parse_statement(struct parser *p)
{
    enter(p);
    struct directive *directives = p->source->directives.at;
    uint32_t before = peek(p)->before;
    if (before && directives[before - 1].is_openmp)
        p->function->openmp = p->at;
    if (p->function->openmp == p->at && p->function->is_coroutine)
        give_up(p->source, p->at, "openmp",
                "put the parallel region into a plain function",
                "an OpenMP region in a coroutine");
    struct node *node = plain_statement(p);
    leave(p);
    return node;
}
