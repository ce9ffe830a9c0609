/* 6.7.6 Declarators, 6.7.7 type names; and what makes a declarator that of a
 * coroutine: the worker as its first parameter, or the type gen(T). */
#include "translate/parse.h"

#include <string.h>

/* sizeof a type or expression, _Alignof */
static bool is_constant_size(struct parser *p, const struct node *node)
{
    struct node *operand = node->child[0];
    if (word_at(p, node->first) == WORD_ALIGNOF)
        return true;
    struct type *type = operand->kind == NODE_TYPE_NAME
                            ? operand->type
                            : node_type(p->unit, operand);
    if (!type || type->kind == TYPE_UNKNOWN)
        return !mentions_variable_type(operand);
    return type->kind == TYPE_POINTER || !is_variably_modified(type);
}

static bool is_constant(struct parser *p, const struct node *node)
{
    uint32_t first = 0;
    if (!node)
        return true;
    switch (node->kind) {
    case NODE_NAME:
        return node->symbol && node->symbol->kind == SYMBOL_ENUMERATOR;
    case NODE_LITERAL: return true;
    case NODE_TYPE_NAME: return !is_variably_modified(node->type);
    case NODE_UNEVALUATED: return is_constant_size(p, node);
    case NODE_GENERIC:
        first = 1; /* that is only looked at */
        break;
    case NODE_BUILTIN:
    case NODE_PAREN:
    case NODE_UNARY:
    case NODE_BINARY:
    case NODE_LOGICAL:
    case NODE_CONDITIONAL:
    case NODE_CAST: break;
    default: return false;
    }
    for (uint32_t i = first; i < node->children; i++)
        if (!is_constant(p, node->child[i]))
            return false;
    return true;
}

static struct type *array_suffix(struct parser *p, struct type *of,
                                 struct node *into)
{
    struct type *type = type_new(p, TYPE_ARRAY, of);
    expect(p, "[");
    while (
        word_at(p, p->at) == WORD_STATIC || word_at(p, p->at) == WORD_CONST ||
        word_at(p, p->at) == WORD_RESTRICT ||
        word_at(p, p->at) == WORD_VOLATILE || word_at(p, p->at) == WORD_ATOMIC)
        p->at++;
    type->is_complete_array = !at_text(p, "]");
    if (at_text(p, "*") && next_is(p, "]")) {
        p->at++;
        type->is_variable = true;
    } else if (!at_text(p, "]")) {
        if (p->function) {
            /* a variable size is evaluated, once, when the declaration is */
            struct node *size = parse_assignment(p);
            node_add(p->unit, into, size);
            type->is_variable = !is_constant(p, size);
        } else {
            skip_expression(p);
        }
    }
    expect(p, "]");
    return type;
}

static struct type *suffixes(struct parser *p, struct type *base,
                             struct node *into);

/* 6.7.6.3: arrays and functions become pointers. */
struct type *adjust_parameter(struct parser *p, struct type *type)
{
    struct type *pointer;
    if (type->kind == TYPE_ARRAY) {
        pointer = type_new(p, TYPE_POINTER, type->of);
        pointer->is_variable = is_variably_modified(type->of);
    } else if (type->kind == TYPE_FUNCTION) {
        pointer = type_new(p, TYPE_POINTER, type);
    } else {
        return type;
    }
    return pointer;
}

static void parameter_declaration(struct parser *p, struct type *function,
                                  struct node *into)
{
    struct specifiers specifiers;
    struct declarator declarator;
    parse_specifiers(p, &specifiers);
    parse_declarator(p, &specifiers, &declarator);
    skip_attributes(p);
    vector_push(p->arena, &function->parameter_types,
                adjust_parameter(p, declarator.type));
    if (!p->function)
        return;
    struct node *node = node_new(p->unit, NODE_DECLARATION, specifiers.first);
    node->last = p->at - 1;
    declarator.node->last = p->at - 1;
    node_add(p->unit, node, specifiers.node);
    node_add(p->unit, node, declarator.node);
    node_add(p->unit, node, NULL);
    node_add(p->unit, into, node);
    if (declarator.name) {
        struct symbol *symbol = declare(p, declarator.name, SYMBOL_PARAMETER,
                                        adjust_parameter(p, declarator.type));
        symbol->declarator = node;
        symbol->is_in_prototype = p->function->type != NULL;
        declarator.node->symbol = node->symbol = symbol;
    }
    vector_push(p->arena, &function->parameters, node);
}

static bool is_identifier_list(const struct parser *p)
{
    return peek(p)->kind == TOKEN_NAME && !starts_type(p, p->at) &&
           peek(p)->word == WORD_NONE && (next_is(p, ",") || next_is(p, ")"));
}

static struct type *function_suffix(struct parser *p, struct type *of,
                                    struct node *into)
{
    struct type *type = type_new(p, TYPE_FUNCTION, of);
    struct block *outer = p->block;
    token_index cleanup = p->saw_cleanup;
    bool is_unevaluated = p->is_unevaluated;
    type->open = p->at;
    /* Sizes of parameters are evaluated where a function begins, and nowhere
     * else. */
    p->is_unevaluated |= p->function && p->function->type;
    expect(p, "(");
    p->block = type->block = block_new(p->unit, outer, p->at);
    if (at_text(p, ")")) {
        type->is_unprototyped = true;
    } else if (word_at(p, p->at) == WORD_VOID && next_is(p, ")")) {
        p->at++;
    } else if (is_identifier_list(p)) {
        type->is_unprototyped = true;
        while (!at_text(p, ")") && peek(p)->kind != TOKEN_END)
            p->at++;
    } else {
        do {
            if (take(p, "...")) {
                type->is_variadic = true;
                break;
            }
            parameter_declaration(p, type, into);
        } while (take(p, ","));
    }
    type->close = p->at;
    expect(p, ")");
    p->saw_cleanup = cleanup; /* parameters have none */
    p->is_unevaluated = is_unevaluated;
    p->block = outer;
    return type;
}

static struct type *suffixes(struct parser *p, struct type *base,
                             struct node *into)
{
    struct type *type = base;
    enter(p);
    while (at_text(p, "[") && next_is(p, "["))
        skip_attributes(p);
    if (at_text(p, "[")) {
        type = array_suffix(p, NULL, into);
        type->of = suffixes(p, base, into);
        type->is_variable |= type->of->is_variable;
        type->is_const = type->of->is_const;
    } else if (at_text(p, "(")) {
        type = function_suffix(p, NULL, into);
        type->of = suffixes(p, base, into);
    }
    leave(p);
    return type;
}

static struct type *pointers(struct parser *p, struct type *base)
{
    while (at_text(p, "*") || at_text(p, "^")) {
        struct type *type = type_new(p, TYPE_POINTER, base);
        type->is_variable = base->is_variable;
        p->at++;
        for (;; p->at++) {
            uint8_t word = word_at(p, p->at);
            type->is_const |= word == WORD_CONST;
            type->is_volatile |= word == WORD_VOLATILE;
            type->is_atomic |= word == WORD_ATOMIC;
            if (at_attribute(p)) {
                skip_attributes(p);
                p->at--;
            } else if (word != WORD_CONST && word != WORD_VOLATILE &&
                       word != WORD_ATOMIC && word != WORD_RESTRICT) {
                break;
            }
        }
        base = type;
    }
    return base;
}

/* Whether the parenthesis at p->at encloses a declarator, and not the
 * parameters of an abstract one. */
static bool is_nested_declarator(const struct parser *p)
{
    if (!at_text(p, "(") || next_is(p, ")"))
        return false;
    if (word_at(p, p->at + 1) == WORD_ATTRIBUTE)
        return true;
    return !starts_type(p, p->at + 1);
}

static struct type *direct(struct parser *p, struct type *base,
                           struct declarator *out, struct node *into)
{
    struct type *type;
    enter(p);
    skip_attributes(p);
    base = pointers(p, base);
    skip_attributes(p);
    if (is_nested_declarator(p)) {
        struct type *hole = type_new(p, TYPE_UNKNOWN, NULL);
        p->at++;
        type = direct(p, hole, out, into);
        expect(p, ")");
        struct type *outer = suffixes(p, base, into);
        if (type == hole)
            type = outer;
        else
            *hole = *outer; /* what the nested declarator was built on */
    } else {
        if (peek(p)->kind == TOKEN_NAME && peek(p)->word == WORD_NONE)
            out->name = p->at++;
        type = suffixes(p, base, into);
    }
    leave(p);
    return type;
}

/* -- coroutines -- */

static struct type *nearest_function(struct type *type)
{
    while (type && (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY))
        type = type->of;
    return type && type->kind == TYPE_FUNCTION ? type : NULL;
}

/* The worker is the first parameter of every coroutine. */
static void insert_worker(struct parser *p, const struct type *function)
{
    struct token *tokens = p->source->tokens.at;
    bool is_void = function->close == function->open + 2 &&
                   tokens[function->open + 1].word == WORD_VOID;
    tokens[function->open].after = is_void ? "struct pirn_worker *pirn__w"
                                           : "struct pirn_worker *pirn__w, ";
    if (is_void)
        tokens[function->open + 1].instead = "";
}

/* The tokens from first to last as they will be printed. */
static void add_range(struct parser *p, struct text *out, token_index first,
                      token_index last)
{
    for (token_index at = first; at <= last; at++) {
        const struct token *token = &p->source->tokens.at[at];
        text_puts(out,
                  token->instead ? token->instead : token_text(p->source, at));
        text_puts(out, token->after ? token->after : "");
        text_puts(out, " ");
    }
}

static bool is_storage(uint8_t word)
{
    return word == WORD_STATIC || word == WORD_EXTERN || word == WORD_INLINE ||
           word == WORD_TYPEDEF || word == WORD_REGISTER ||
           word == WORD_NORETURN || word == WORD_EXTENSION;
}

/* `generator T f(..)` returns gen(T): T's tokens go into the type's brackets,
 * storage classes stay before them. */
static void rewrite_generator(struct parser *p,
                              const struct specifiers *specifiers,
                              struct type *function)
{
    static const char BEFORE[] = "__typeof__(__typeof__(";
    static const char BEHIND[] = ") (*)(struct pirn_gen_tag *)) ";
    struct token *tokens = p->source->tokens.at;
    struct text type = {NULL, 0, 0};
    token_index last = specifiers->last;
    while (tokens[last + 1].kind == TOKEN_PUNCTUATOR &&
           (token_is(p->source, last + 1, "*") ||
            tokens[last + 1].word == WORD_CONST))
        last++;
    token_index place = 0;
    for (token_index at = specifiers->first; at <= last; at++) {
        if (is_storage(tokens[at].word) || tokens[at].word == WORD_ASYNC ||
            tokens[at].word == WORD_GENERATOR)
            continue;
        if (tokens[at].instead && !place &&
            !strncmp(tokens[at].instead, BEFORE, sizeof BEFORE - 1)) {
            /* done when the declaration was read the first time */
            const char *done = tokens[at].instead + sizeof BEFORE - 1;
            function->yielded =
                arena_copy(p->arena, done, strlen(done) - (sizeof BEHIND - 1));
            return;
        }
        if (!place)
            place = at;
        add_range(p, &type, at, at);
        tokens[at].instead = "";
        tokens[at].after = NULL;
    }
    function->yielded =
        arena_copy(p->arena, type.text ? type.text : "int", type.length);
    tokens[place].instead =
        arena_printf(p->arena, "%s%s%s", BEFORE, function->yielded, BEHIND);
    text_free(&type);
}

void check_parameters(struct parser *p, const struct type *function,
                      bool may_be_unprototyped)
{
    if (function->is_unprototyped && !may_be_unprototyped)
        give_up(p->source, function->open, "unprototyped",
                "write the parameters, or (void) if there are none",
                "a coroutine without a prototype");
    if (function->is_variadic)
        give_up(p->source, function->close - 1, "variadic",
                "pass a va_list or an array instead",
                "a coroutine cannot have a variable number of arguments");
}

static void mark_coroutine(struct parser *p, struct specifiers *specifiers,
                           struct declarator *out)
{
    struct type *function = nearest_function(out->type);
    if (!function || !function->open)
        give_up(p->source, specifiers->async_at, "async-not-a-function",
                "write the parameters: async int f(void)",
                "'%s' marks something that is not a function",
                token_text(p->source, specifiers->async_at));
    check_parameters(p, function, false);
    function->is_async = specifiers->is_async && !specifiers->is_generator;
    function->is_generator = specifiers->is_generator;
    function->is_async_generator =
        specifiers->is_async && specifiers->is_generator;
    if (specifiers->is_generator)
        rewrite_generator(p, specifiers, function);
    else
        insert_worker(p, function);
    if (out->name) {
        const struct token *name = &p->source->tokens.at[out->name];
        *map_at(p->arena, &p->unit->async_names, name->text, name->length) =
            function;
    }
    out->function = function;
}

void parse_declarator(struct parser *p, struct specifiers *specifiers,
                      struct declarator *out)
{
    *out = (struct declarator){.first = p->at};
    if (p->function)
        out->node = node_new(p->unit, NODE_DECLARATOR, p->at);
    p->saw_aligned = false;
    out->type = direct(p, specifiers->type, out, out->node);
    out->type->is_variable |= is_variably_modified(out->type);
    out->direct_last = p->at > out->first ? p->at - 1 : out->first;
    if (word_at(p, p->at) == WORD_ASM) {
        out->has_asm_label = true;
        p->at++;
        skip_balanced(p);
        if (out->node)
            out->node->is_register = true; /* it has an asm label */
    }
    skip_attributes(p);
    out->type->is_aligned |= p->saw_aligned;
    out->type->is_vector |= p->saw_vector;
    out->last = p->at > out->first ? p->at - 1 : out->first;
    if (specifiers->is_async || specifiers->is_generator)
        mark_coroutine(p, specifiers, out);
    if (!out->function)
        out->function = nearest_function(out->type);
    if (out->node) {
        out->node->last = out->last;
        out->node->is_synthetic = p->at == out->first; /* it has no tokens */
        out->node->at = out->name ? out->name : out->first;
        out->node->type = out->type;
    }
}

/* 6.7.7 Type names. At file scope NULL is returned. */
struct node *parse_named_type(struct parser *p, struct type **type)
{
    struct specifiers specifiers;
    struct declarator declarator;
    token_index first = p->at;
    parse_specifiers(p, &specifiers);
    parse_declarator(p, &specifiers, &declarator);
    *type = declarator.type;
    if (!p->function)
        return NULL;
    struct node *node = node_new(p->unit, NODE_TYPE_NAME, first);
    node_add(p->unit, node, specifiers.node);
    if (!declarator.node->is_synthetic)
        node_add(p->unit, node, declarator.node);
    node->last = p->at - 1;
    node->type = declarator.type;
    return node;
}

struct node *parse_type_name(struct parser *p)
{
    struct type *type;
    return parse_named_type(p, &type);
}
