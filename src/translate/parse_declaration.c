/* 6.7 Declarations in a body: one node for each declarator. Attributes are
 * skipped here, too; attributes.c knows those of coroutines. */
#include "translate/parse.h"

#include <string.h>

/* -- attributes -- */

bool at_attribute(const struct parser *p)
{
    return word_at(p, p->at) == WORD_ATTRIBUTE ||
           (at_text(p, "[") && next_is(p, "["));
}

static void note_attribute(struct parser *p, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    const char *text = token->text;
    size_t length = token->length;
    if (length > 4 && !memcmp(text, "__", 2)) {
        text += 2;
        length -= 4;
    }
#define IS(name) (length == sizeof name - 1 && !memcmp(text, name, length))
    p->saw_aligned |= IS("aligned");
    p->saw_vector |= IS("vector_size") || IS("ext_vector_type") ||
                     IS("matrix_type") || IS("mode");
    if (IS("cleanup") && token_is(p->source, at + 1, "("))
        p->saw_cleanup = at;
#undef IS
}

void skip_attributes(struct parser *p)
{
    while (at_attribute(p)) {
        token_index first = p->at;
        if (word_at(p, p->at) == WORD_ATTRIBUTE)
            p->at++;
        skip_balanced(p);
        for (token_index at = first; at < p->at; at++)
            if (p->source->tokens.at[at].kind == TOKEN_NAME)
                note_attribute(p, at);
    }
}

/* -- 6.7.10 Static assertions -- */

void static_assert_declaration(struct parser *p, struct node *into)
{
    p->at++;
    if (!p->function) {
        skip_balanced(p);
    } else {
        expect(p, "(");
        node_add(p->unit, into, parse_unevaluated(p, parse_conditional));
        if (take(p, ","))
            node_add(p->unit, into, parse_conditional(p));
        expect(p, ")");
    }
}

/* -- 6.7 Declarations in a body -- */

static struct symbol *declare_local(struct parser *p,
                                    struct specifiers *specifiers,
                                    struct declarator *declarator)
{
    enum symbol_kind kind = SYMBOL_VARIABLE;
    if (specifiers->is_typedef)
        kind = SYMBOL_TYPEDEF;
    else if (declarator->type->kind == TYPE_FUNCTION)
        kind = SYMBOL_FUNCTION;
    struct symbol *symbol =
        declare(p, declarator->name, kind, declarator->type);
    symbol->is_static =
        specifiers->is_static || specifiers->node->is_thread_local;
    symbol->is_extern = specifiers->is_extern;
    symbol->is_known_outside =
        (specifiers->is_extern || kind == SYMBOL_FUNCTION) &&
        map_get(&p->unit->file_scope->names, symbol->name,
                strlen(symbol->name));
    symbol->is_register = declarator->node->is_register;
    symbol->direct_last = declarator->direct_last;
    return symbol;
}

/* __attribute__((cleanup(f))): what follows in the block is a region. */
static void begin_cleanup(struct parser *p, struct node *node, token_index word)
{
    struct symbol *symbol = node->symbol;
    token_index name = word + 2;
    if (symbol->kind != SYMBOL_VARIABLE || symbol->is_static ||
        symbol->is_extern || p->is_unevaluated)
        return; /* the compiler ignores it there, too */
    if (p->source->tokens.at[name].kind != TOKEN_NAME ||
        !token_is(p->source, name + 1, ")"))
        give_up(p->source, word, "syntax", NULL,
                "expected the name of a function: cleanup(f)");
    struct node *cleaner = node_new(p->unit, NODE_NAME, name);
    cleaner->symbol = lookup(p, name);
    node->cleaner = cleaner;
    node->block = p->block;
    begin_region(p, node);
}

/* Whether __auto_type is a type that depends on a value. */
static bool is_variable_value(struct parser *p, struct node *value)
{
    const struct type *type = node_type(p->unit, value);
    if (!type)
        return mentions_variable_type(value);
    return is_variably_modified(type->kind == TYPE_ARRAY ? type->of : type);
}

static void init_declarator(struct parser *p, struct specifiers *specifiers,
                            struct node *into)
{
    struct declarator declarator;
    struct node *node = node_new(p->unit, NODE_DECLARATION, specifiers->first);
    if (p->at != specifiers->last + 1)
        node->first = p->at; /* not the first one of its declaration */
    parse_declarator(p, specifiers, &declarator);
    token_index cleanup = p->saw_cleanup;
    if (!declarator.name)
        give_up(p->source, p->at, "syntax", NULL, "expected a name here");
    if (specifiers->is_async || specifiers->is_generator)
        adapt_attributes(p, specifiers->first, declarator.last);
    struct symbol *symbol = declare_local(p, specifiers, &declarator);
    symbol->declarator = node;
    node->symbol = declarator.node->symbol = symbol;
    node->at = declarator.name;
    if (at_text(p, "{") ||
        (declarator.type->kind == TYPE_FUNCTION && starts_type(p, p->at)))
        give_up(p->source, declarator.name, "nested-function",
                "move the function to file scope and pass it what it needs",
                "a nested function");
    node_add(p->unit, node, specifiers->node);
    node_add(p->unit, node, declarator.node);
    struct node *value = NULL;
    if (take(p, "="))
        value = parse_initialiser(p);
    node_add(p->unit, node, value);
    if (declarator.type->is_auto && value)
        declarator.type->is_variable = is_variable_value(p, value);
    node->last = p->at - 1;
    if (specifiers->is_typedef)
        vector_push(p->arena, &p->function->hoisted, node);
    if (cleanup)
        begin_cleanup(p, node, cleanup);
    node_add(p->unit, into, node);
}

/* Specifiers that name a type: nothing in them is evaluated. */
static bool is_named(const struct node *specifiers)
{
    for (uint32_t i = 0; i < specifiers->children; i++)
        if (specifiers->child[i]->kind != NODE_NAME)
            return false;
    return true;
}

void parse_declaration(struct parser *p, struct node *into)
{
    struct specifiers specifiers;
    if (word_at(p, p->at) == WORD_STATIC_ASSERT) {
        struct node *node = node_new(p->unit, NODE_STATIC_ASSERT, p->at);
        static_assert_declaration(p, node);
        expect(p, ";");
        node->last = p->at - 1;
        node_add(p->unit, into, node);
        return;
    }
    token_index outer = p->saw_cleanup;
    p->saw_cleanup = 0;
    parse_specifiers(p, &specifiers);
    token_index cleanup = p->saw_cleanup;
    if (at_text(p, ";")) {
        p->saw_cleanup = outer;
        struct node *node =
            node_new(p->unit, NODE_DECLARATION, specifiers.first);
        node->last = p->at++;
        node_add(p->unit, node, specifiers.node);
        node_add(p->unit, node, NULL);
        node_add(p->unit, node, NULL);
        node_add(p->unit, into, node);
        return;
    }
    do {
        p->saw_cleanup = cleanup;
        init_declarator(p, &specifiers, into);
        if (at_text(p, ",") && specifiers.type->is_variable &&
            !is_named(specifiers.node))
            p->function->variable_again = p->at + 1;
    } while (take(p, ","));
    p->saw_cleanup = outer;
    expect(p, ";");
}
