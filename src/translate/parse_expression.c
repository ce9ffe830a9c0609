/* 6.5 Expressions, with GNU's extensions and Pirn's operators. Only the shape
 * is found out; the one thing asked of types is whether what is awaited or
 * called is a coroutine. */
#include "translate/parse.h"

#include <string.h>

static struct node *cast_expression(struct parser *p);

static struct node *node_begin(struct parser *p, enum node_kind kind)
{
    struct node *node = node_new(p->unit, kind, p->at);
    node->is_unevaluated = p->is_unevaluated;
    return node;
}

static struct node *node_end(struct parser *p, struct node *node)
{
    node->last = p->at - 1;
    return node;
}

static struct node *wrap(struct parser *p, enum node_kind kind,
                         struct node *inner)
{
    struct node *node = node_begin(p, kind);
    node->first = inner->first;
    node_add(p->unit, node, inner);
    return node;
}

static void set_op(struct parser *p, struct node *node, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    size_t length =
        token->length < sizeof node->op ? token->length : sizeof node->op - 1;
    memcpy(node->op, token->text, length);
    node->at = at;
}

struct node *parse_unevaluated(struct parser *p,
                               struct node *(*parse)(struct parser *))
{
    bool outer = p->is_unevaluated;
    p->is_unevaluated = true;
    struct node *node = parse(p);
    p->is_unevaluated = outer;
    node->awaits = false;
    return node;
}

/* -- 6.5.1 Primary expressions -- */

static struct node *literal(struct parser *p)
{
    struct node *node = node_begin(p, NODE_LITERAL);
    bool is_string = peek(p)->kind == TOKEN_STRING;
    p->at++;
    while (is_string && peek(p)->kind == TOKEN_STRING)
        p->at++;
    return node_end(p, node);
}

static struct node *generic_selection(struct parser *p)
{
    struct node *node = node_begin(p, NODE_GENERIC);
    p->at++;
    expect(p, "(");
    if (starts_type(p, p->at)) /* C2y */
        node_add(p->unit, node, parse_type_name(p));
    else
        node_add(p->unit, node, parse_unevaluated(p, parse_assignment));
    while (take(p, ",")) {
        if (word_at(p, p->at) == WORD_DEFAULT)
            p->at++;
        else
            node_add(p->unit, node, parse_type_name(p));
        expect(p, ":");
        struct node *value = parse_assignment(p);
        if (value->awaits)
            give_up(p->source, value->at, "await-in-generic",
                    "await into a variable first, and use that here",
                    "'await' in an arm of _Generic");
        node_add(p->unit, node, value);
    }
    expect(p, ")");
    return node_end(p, node);
}

static bool starts_with(const struct token *token, const char *text)
{
    size_t length = strlen(text);
    return token->length >= length && !memcmp(token->text, text, length);
}

/* a.b[i].c, of which only the indices are expressions */
static void member_designator(struct parser *p, struct node *into)
{
    for (;;) {
        if (peek(p)->kind == TOKEN_NAME) {
            p->at++;
        } else if (take(p, "[")) {
            node_add(p->unit, into, parse_expression(p));
            expect(p, "]");
        } else if (!take(p, ".") && !take(p, "->")) {
            return;
        }
    }
}

/* Whether the compiler only looks at the arguments of the builtin. */
static bool evaluates_nothing(const struct parser *p, token_index name)
{
    static const char *const NAMES[] = {
        "__builtin_constant_p", "__builtin_classify_type",
        "__builtin_object_size", "__builtin_dynamic_object_size",
        "__builtin_has_attribute"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (token_is(p->source, name, NAMES[i]))
            return true;
    return false;
}

/* A builtin that looks like a call, of which arguments may be types. */
static struct node *builtin(struct parser *p)
{
    struct node *node = node_begin(p, NODE_BUILTIN);
    bool is_offset = token_is(p->source, p->at, "__builtin_offsetof");
    bool is_choice = token_is(p->source, p->at, "__builtin_choose_expr");
    bool runs_nothing = evaluates_nothing(p, p->at);
    token_index name = p->at++;
    expect(p, "(");
    while (!at_text(p, ")")) {
        struct node *argument = NULL;
        if (starts_type(p, p->at))
            argument = parse_type_name(p);
        else if (is_offset)
            member_designator(p, node);
        else if (runs_nothing)
            argument = parse_unevaluated(p, parse_assignment);
        else
            argument = parse_assignment(p);
        if (argument)
            node_add(p->unit, node, argument);
        if (!take(p, ","))
            break;
    }
    expect(p, ")");
    if (runs_nothing)
        node->kind = NODE_UNEVALUATED;
    if (is_choice && node->awaits)
        give_up(p->source, name, "await-in-choice",
                "await into a variable first, and use that here",
                "'await' in an operand of %s that may not be evaluated",
                token_text(p->source, name));
    return node_end(p, node);
}

static struct node *name(struct parser *p)
{
    const struct token *token = peek(p);
    struct symbol *symbol = lookup(p, p->at);
    if (!symbol && starts_with(token, "__builtin_") && next_is(p, "("))
        return builtin(p);
    struct node *node = node_begin(p, NODE_NAME);
    node->symbol = symbol;
    if (symbol)
        symbol->is_used = symbol->is_passed_on = true;
    p->at++;
    return node_end(p, node);
}

/* The last statement, behind its labels, gives the value of the whole. */
static void note_value(struct node *body)
{
    struct node *last = body->children ? body->child[body->children - 1] : NULL;
    while (last && last->kind == NODE_LABEL)
        last = last->child[last->children - 1];
    if (last && last->kind == NODE_EXPRESSION)
        last->is_value = true;
}

static struct node *statement_expression(struct parser *p)
{
    struct node *node = node_begin(p, NODE_STATEMENT_EXPRESSION);
    struct node *outer = p->statement_expression;
    expect(p, "(");
    p->statement_expression = node;
    node_add(p->unit, node, parse_compound(p, NULL));
    note_value(node->child[0]);
    p->statement_expression = outer;
    expect(p, ")");
    if (p->is_unevaluated)
        node->awaits = false;
    return node_end(p, node);
}

static struct node *parenthesised(struct parser *p)
{
    if (next_is(p, "{"))
        return statement_expression(p);
    struct node *node = node_begin(p, NODE_PAREN);
    expect(p, "(");
    node_add(p->unit, node, parse_expression(p));
    expect(p, ")");
    return node_end(p, node);
}

/* -- Pirn's operators -- */

static bool is_coroutine_call(struct parser *p, struct node *call)
{
    if (!call || call->kind != NODE_CALL)
        return false;
    struct type *type = callee_type(p->unit, call->child[0]);
    if (type)
        return type->is_async;
    return call->is_consumed;
}

static const char *text_of(struct parser *p, const struct node *node)
{
    struct text text = {NULL, 0, 0};
    for (token_index at = node->first; at <= node->last && text.length < 60;
         at++)
        text_printf(&text, "%s%s",
                    at > node->first && p->source->tokens.at[at].spaced ? " "
                                                                        : "",
                    token_text(p->source, at));
    const char *copy =
        arena_copy(p->arena, text.text ? text.text : "", text.length);
    text_free(&text);
    return copy;
}

/* The call that await, spawn and pirn_run take. */
static struct node *coroutine_call(struct parser *p, struct node *operand,
                                   token_index word)
{
    struct node *call = node_bare(operand);
    const char *verb = token_text(p->source, word);
    if (word_at(p, word) == WORD_RUN)
        verb = "pirn_run";
    else if (word_at(p, word) == WORD_TEST)
        verb = "pirn_test";
    else if (!strncmp(verb, "__pirn_", 7))
        verb += 7;
    if (!call || call->kind != NODE_CALL)
        give_up(p->source, operand->first, "not-a-call",
                "give it a call: f(arguments)",
                "'%s' needs a call of a coroutine", verb);
    if (!is_coroutine_call(p, call)) {
        const char *callee = text_of(p, call->child[0]);
        bool is_ours = !strncmp(callee, "pirn_", 5);
        if (!strncmp(callee, "pirn__", 6)) /* what a macro of ours stands for */
            callee = arena_printf(p->arena, "pirn_%s", callee + 6);
        give_up(p->source, call->first, "not-a-coroutine",
                is_ours ? "it never waits: call it without the word"
                        : "declare it async, or call it without the word",
                "'%s' is not a coroutine, so it cannot follow '%s'", callee,
                verb);
    }
    call->is_consumed = true;
    return call;
}

static void must_be_in_coroutine(struct parser *p, token_index at)
{
    if (p->function->is_async)
        return;
    bool in_generator = p->function->is_generator;
    give_up(p->source, at, "await-outside-coroutine",
            in_generator
                ? "declare it: async generator"
                : "declare the function async, or start one with pirn_run(f())",
            "'await' in %s '%s'",
            in_generator ? "the plain generator" : "the plain function",
            p->function->name);
}

/* Plain functions that another thread cannot call for a task: they do not
 * return, or are about the thread that calls them. */
static bool is_bound_to_thread(const char *name)
{
    static const char *const NAMES[] = {
        "abort",        "exit",       "_exit",
        "_Exit",        "quick_exit", "longjmp",
        "_longjmp",     "siglongjmp", "thrd_exit",
        "pthread_exit", "err",        "errx",
        "verr",         "verrx",      "fork",
        "_Fork",        "setcontext", "swapcontext",
        "makecontext",  "pause",      "pthread_kill_other_threads_np"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (!strcmp(name, NAMES[i]))
            return true;
    return false;
}

/* The plain call that offload takes. */
static struct node *offloaded_call(struct parser *p, struct node *operand)
{
    struct node *call = node_bare(operand);
    if (call->kind != NODE_CALL)
        give_up(p->source, operand->first, "offload-no-call",
                "write a function that does it, and offload a call of that",
                "'offload' needs a call of a function%s",
                call->kind == NODE_BUILTIN ? ", and this is the compiler's own"
                                           : "");
    struct type *type = callee_type(p->unit, call->child[0]);
    const char *callee = text_of(p, call->child[0]);
    if (type && (type->is_async || type->is_generator))
        give_up(p->source, call->first, "offload-coroutine",
                type->is_generator ? "call it without the words"
                                   : "await it without 'offload'",
                "'%s' is a %s, which runs on the thread of its task", callee,
                type->is_generator ? "generator" : "coroutine");
    if (!strncmp(callee, "pirn_", 5))
        give_up(p->source, call->first, "offload-thread",
                "call it without 'offload'",
                "'%s' is Pirn's, and belongs on the thread of its task",
                callee);
    if (is_bound_to_thread(callee))
        give_up(p->source, call->first, "offload-thread",
                "call it without 'offload'",
                "'%s' is about the thread that calls it, and that would be "
                "none of yours",
                callee);
    call->is_consumed = call->is_offloaded = true;
    return call;
}

/* `offload` that does not stand behind `await`. */
__attribute__((noreturn)) static void refuse_lone_offload(struct parser *p)
{
    bool is_spawned = p->at && (word_at(p, p->at - 1) == WORD_SPAWN ||
                                word_at(p, p->at - 1) == WORD_TRY_SPAWN);
    give_up(p->source, p->at, "offload-without-await",
            is_spawned ? "spawn a coroutine that does nothing but to return "
                         "await offload f(arguments)"
                       : "write 'await offload f(arguments)'",
            is_spawned ? "'%s' gives no task: it stands behind 'await'"
                       : "'%s' stands behind 'await'",
            "offload");
}

static bool is_awaitable_handle(struct parser *p, struct node *operand)
{
    struct type *type = node_type(p->unit, operand);
    return !type || type->is_handle || type->kind == TYPE_UNKNOWN;
}

static struct node *await_expression(struct parser *p)
{
    struct node *node = node_begin(p, NODE_AWAIT);
    token_index word = p->at++;
    bool is_offloaded = word_at(p, p->at) == WORD_OFFLOAD;
    p->at += is_offloaded;
    struct node *operand = cast_expression(p);
    struct node *bare = node_bare(operand);
    if (!p->is_unevaluated)
        must_be_in_coroutine(p, word);
    if (is_offloaded) {
        operand = offloaded_call(p, operand);
    } else if (bare->kind == NODE_NEXT || bare->kind == NODE_GEN_CLOSE) {
        operand = bare;
    } else if (bare->kind == NODE_CALL) {
        operand = coroutine_call(p, operand, word);
    } else if (is_awaitable_handle(p, bare)) {
        node->is_task = true;
    } else {
        give_up(p->source, operand->first, "not-a-coroutine",
                "await the call of a coroutine, or a task(T) that spawn gave",
                "'%s' is neither a call nor a task", text_of(p, operand));
    }
    node_add(p->unit, node, operand);
    node->awaits = !p->is_unevaluated;
    return node_end(p, node);
}

static struct node *spawn_expression(struct parser *p)
{
    struct node *node = node_begin(p, NODE_SPAWN);
    token_index word = p->at;
    struct node *where = NULL;
    node->is_try = word_at(p, word) == WORD_TRY_SPAWN;
    node->is_placed = word_at(p, word) == WORD_SPAWN_ON;
    p->at++;
    if (node->is_placed || word_at(p, word) == WORD_SPAWN_IN) {
        expect(p, "(");
        struct symbol *named = lookup(p, p->at);
        bool is_passed_on = named && named->is_passed_on;
        where = parse_expression(p);
        if (named && where->kind == NODE_NAME) /* its owner's own business */
            named->is_passed_on = is_passed_on;
        expect(p, ")");
    }
    if (!p->scope && (!where || node->is_placed)) {
        give_up(p->source, word, "spawn-outside-scope",
                "put it into a block: scope (s) { ... }, or name the scope: "
                "spawn_in (s) f()",
                "'%s' outside any scope", token_text(p->source, word));
    }
    node->scope = p->scope;
    /* That is evaluated first, the call later: children in source order. */
    if (where)
        node_add(p->unit, node, where);
    struct node *operand = cast_expression(p);
    node_add(p->unit, node, coroutine_call(p, operand, word));
    node->last = operand->last;
    return node;
}

/* pirn_run(call), and __pirn_test(test, call), which pirn_test_run and its
 * like come to */
static struct node *run_expression(struct parser *p)
{
    token_index word = p->at;
    bool is_test = word_at(p, word) == WORD_TEST;
    struct node *node = node_begin(p, is_test ? NODE_TEST : NODE_RUN);
    p->at++;
    expect(p, "(");
    if (is_test) {
        node_add(p->unit, node, parse_assignment(p));
        expect(p, ",");
    }
    struct node *operand = parse_expression(p);
    node_add(p->unit, node, coroutine_call(p, operand, word));
    expect(p, ")");
    if (p->function->is_async)
        give_up(p->source, word, "run-in-coroutine", "await the call",
                "%s in a coroutine: a runtime is there already",
                is_test ? "a test" : "pirn_run");
    return node_end(p, node);
}

/* pirn_next(g, v), pirn_gen_close(g), pirn_fail(e) */
static struct node *generator_expression(struct parser *p)
{
    static const uint8_t KINDS[][2] = {{WORD_NEXT, NODE_NEXT},
                                       {WORD_GEN_CLOSE, NODE_GEN_CLOSE},
                                       {WORD_FAIL, NODE_FAIL}};
    struct node *node = node_begin(p, NODE_FAIL);
    uint8_t word = word_at(p, p->at++);
    for (size_t i = 0; i < 3; i++)
        if (KINDS[i][0] == word)
            node->kind = KINDS[i][1];
    expect(p, "(");
    node_add(p->unit, node, parse_assignment(p));
    if (word == WORD_NEXT) {
        expect(p, ",");
        node_add(p->unit, node, parse_assignment(p));
    }
    expect(p, ")");
    node->region = p->region;
    if (word == WORD_FAIL && !p->function->is_generator)
        give_up(p->source, node->first, "fail-outside-generator",
                "return the error", "pirn_fail outside a generator");
    return node_end(p, node);
}

static struct node *primary(struct parser *p)
{
    const struct token *token = peek(p);
    switch (token->kind) {
    case TOKEN_NUMBER:
    case TOKEN_CHARACTER:
    case TOKEN_STRING: return literal(p);
    case TOKEN_NAME:
        if (token->word == WORD_NONE)
            return name(p);
        if (token->word == WORD_GENERIC)
            return generic_selection(p);
        if (token->word == WORD_NEXT || token->word == WORD_GEN_CLOSE ||
            token->word == WORD_FAIL)
            return generator_expression(p);
        if (token->word == WORD_RUN || token->word == WORD_TEST)
            return run_expression(p);
        if (token->word == WORD_OFFLOAD)
            refuse_lone_offload(p);
        break;
    case TOKEN_PUNCTUATOR:
        if (at_text(p, "("))
            return parenthesised(p);
        break;
    default: break;
    }
    give_up(p->source, p->at, "syntax", NULL,
            "expected an expression before '%s'",
            token->kind == TOKEN_END ? "end of file"
                                     : token_text(p->source, p->at));
}

/* -- 6.5.2 Postfix operators -- */

static struct node *call_suffix(struct parser *p, struct node *callee)
{
    struct node *node = wrap(p, NODE_CALL, callee);
    node->at = callee->at;
    expect(p, "(");
    if (!at_text(p, ")"))
        do
            node_add(p->unit, node, parse_assignment(p));
        while (take(p, ","));
    expect(p, ")");
    return node_end(p, node);
}

static struct node *postfix_suffixes(struct parser *p, struct node *node)
{
    for (unsigned links = 0;; count_link(p, &links)) {
        if (at_text(p, "(")) {
            node = call_suffix(p, node);
        } else if (at_text(p, "[")) {
            struct node *array = node;
            node = wrap(p, NODE_INDEX, array);
            p->at++;
            node_add(p->unit, node, parse_expression(p));
            expect(p, "]");
            node_end(p, node);
        } else if (at_text(p, ".") || at_text(p, "->")) {
            node = wrap(p, NODE_MEMBER, node);
            set_op(p, node, p->at++);
            if (peek(p)->kind != TOKEN_NAME)
                give_up(p->source, p->at, "syntax", NULL,
                        "expected the name of a member");
            node->at = p->at++;
            node_end(p, node);
        } else if (at_text(p, "++") || at_text(p, "--")) {
            node = wrap(p, NODE_INCREMENT, node);
            set_op(p, node, p->at++);
            node_end(p, node);
        } else {
            return node;
        }
    }
}

static struct node *postfix_expression(struct parser *p)
{
    return postfix_suffixes(p, primary(p));
}

/* -- 6.5.3 Unary operators -- */

/* The size of an array type that depends on a value is evaluated even there
 * where nothing else is. */
void refuse_await_in_size(struct parser *p, struct node *type)
{
    if (type->awaits)
        give_up(p->source, type->first, "await-in-variable-size",
                "await into a variable first, and use that as the size",
                "'await' in the size of an array type");
}

static struct node *size_operator(struct parser *p)
{
    struct node *node = node_begin(p, NODE_UNEVALUATED);
    p->at++;
    if (at_text(p, "(") && starts_type(p, p->at + 1)) {
        token_index open = p->at++;
        struct node *type = parse_type_name(p);
        expect(p, ")");
        refuse_await_in_size(p, type);
        if (at_text(p, "{")) { /* sizeof (T){...} */
            p->at = open;
            node_add(p->unit, node, parse_unevaluated(p, cast_expression));
        } else {
            node_add(p->unit, node, type);
        }
    } else {
        node_add(p->unit, node, parse_unevaluated(p, cast_expression));
    }
    node->awaits = false;
    return node_end(p, node);
}

static bool is_unary_operator(const struct parser *p)
{
    const struct token *token = peek(p);
    return token->kind == TOKEN_PUNCTUATOR && token->length == 1 &&
           strchr("&*+-~!", *token->text);
}

static struct node *unary_expression(struct parser *p)
{
    struct node *node;
    switch (word_at(p, p->at)) {
    case WORD_SIZEOF:
    case WORD_ALIGNOF: return size_operator(p);
    case WORD_AWAIT: return await_expression(p);
    case WORD_SPAWN:
    case WORD_TRY_SPAWN:
    case WORD_SPAWN_IN:
    case WORD_SPAWN_ON: return spawn_expression(p);
    case WORD_EXTENSION:
    case WORD_REAL_IMAG:
        node = node_begin(p, NODE_UNARY);
        memcpy(node->op, word_at(p, p->at) == WORD_EXTENSION ? "__e" : "__r",
               4);
        p->at++;
        node_add(p->unit, node, cast_expression(p));
        return node_end(p, node);
    default: break;
    }
    if (at_text(p, "++") || at_text(p, "--")) {
        node = node_begin(p, NODE_INCREMENT);
        set_op(p, node, p->at++);
        node_add(p->unit, node, unary_expression(p));
        return node_end(p, node);
    }
    if (at_text(p, "&&")) {
        node = node_begin(p, NODE_LABEL_ADDRESS);
        node->label = find_label(p, p->at + 1);
        node->label->is_address_taken = true;
        p->function->uses_label_addresses = true;
        p->at += 2;
        return node_end(p, node);
    }
    if (is_unary_operator(p)) {
        node = node_begin(p, NODE_UNARY);
        set_op(p, node, p->at++);
        node_add(p->unit, node, cast_expression(p));
        return node_end(p, node);
    }
    return postfix_expression(p);
}

/* -- 6.5.4 Casts, and 6.5.2.5 compound literals -- */

static struct node *compound_literal(struct parser *p, struct node *node)
{
    node->kind = NODE_COMPOUND_LITERAL;
    node_add(p->unit, node, parse_initialiser(p));
    node_end(p, node);
    if (!p->is_unevaluated) {
        struct symbol *symbol =
            symbol_new(p->unit, SYMBOL_VARIABLE, "pirn__literal");
        symbol->is_local = symbol->is_used = true;
        symbol->is_address_taken = true;
        symbol->type = node->child[0]->type;
        symbol->number = p->function->numbers++;
        symbol->block = p->block;
        symbol->declared = node->first;
        symbol->value = node;
        node->symbol = symbol;
        vector_push(p->arena, &p->block->symbols, symbol);
        vector_push(p->arena, &p->function->locals, symbol);
    }
    return postfix_suffixes(p, node);
}

static struct node *cast_expression(struct parser *p)
{
    struct node *node;
    enter(p);
    if (at_text(p, "(") && starts_type(p, p->at + 1) && !next_is(p, "{")) {
        node = node_begin(p, NODE_CAST);
        p->at++;
        node_add(p->unit, node, parse_type_name(p));
        refuse_await_in_size(p, node->child[0]);
        expect(p, ")");
        if (at_text(p, "{")) {
            node = compound_literal(p, node);
        } else {
            node_add(p->unit, node, cast_expression(p));
            node_end(p, node);
        }
    } else {
        node = unary_expression(p);
    }
    leave(p);
    return node;
}

/* -- 6.5.5 to 6.5.14: binary operators, by precedence -- */

static unsigned precedence(const struct parser *p)
{
    static const char *const LEVELS[][5] = {{"||"},
                                            {"&&"},
                                            {"|"},
                                            {"^"},
                                            {"&"},
                                            {"==", "!="},
                                            {"<", ">", "<=", ">="},
                                            {"<<", ">>"},
                                            {"+", "-"},
                                            {"*", "/", "%"}};
    if (peek(p)->kind != TOKEN_PUNCTUATOR)
        return 0;
    for (unsigned level = 0; level < sizeof LEVELS / sizeof *LEVELS; level++)
        for (unsigned i = 0; LEVELS[level][i]; i++)
            if (at_text(p, LEVELS[level][i]))
                return level + 1;
    return 0;
}

static struct node *binary_expression(struct parser *p, unsigned lowest)
{
    struct node *left = cast_expression(p);
    for (unsigned links = 0;; count_link(p, &links)) {
        unsigned level = precedence(p);
        if (!level || level < lowest)
            return left;
        struct node *node =
            wrap(p, level <= 2 ? NODE_LOGICAL : NODE_BINARY, left);
        set_op(p, node, p->at++);
        node_add(p->unit, node, binary_expression(p, level + 1));
        left = node_end(p, node);
    }
}

/* 6.5.15, with GNU's `a ?: b` */
struct node *parse_conditional(struct parser *p)
{
    enter(p);
    struct node *test = binary_expression(p, 1);
    if (at_text(p, "?")) {
        struct node *node = wrap(p, NODE_CONDITIONAL, test);
        node->at = p->at++;
        node_add(p->unit, node, at_text(p, ":") ? NULL : parse_expression(p));
        expect(p, ":");
        node_add(p->unit, node, parse_conditional(p));
        test = node_end(p, node);
    }
    leave(p);
    return test;
}

/* 6.5.16 */
struct node *parse_assignment(struct parser *p)
{
    static const char *const OPERATORS[] = {
        "=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="};
    enter(p);
    struct node *left = parse_conditional(p);
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++)
        if (at_text(p, OPERATORS[i])) {
            struct node *node = wrap(p, NODE_ASSIGN, left);
            set_op(p, node, p->at++);
            node_add(p->unit, node, parse_assignment(p));
            left = node_end(p, node);
            break;
        }
    leave(p);
    return left;
}

/* 6.5.17 */
struct node *parse_expression(struct parser *p)
{
    struct node *left = parse_assignment(p);
    for (unsigned links = 0; at_text(p, ","); count_link(p, &links)) {
        struct node *node = wrap(p, NODE_COMMA, left);
        node->at = p->at++;
        node_add(p->unit, node, parse_assignment(p));
        left = node_end(p, node);
    }
    return left;
}

/* 6.7.9 Initialisers */
struct node *parse_initialiser(struct parser *p)
{
    if (!at_text(p, "{"))
        return parse_assignment(p);
    struct node *node = node_begin(p, NODE_INITIALISER_LIST);
    enter(p);
    p->at++;
    while (!at_text(p, "}")) {
        bool designated = false;
        if (peek(p)->kind == TOKEN_NAME && next_is(p, ":")) {
            p->at += 2; /* GNU's old form */
        } else {
            while (at_text(p, ".") || at_text(p, "[")) {
                designated = true;
                if (take(p, ".")) {
                    p->at++;
                } else {
                    p->at++;
                    node_add(p->unit, node, parse_conditional(p));
                    if (take(p, "..."))
                        node_add(p->unit, node, parse_conditional(p));
                    expect(p, "]");
                }
            }
            if (designated)
                take(p, "=");
        }
        node_add(p->unit, node, parse_initialiser(p));
        if (!take(p, ","))
            break;
    }
    leave(p);
    expect(p, "}");
    return node_end(p, node);
}
