/* The file scope, read lightly: which names are types, and which functions,
 * members and pointers are coroutines. Bodies are skipped, but for those of
 * coroutines and those in which a coroutine or a word of the language occurs:
 * they are read a second time, fully. What is not understood here is left to
 * the compiler, which sees it unchanged. */
#include "translate/parse.h"

#include <string.h>

/* -- tokens ---------------------------------------------------------------- */

bool at_text(const struct parser *p, const char *text)
{
    return token_is(p->source, p->at, text);
}

bool next_is(const struct parser *p, const char *text)
{
    return peek(p)->kind != TOKEN_END && token_is(p->source, p->at + 1, text);
}

bool take(struct parser *p, const char *text)
{
    if (!at_text(p, text))
        return false;
    p->at++;
    return true;
}

void expect(struct parser *p, const char *text)
{
    if (take(p, text))
        return;
    bool at_end = peek(p)->kind == TOKEN_END;
    /* A forgotten semicolon is shown where it should stand. */
    token_index at = *text == ';' && p->at ? p->at - 1 : p->at;
    give_up(p->source, at, "syntax", NULL, "expected '%s' %s '%s'", text,
            at == p->at ? "before" : "behind",
            at_end && at == p->at ? "end of file" : token_text(p->source, at));
}

void skip_balanced(struct parser *p)
{
    unsigned depth = 0;
    token_index first = p->at;
    for (;; p->at++) {
        if (peek(p)->kind == TOKEN_END)
            give_up(p->source, first, "syntax", NULL,
                    "this '%s' is never closed", token_text(p->source, first));
        if (at_text(p, "(") || at_text(p, "[") || at_text(p, "{")) {
            depth++;
        } else if (at_text(p, ")") || at_text(p, "]") || at_text(p, "}")) {
            if (--depth == 0)
                break;
        } else if (!depth) {
            give_up(p->source, p->at, "syntax", NULL,
                    "expected a bracket before '%s'",
                    token_text(p->source, p->at));
        }
    }
    p->at++;
}

static void too_deep(struct parser *p)
{
    give_up(p->source, p->at, "too-deep",
            "split it into several statements or functions",
            "this is nested too deeply");
}

void enter(struct parser *p)
{
    if (++p->depth > MAX_DEPTH)
        too_deep(p);
}

void leave(struct parser *p)
{
    p->depth--;
}

void count_link(struct parser *p, unsigned *links)
{
    if (++*links > MAX_DEPTH)
        too_deep(p);
}

/* -- names ----------------------------------------------------------------- */

struct symbol *lookup(const struct parser *p, token_index name)
{
    const struct token *token = &p->source->tokens.at[name];
    for (struct block *block = p->block; block; block = block->parent) {
        struct symbol *symbol =
            map_get(&block->names, token->text, token->length);
        if (symbol)
            return symbol;
    }
    return NULL;
}

/* A type by which its name tells that the functions where it occurs have to be
 * read: that of a coroutine or a handle, or built on one. */
static bool is_telling_type(const struct type *type)
{
    for (; type; type = type->of)
        if ((type->kind == TYPE_FUNCTION && type->is_async) || type->is_task ||
            type->is_gen)
            return true;
    return false;
}

static const char *kind_of_function(const struct type *type)
{
    return type->is_async_generator ? "an async generator"
           : type->is_generator     ? "a generator"
           : type->is_async         ? "a coroutine"
                                    : "a plain function";
}

/* The name without its directories, as an #include may have it. */
static const char *short_file_name(struct parser *p, uint16_t file)
{
    const char *name = file_name(p->source, file), *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

/* declared-otherwise */
static void check_declared_alike(struct parser *p, token_index name,
                                 const struct symbol *old,
                                 const struct type *type)
{
    const char *here = kind_of_function(type);
    const char *before = kind_of_function(old->type);
    const struct token *token = &p->source->tokens.at[name];
    const struct token *first = &p->source->tokens.at[old->declared];
    if (here == before || token->system || first->system)
        return;
    bool was_quiet = p->source->quiet;
    p->source->quiet = false; /* no compiler knows of that */
    diagnose(p->source, name, "declared-otherwise",
             "write the same words, async or generator, before both",
             "'%s' is %s here, and %s in line %u%s%s", old->name, here, before,
             first->line, first->file == token->file ? "" : " of ",
             first->file == token->file ? "" : short_file_name(p, first->file));
    p->source->quiet = was_quiet;
}

struct symbol *declare(struct parser *p, token_index name,
                       enum symbol_kind kind, struct type *type)
{
    const struct token *token = &p->source->tokens.at[name];
    struct symbol *symbol =
        symbol_new(p->unit, kind, token_text(p->source, name));
    void **place =
        map_at(p->arena, &p->block->names, token->text, token->length);
    struct symbol *old = *place;
    symbol->type = type;
    symbol->block = p->block;
    symbol->declared = p->at;
    symbol->is_local = p->function != NULL;
    if (old && !symbol->is_local && kind == SYMBOL_FUNCTION &&
        old->kind == SYMBOL_FUNCTION) {
        check_declared_alike(p, name, old, type);
        if (old->type->is_async && !type->is_async && !type->is_generator)
            type->is_async = true; /* declared async before */
        old->type = type;
        return old;
    }
    *place = symbol;
    if (is_telling_type(type))
        *map_at(p->arena, &p->unit->async_names, token->text, token->length) =
            type;
    if (symbol->is_local) {
        symbol->number = p->function->numbers++;
        vector_push(p->arena, &p->block->symbols, symbol);
        vector_push(p->arena, &p->function->locals, symbol);
    }
    return symbol;
}

/* -- 6.9.1 Function definitions -------------------------------------------- */

struct definition {
    struct specifiers specifiers;
    struct declarator declarator;
    struct symbol *symbol;
};

static void skip_to_body(struct parser *p)
{
    while (!at_text(p, "{")) { /* the declarations of a K&R definition */
        if (peek(p)->kind == TOKEN_END)
            give_up(p->source, p->at, "syntax", NULL,
                    "expected the body of a function");
        p->at++;
    }
}

/* Whether the function has to be read: a word of ours or the name of a
 * coroutine or handle occurs in it. */
static bool mentions_coroutines(const struct parser *p, token_index first,
                                token_index body, token_index last)
{
    if (!p->source->has_words)
        return false;
    for (token_index at = first; at <= last; at++) {
        const struct token *token = &p->source->tokens.at[at];
        bool is_word =
            at >= body ? token->word >= WORD_ASYNC
                       : token->word == WORD_TASK || token->word == WORD_GEN;
        if (token->kind == TOKEN_NAME &&
            (is_word ||
             map_get(&p->unit->async_names, token->text, token->length)))
            return true;
    }
    return false;
}

/* In `f(key key)` the type has to be named where the parameter is known. */
static void hide_type(struct parser *p, struct symbol *symbol)
{
    const struct symbol *outer = map_get(&p->unit->file_scope->names,
                                         symbol->name, strlen(symbol->name));
    if (outer && outer->kind == SYMBOL_TYPEDEF)
        symbol->rename =
            arena_printf(p->arena, "pirn__%s_%u", symbol->name, symbol->number);
}

static void copy_parameters(struct parser *p, struct function *function,
                            struct type *type)
{
    for (size_t i = 0; i < type->parameters.count; i++) {
        struct node *node = type->parameters.at[i];
        if (!node->symbol && function->is_coroutine)
            give_up(p->source, node->first, "unnamed-parameter",
                    "give it a name, and cast it to void in the body",
                    "a parameter without a name");
        if (node->symbol && function->is_coroutine)
            hide_type(p, node->symbol);
        vector_push(p->arena, &function->parameters, node->symbol);
    }
}

/* What is declared in the parameter list has to be declared but once. */
static void check_parameter_types(struct parser *p, struct function *function)
{
    if (function->hoisted.count)
        give_up(p->source, function->hoisted.at[0]->first, "type-in-parameter",
                "define the type before the function",
                "a type defined in the parameters of a coroutine");
    for (size_t i = 0; i < function->locals.count; i++)
        if (function->locals.at[i]->kind == SYMBOL_TAG)
            give_up(p->source, function->locals.at[i]->declared,
                    "type-in-parameter", "declare the type before the function",
                    "a type declared in the parameters of a coroutine");
}

/* A parameter of the list (a, b) that no declaration behind it mentions: an
 * int. */
static void implicit_parameter(struct parser *p, token_index name)
{
    struct node *node = node_new(p->unit, NODE_DECLARATION, name);
    struct node *specifiers = node_new(p->unit, NODE_SPECIFIERS, name);
    struct node *declarator = node_new(p->unit, NODE_DECLARATOR, name);
    struct type *type = type_new(p, TYPE_SCALAR, NULL);
    specifiers->last = name - 1; /* it has no tokens */
    specifiers->type = declarator->type = type;
    node_add(p->unit, node, specifiers);
    node_add(p->unit, node, declarator);
    node_add(p->unit, node, NULL);
    struct symbol *symbol = declare(p, name, SYMBOL_PARAMETER, type);
    symbol->declarator = node;
    node->symbol = declarator->symbol = symbol;
}

/* 6.9.1: int f(a, b) char a; { ... } */
static void old_style_parameters(struct parser *p, struct type *type)
{
    struct node *list = node_new(p->unit, NODE_COMPOUND, p->at);
    while (!at_text(p, "{"))
        parse_declaration(p, list);
    if (!type->is_unprototyped)
        return;
    for (token_index at = type->open + 1; at < type->close; at += 2) {
        const struct token *token = &p->source->tokens.at[at];
        struct symbol *symbol =
            map_get(&p->block->names, token->text, token->length);
        if (!symbol)
            implicit_parameter(p, at);
        symbol = map_get(&p->block->names, token->text, token->length);
        symbol->kind = SYMBOL_PARAMETER;
        symbol->type = adjust_parameter(p, symbol->type);
        vector_push(p->arena, &type->parameters, symbol->declarator);
    }
}

/* Reads the definition that begins at the token once more, fully. */
static struct function *define(struct parser *p, token_index first,
                               const struct definition *light, bool turn)
{
    struct function *function = arena_new(p->arena, struct function);
    struct specifiers specifiers;
    struct declarator declarator;
    struct block *outer = p->block;
    function->symbol = light->symbol;
    function->name = light->symbol->name;
    function->first = first;
    function->is_turned = turn;
    function->is_coroutine = turn || light->symbol->type->is_async ||
                             light->specifiers.is_async ||
                             light->specifiers.is_generator;
    p->function = function;
    p->at = first;
    parse_specifiers(p, &specifiers);
    parse_declarator(p, &specifiers, &declarator);
    struct type *type = declarator.function;
    if (declarator.type->kind != TYPE_FUNCTION)
        give_up(p->source, declarator.first, "syntax", NULL,
                "expected the parameters of '%s'", function->name);
    if (light->symbol->type->is_async)
        type->is_async = true;
    function->type = type;
    function->is_generator = type->is_generator;
    function->is_async = type->is_async || type->is_async_generator;
    function->is_coroutine = function->is_async || type->is_generator || turn;
    function->is_returning_void =
        type->of->kind == TYPE_VOID && !type->is_generator;
    function->is_main =
        !turn && function->is_coroutine && !strcmp(function->name, "main");
    function->specifiers = specifiers.node;
    function->specifiers_last = specifiers.last;
    function->declarator_first = declarator.first;
    function->direct_last = declarator.direct_last;
    function->name_token = declarator.name;
    function->has_asm_label = declarator.has_asm_label;
    function->block = type->block;
    if (function->is_coroutine && specifiers.has_body)
        give_up(p->source, specifiers.first, "type-in-result",
                "define the type before the function",
                "a type defined in the result of a coroutine");
    if (turn)
        refuse_attributes(p, first, declarator.last);
    else if (function->is_coroutine)
        type->code_attributes = adapt_attributes(p, first, declarator.last);
    for (size_t i = 0; i < function->locals.count; i++)
        if (function->locals.at[i]->block != type->block)
            function->locals.at[i]->is_in_prototype = true;
    p->block = type->block;
    old_style_parameters(p, type);
    copy_parameters(p, function, type);
    if (function->is_coroutine) {
        check_parameters(p, type, turn);
        check_parameter_types(p, function);
    }
    function->head_last = p->at - 1;
    function->body = parse_compound(p, type->block);
    function->is_lowered = function->is_coroutine || function->has_defer;
    type->block->last = function->last = p->at - 1;
    p->function = NULL;
    p->block = outer;
    return function;
}

static void reset(struct parser *p)
{
    p->function = NULL;
    p->block = p->unit->file_scope;
    p->scope = p->loop = p->breakable = p->selection = NULL;
    p->statement_expression = p->own_scope = p->region = NULL;
    p->saw_cleanup = 0;
    p->depth = p->record_depth = 0;
    p->is_unevaluated = p->in_head = false;
}

void leave_plain(struct source *source, token_index first, token_index last)
{
    for (token_index at = first; at <= last; at++)
        if (source->tokens.at[at].word == WORD_REGISTER)
            source->tokens.at[at].instead = NULL;
}

/* Under async_all: tries to read a plain function as a coroutine; if that is
 * refused, the function stays as it is. */
static bool turn(struct parser *p, token_index first,
                 const struct definition *light)
{
    struct source *source = p->source;
    jmp_buf outer;
    volatile bool done = false;
    memcpy(&outer, &source->recover, sizeof outer);
    source->quiet = true;
    if (!setjmp(source->recover)) {
        struct function *function = define(p, first, light, true);
        vector_push(p->arena, &p->unit->functions, function);
        done = true;
    } else {
        reset(p);
    }
    memcpy(&source->recover, &outer, sizeof outer);
    return done;
}

static bool may_turn(const struct parser *p, const struct definition *light)
{
    const struct type *type = light->declarator.type;
    const struct token *name = &p->source->tokens.at[light->declarator.name];
    return p->source->options->async_all != ASYNC_ALL_OFF && !name->system &&
           !type->is_async && !type->is_generator;
}

static void function_definition(struct parser *p, token_index first,
                                const struct definition *light)
{
    const struct type *type = light->declarator.function;
    skip_to_body(p);
    token_index body = p->at;
    skip_balanced(p);
    token_index end = p->at;
    light->symbol->first = first;
    light->symbol->body_first = body;
    light->symbol->body_last = end - 1;
    bool is_coroutine = type && (type->is_async || type->is_generator);
    if (light->symbol->type->is_async)
        is_coroutine = true;
    if (may_turn(p, light) && !is_coroutine) {
        p->unit->total++;
        note_definition(p, light->symbol, light->specifiers.is_static);
        if (turn(p, first, light)) {
            p->at = end;
            return;
        }
        leave_plain(p->source, first, end - 1);
    }
    if (is_coroutine || mentions_coroutines(p, first, body, end - 1)) {
        p->source->quiet = false;
        struct function *function = define(p, first, light, false);
        vector_push(p->arena, &p->unit->functions, function);
    }
    p->at = end;
}

/* -- 6.9 External definitions ---------------------------------------------- */

static void file_scope_initialiser(struct parser *p)
{
    for (;; p->at++) {
        while (at_text(p, "(") || at_text(p, "[") || at_text(p, "{")) {
            token_index first = p->at;
            skip_balanced(p);
            for (token_index at = first; at < p->at; at++)
                if (word_at(p, at) == WORD_AWAIT ||
                    word_at(p, at) == WORD_SPAWN) {
                    p->source->quiet = false;
                    give_up(p->source, at, "await-in-static-initialiser",
                            "set the variable in a coroutine",
                            "'%s' in the initialiser of a static object",
                            token_text(p->source, at));
                }
        }
        if (word_at(p, p->at) == WORD_AWAIT) {
            p->source->quiet = false;
            give_up(p->source, p->at, "await-in-static-initialiser",
                    "set the variable in a coroutine",
                    "'await' in the initialiser of a static object");
        }
        if (at_text(p, ",") || at_text(p, ";") || peek(p)->kind == TOKEN_END)
            return;
    }
}

/* A coroutine has a link name of its own, so that an object that was built
 * without the translator does not link with it. */
static void name_for_linker(struct parser *p, struct declarator *declarator)
{
    if (declarator->type->kind != TYPE_FUNCTION || declarator->has_asm_label ||
        declarator->type->is_generator)
        return;
    struct token *last = &p->source->tokens.at[declarator->direct_last];
    last->after = arena_printf(p->arena, "%s __asm__(\"pirn.%s\")",
                               last->after ? last->after : "",
                               token_text(p->source, declarator->name));
}

static void note_prototype(struct parser *p, const struct definition *light)
{
    struct prototype *prototype = arena_new(p->arena, struct prototype);
    prototype->symbol = light->symbol;
    prototype->type = light->declarator.type;
    prototype->specifiers_first = light->specifiers.first;
    prototype->specifiers_last = light->specifiers.last;
    prototype->first = light->declarator.first;
    prototype->last = light->declarator.direct_last;
    prototype->name = light->declarator.name;
    const struct type *type = light->declarator.type;
    if (type->open < light->declarator.first || /* by a typedef */
        (type->is_unprototyped && type->close != type->open + 1))
        light->symbol->is_unturnable = true;
    vector_push(p->arena, &p->unit->prototypes, prototype);
}

static void external_declaration(struct parser *p)
{
    struct definition light = {.symbol = NULL};
    token_index first = p->at;
    if (take(p, ";"))
        return;
    if (word_at(p, p->at) == WORD_ASM ||
        word_at(p, p->at) == WORD_STATIC_ASSERT) {
        while (!at_text(p, "(") && peek(p)->kind == TOKEN_NAME)
            p->at++;
        skip_balanced(p);
        take(p, ";");
        return;
    }
    size_t prototypes = p->unit->prototypes.count;
    parse_specifiers(p, &light.specifiers);
    while (!at_text(p, ";")) {
        parse_declarator(p, &light.specifiers, &light.declarator);
        if (!light.declarator.name)
            give_up(p->source, p->at, "syntax", NULL, "expected a name here");
        bool is_function = light.declarator.type->kind == TYPE_FUNCTION;
        light.symbol = declare(p, light.declarator.name,
                               light.specifiers.is_typedef ? SYMBOL_TYPEDEF
                               : is_function               ? SYMBOL_FUNCTION
                                                           : SYMBOL_VARIABLE,
                               light.declarator.type);
        if (is_function)
            light.symbol->is_of_library |= p->source->tokens.at[first].system;
        if (is_function && p->source->options->async_all != ASYNC_ALL_OFF)
            note_declaration(p, light.symbol, first, light.declarator.last);
        bool is_definition = is_function && !light.specifiers.is_typedef &&
                             (at_text(p, "{") || starts_type(p, p->at));
        if (is_definition) {
            function_definition(p, first, &light);
            return;
        }
        if (light.specifiers.is_async || light.specifiers.is_generator) {
            adapt_attributes(p, first, light.declarator.last);
            if (!light.specifiers.is_typedef)
                name_for_linker(p, &light.declarator);
        } else if (is_function && !light.specifiers.is_typedef &&
                   p->source->options->async_all != ASYNC_ALL_OFF &&
                   !peek(p)->system) {
            note_prototype(p, &light);
        }
        if (take(p, "="))
            file_scope_initialiser(p);
        if (!take(p, ","))
            break;
    }
    expect(p, ";");
    for (size_t i = prototypes; i < p->unit->prototypes.count; i++)
        p->unit->prototypes.at[i]->end = p->at - 1;
}

/* After an error: to the end of the declaration that begins at first. */
static void skip_declaration(struct parser *p, token_index first)
{
    bool is_function = false;
    p->at = first;
    while (peek(p)->kind != TOKEN_END) {
        if (take(p, ";"))
            return;
        if (at_text(p, "(") || at_text(p, "[") || at_text(p, "{")) {
            bool is_body = at_text(p, "{") && is_function;
            token_index open = p->at;
            unsigned depth = 0;
            do {
                depth += at_text(p, "(") || at_text(p, "[") || at_text(p, "{");
                depth -= at_text(p, ")") || at_text(p, "]") || at_text(p, "}");
                p->at++;
            } while (depth && peek(p)->kind != TOKEN_END);
            if (is_body)
                return;
            is_function = token_is(p->source, open, "(");
        } else {
            p->at++;
        }
    }
}

/* Those of a declaration that was given up, which have no end. */
static void drop_prototypes(struct parser *p)
{
    size_t count = p->unit->prototypes.count;
    while (count && !p->unit->prototypes.at[count - 1]->end)
        count--;
    p->unit->prototypes.count = count;
}

void parse(struct unit *unit)
{
    struct source *source = unit->source;
    struct parser parser = {
        .unit = unit,
        .source = source,
        .arena = unit->arena,
    };
    struct parser *volatile p = &parser;
    unit->file_scope = block_new(unit, NULL, 0);
    reset(p);
    while (peek(p)->kind != TOKEN_END) {
        volatile token_index first = p->at;
        /* What goes wrong outside coroutines the compiler says better. */
        if (!setjmp(source->recover)) {
            source->quiet = true;
            external_declaration(p);
        } else {
            reset(p);
            drop_prototypes(p);
            skip_declaration(p, first);
        }
        if (p->at == first)
            p->at++;
    }
    source->quiet = false;
}
