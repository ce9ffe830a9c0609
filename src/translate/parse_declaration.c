/* 6.7 Declarations, with GNU's extensions. At file scope (p->function is
 * NULL) no nodes are made and expressions are skipped: only the shape of
 * types, typedef names and coroutines are taken down. */
#include "translate/parse.h"

#include <string.h>

bool at_attribute(const struct parser *p)
{
    return word_at(p, p->at) == WORD_ATTRIBUTE ||
           (at_text(p, "[") && next_is(p, "["));
}

static void note_attribute(struct parser *p, const struct token *token)
{
    const char *text = token->text;
    size_t length = token->length;
    if (length > 4 && !memcmp(text, "__", 2)) {
        text += 2;
        length -= 4;
    }
#define IS(name) (length == sizeof name - 1 && !memcmp(text, name, length))
    p->saw_aligned |= IS("aligned");
    p->saw_vector |= IS("vector_size") || IS("ext_vector_type");
    p->saw_cleanup |= IS("cleanup");
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
                note_attribute(p, &p->source->tokens.at[at]);
        if (p->saw_cleanup && p->function && p->function->is_coroutine)
            give_up(p->source, first, "cleanup-attribute",
                    "call the clean-up where the variable goes out of scope",
                    "the attribute 'cleanup' in a coroutine");
        p->saw_cleanup = false;
    }
}

static struct type *type_new(struct parser *p, enum type_kind kind,
                             struct type *of)
{
    struct type *type = arena_new(p->arena, struct type);
    type->kind = (uint8_t)kind;
    type->of = of;
    return type;
}

static struct type *type_copy(struct parser *p, const struct type *type)
{
    struct type *copy = arena_new(p->arena, struct type);
    *copy = *type;
    return copy;
}

static struct symbol *find_typedef(const struct parser *p, token_index at)
{
    struct symbol *symbol = lookup(p, at);
    return symbol && symbol->kind == SYMBOL_TYPEDEF ? symbol : NULL;
}

bool starts_type(const struct parser *p, token_index at)
{
    switch (word_at(p, at)) {
    case WORD_ALIGNAS: case WORD_ATOMIC: case WORD_AUTO: case WORD_AUTO_TYPE:
    case WORD_BASIC_TYPE: case WORD_CONST: case WORD_ENUM: case WORD_EXTERN:
    case WORD_INLINE: case WORD_NORETURN: case WORD_REGISTER:
    case WORD_RESTRICT: case WORD_STATIC: case WORD_STRUCT:
    case WORD_THREAD_LOCAL: case WORD_TYPEDEF: case WORD_TYPEOF:
    case WORD_UNION: case WORD_VOID: case WORD_VOLATILE:
    case WORD_ASYNC: case WORD_GENERATOR: case WORD_TASK: case WORD_GEN:
        return true;
    case WORD_EXTENSION:
    case WORD_ATTRIBUTE: {
        struct parser ahead = *p;
        ahead.at = at + 1;
        if (word_at(p, at) == WORD_ATTRIBUTE)
            skip_balanced(&ahead);
        return starts_type(&ahead, ahead.at);
    }
    case WORD_NONE:
        if (p->source->tokens.at[at].kind != TOKEN_NAME)
            return false;
        if (token_is(p->source, at, "__builtin_va_list"))
            return !lookup(p, at);
        return find_typedef(p, at) != NULL;
    default:
        return false;
    }
}

/* -- 6.7.2.1 Structure and union specifiers; 6.7.2.2 enumerations -- */

static struct symbol *find_tag(const struct parser *p, const struct token *name,
                               bool here)
{
    for (struct block *block = p->block; block; block = block->parent) {
        struct symbol *tag =
            map_get(&block->tags, name->text, name->length);
        if (tag || here)
            return tag;
    }
    return NULL;
}

static struct symbol *tag_symbol(struct parser *p, token_index name,
                                 bool defines)
{
    const struct token *token = &p->source->tokens.at[name];
    struct symbol *tag = find_tag(p, token, defines);
    if (tag)
        return tag;
    tag = symbol_new(p->unit, SYMBOL_TAG, token_text(p->source, name));
    tag->record = arena_new(p->arena, struct record);
    tag->block = p->block;
    tag->is_local = p->function != NULL;
    tag->declared = name;
    *map_at(p->arena, &p->block->tags, token->text, token->length) = tag;
    if (p->function) {
        tag->number = p->function->numbers++;
        vector_push(p->arena, &p->function->locals, tag);
    }
    return tag;
}

static void note_member(struct parser *p, struct record *record,
                        token_index name, struct type *type)
{
    const struct token *token = &p->source->tokens.at[name];
    struct type *callee = type->kind == TYPE_POINTER ? type->of : type;
    *map_at(p->arena, &record->members, token->text, token->length) = type;
    bool is_async = callee && callee->kind == TYPE_FUNCTION && callee->is_async;
    for (struct type *t = type; t && !is_async; t = t->of)
        is_async = t->kind == TYPE_FUNCTION && t->is_async;
    void **use = map_at(p->arena, &p->unit->members, token->text,
                        token->length);
    if (!*use)
        *use = arena_new(p->arena, struct member_use);
    struct member_use *found = *use;
    if (is_async) {
        found->async_type = type;
        *map_at(p->arena, &p->unit->async_names, token->text, token->length) =
            type;
    } else {
        found->is_plain_too = true;
    }
}

static void skip_expression(struct parser *p)
{
    while (!at_text(p, ",") && !at_text(p, ";") && !at_text(p, "}") &&
           !at_text(p, "]") && !at_text(p, ")") && peek(p)->kind != TOKEN_END) {
        if (at_text(p, "(") || at_text(p, "[") || at_text(p, "{"))
            skip_balanced(p);
        else
            p->at++;
    }
}

/* A constant expression: a child of `into`, or skipped at file scope. */
static struct node *constant(struct parser *p, struct node *into)
{
    if (!p->function) {
        skip_expression(p);
        return NULL;
    }
    struct node *node = parse_unevaluated(p, parse_conditional);
    node_add(p->unit, into, node);
    return node;
}

static void merge_members(struct parser *p, struct record *into,
                          const struct record *from)
{
    for (size_t i = 0; i < from->members.room; i++) {
        const struct map_entry *entry = &from->members.entries[i];
        if (entry->key && entry->value)
            *map_at(p->arena, &into->members, entry->key, entry->length) =
                entry->value;
    }
}

static void static_assert_declaration(struct parser *p, struct node *into)
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

static void member_declaration(struct parser *p, struct record *record,
                               struct node *into)
{
    struct specifiers specifiers;
    if (word_at(p, p->at) == WORD_STATIC_ASSERT) {
        static_assert_declaration(p, into);
        expect(p, ";");
        return;
    }
    if (take(p, ";"))
        return;
    parse_specifiers(p, &specifiers);
    if (specifiers.node)
        node_add(p->unit, into, specifiers.node);
    if (at_text(p, ";") && specifiers.type->record)
        merge_members(p, record, specifiers.type->record);
    while (!at_text(p, ";")) {
        struct declarator declarator;
        if (!at_text(p, ":")) {
            parse_declarator(p, &specifiers, &declarator);
            if (declarator.node)
                node_add(p->unit, into, declarator.node);
            if (declarator.name)
                note_member(p, record, declarator.name, declarator.type);
        }
        if (take(p, ":"))
            constant(p, into);
        skip_attributes(p);
        if (!take(p, ","))
            break;
    }
    expect(p, ";");
}

static void enumerators(struct parser *p, struct node *into)
{
    while (!at_text(p, "}")) {
        token_index name = p->at;
        if (peek(p)->kind != TOKEN_NAME)
            give_up(p->source, p->at, "syntax", NULL,
                    "expected the name of an enumerator");
        p->at++;
        skip_attributes(p);
        struct symbol *symbol = declare(p, name, SYMBOL_ENUMERATOR,
                                        type_new(p, TYPE_SCALAR, NULL));
        if (into) { /* a node, so that the name can be changed */
            struct node *node = node_new(p->unit, NODE_NAME, name);
            node->symbol = symbol;
            node_add(p->unit, into, node);
        }
        if (take(p, "="))
            constant(p, into);
        if (!take(p, ","))
            break;
    }
}

/* struct, union or enum, from its keyword on. */
static void record_specifier(struct parser *p, struct specifiers *out)
{
    bool is_enum = word_at(p, p->at) == WORD_ENUM;
    token_index first = p->at++, name = 0;
    struct symbol *tag = NULL;
    struct record *record = NULL;
    skip_attributes(p);
    if (peek(p)->kind == TOKEN_NAME)
        name = p->at++;
    if (is_enum && at_text(p, ":")) { /* C23: the type underneath */
        p->at++;
        struct specifiers underneath;
        parse_specifiers(p, &underneath);
    }
    bool defines = at_text(p, "{");
    if (name)
        tag = tag_symbol(p, name, defines || at_text(p, ";"));
    record = tag ? tag->record : arena_new(p->arena, struct record);
    struct node *node = NULL;
    if (p->function) {
        node = node_new(p->unit, defines ? NODE_RECORD : NODE_NAME,
                        defines ? first : name);
        node->symbol = tag;
        if (name && defines) {
            struct node *name_node = node_new(p->unit, NODE_NAME, name);
            name_node->symbol = tag;
            node_add(p->unit, node, name_node);
        }
        if (name || defines)
            node_add(p->unit, out->node, node);
    }
    if (defines) {
        out->has_body = true;
        enter(p);
        p->record_depth++;
        p->at++;
        if (is_enum)
            enumerators(p, node);
        else
            while (!at_text(p, "}"))
                member_declaration(p, record, node);
        p->record_depth--;
        leave(p);
        expect(p, "}");
        record->is_complete = true;
        skip_attributes(p);
        if (node) {
            node->last = p->at - 1;
            if (!tag) {
                tag = symbol_new(p->unit, SYMBOL_TAG, "");
                tag->is_local = true;
                tag->number = p->function->numbers++;
                tag->rename = arena_printf(p->arena, "pirn__anonymous_%u",
                                           tag->number);
                node->symbol = tag;
            }
            tag->specifiers = node;
            if (!p->record_depth) /* else it is printed in the outer one */
                vector_push(p->arena, &p->function->hoisted, node);
        }
    }
    out->type = type_new(p, is_enum ? TYPE_SCALAR : TYPE_RECORD, NULL);
    out->type->record = is_enum ? NULL : record;
}

/* -- 6.7.2 Type specifiers -- */

static void typeof_specifier(struct parser *p, struct specifiers *out)
{
    p->at++;
    out->type = type_new(p, TYPE_UNKNOWN, NULL);
    if (!p->function) {
        skip_balanced(p);
    } else {
        expect(p, "(");
        struct node *node;
        if (starts_type(p, p->at)) {
            node = parse_type_name(p);
            refuse_await_in_size(p, node);
            *out->type = *node->type;
        } else {
            node = parse_unevaluated(p, parse_expression);
            struct type *type = node_type(p->unit, node);
            if (type)
                *out->type = *type;
        }
        node_add(p->unit, out->node, node);
        expect(p, ")");
    }
    out->type->from_typedef = true;
}

/* task(T) and gen(T): types of their own for each T, as abi.h says. */
static void handle_specifier(struct parser *p, struct specifiers *out)
{
    bool is_task = word_at(p, p->at) == WORD_TASK;
    peek(p)->instead = "__typeof__(__typeof__";
    p->at++;
    expect(p, "(");
    struct node *node = parse_type_name(p);
    if (out->node)
        node_add(p->unit, out->node, node);
    expect(p, ")");
    p->source->tokens.at[p->at - 1].after =
        is_task ? " (*)(struct pirn_task_tag *))"
                : " (*)(struct pirn_gen_tag *))";
    out->type = type_new(p, TYPE_SCALAR, node ? node->type : NULL);
    out->type->is_handle = true;
}

/* A name in the place of a type: a typedef, or at file scope something that
 * the compiler knows by itself, such as __builtin_va_list. */
static bool named_specifier(struct parser *p, struct specifiers *out)
{
    struct symbol *symbol = find_typedef(p, p->at);
    token_index name = p->at;
    if (symbol) {
        out->type = type_copy(p, symbol->type);
        out->type->from_typedef = true;
        if (out->node) {
            struct node *node = node_new(p->unit, NODE_NAME, name);
            node->symbol = symbol;
            node_add(p->unit, out->node, node);
        }
    } else if (token_is(p->source, name, "__builtin_va_list")) {
        out->type = type_new(p, TYPE_ARRAY, type_new(p, TYPE_RECORD, NULL));
        out->type->from_typedef = true;
    } else if (!p->function && !next_is(p, "(") && !next_is(p, "=") &&
               !next_is(p, ",") && !next_is(p, ";") && !next_is(p, ")") &&
               !next_is(p, "[")) {
        out->type = type_new(p, TYPE_UNKNOWN, NULL);
    } else {
        return false;
    }
    p->at++;
    return true;
}

struct qualifiers {
    bool is_const, is_volatile, is_atomic;
};

/* One specifier; false when what follows is none. */
static bool specifier(struct parser *p, struct specifiers *out,
                      struct qualifiers *qualifiers)
{
    switch (word_at(p, p->at)) {
    case WORD_TYPEDEF: out->is_typedef = true; break;
    case WORD_EXTERN: out->is_extern = true; break;
    case WORD_STATIC: out->is_static = true; break;
    case WORD_INLINE: out->is_inline = true; break;
    case WORD_REGISTER:
        if (p->function && p->function->is_coroutine)
            peek(p)->instead = ""; /* its bytes may have to be copied */
        break;
    case WORD_THREAD_LOCAL:
        if (out->node)
            out->node->is_thread_local = true;
        break;
    case WORD_AUTO: case WORD_NORETURN: case WORD_RESTRICT:
    case WORD_EXTENSION:
        break;
    case WORD_CONST: qualifiers->is_const = true; break;
    case WORD_VOLATILE: qualifiers->is_volatile = true; break;
    case WORD_ATOMIC:
        qualifiers->is_atomic = true;
        if (next_is(p, "(")) {
            p->at++;
            p->at++;
            struct node *node = parse_type_name(p);
            if (node && out->node)
                node_add(p->unit, out->node, node);
            out->type = type_new(p, TYPE_UNKNOWN, NULL);
            if (node)
                *out->type = *node->type;
            expect(p, ")");
            return true;
        }
        break;
    case WORD_ASYNC:
    case WORD_GENERATOR:
        if (word_at(p, p->at) == WORD_ASYNC)
            out->is_async = true;
        else
            out->is_generator = true;
        out->async_at = p->at;
        peek(p)->instead = "";
        if (!p->function)
            p->source->quiet = false; /* ours: not left to the compiler */
        break;
    case WORD_ALIGNAS:
        p->saw_aligned = true;
        p->at++;
        if (p->function) {
            expect(p, "(");
            node_add(p->unit, out->node,
                     starts_type(p, p->at)
                         ? parse_type_name(p)
                         : parse_unevaluated(p, parse_conditional));
            expect(p, ")");
        } else {
            skip_balanced(p);
        }
        return true;
    case WORD_ATTRIBUTE:
        skip_attributes(p);
        return true;
    case WORD_VOID:
        out->type = type_new(p, TYPE_VOID, NULL);
        break;
    case WORD_BASIC_TYPE:
        if (!out->type)
            out->type = type_new(p, TYPE_SCALAR, NULL);
        break;
    case WORD_AUTO_TYPE:
        out->type = type_new(p, TYPE_UNKNOWN, NULL);
        out->type->is_auto = true;
        break;
    case WORD_STRUCT: case WORD_UNION: case WORD_ENUM:
        record_specifier(p, out);
        return true;
    case WORD_TYPEOF:
        typeof_specifier(p, out);
        return true;
    case WORD_TASK: case WORD_GEN:
        handle_specifier(p, out);
        return true;
    case WORD_NONE:
        if (peek(p)->kind == TOKEN_NAME && !out->type)
            return named_specifier(p, out);
        if (at_attribute(p)) {
            skip_attributes(p);
            return true;
        }
        return false;
    default:
        return false;
    }
    p->at++;
    return true;
}

static void finish_specifiers(struct parser *p, struct specifiers *out,
                              const struct qualifiers *qualifiers)
{
    if (!out->type)
        out->type = type_new(p, TYPE_SCALAR, NULL); /* implicit int */
    out->type->is_const |= qualifiers->is_const;
    out->type->is_volatile |= qualifiers->is_volatile;
    out->type->is_atomic |= qualifiers->is_atomic;
    out->type->is_aligned |= p->saw_aligned;
    out->type->is_vector |= p->saw_vector;
    out->last = p->at > out->first ? p->at - 1 : out->first;
    if (out->node) {
        out->node->last = out->last;
        out->node->is_typedef = out->is_typedef;
        out->node->is_static = out->is_static;
        out->node->is_extern = out->is_extern;
        out->node->is_async = out->is_async;
        out->node->is_generator = out->is_generator;
        out->node->type = out->type;
    }
}

void parse_specifiers(struct parser *p, struct specifiers *out)
{
    struct qualifiers qualifiers = {false, false, false};
    *out = (struct specifiers){.first = p->at};
    p->saw_aligned = p->saw_vector = false;
    if (p->function) {
        out->node = node_new(p->unit, NODE_SPECIFIERS, p->at);
        out->node->symbol = NULL;
    }
    enter(p);
    while (specifier(p, out, &qualifiers))
        ;
    leave(p);
    finish_specifiers(p, out, &qualifiers);
}

/* -- 6.7.6 Declarators -- */

static bool is_constant(const struct node *node)
{
    if (!node)
        return true;
    switch (node->kind) {
    case NODE_NAME:
        return node->symbol && node->symbol->kind == SYMBOL_ENUMERATOR;
    case NODE_LITERAL: case NODE_UNEVALUATED: case NODE_BUILTIN:
    case NODE_TYPE_NAME:
        return true;
    case NODE_PAREN: case NODE_UNARY: case NODE_BINARY: case NODE_LOGICAL:
    case NODE_CONDITIONAL: case NODE_CAST: case NODE_GENERIC:
        for (uint32_t i = 0; i < node->children; i++)
            if (!is_constant(node->child[i]))
                return false;
        return true;
    default:
        return false;
    }
}

static struct type *array_suffix(struct parser *p, struct type *of,
                                 struct node *into)
{
    struct type *type = type_new(p, TYPE_ARRAY, of);
    expect(p, "[");
    while (word_at(p, p->at) == WORD_STATIC || word_at(p, p->at) == WORD_CONST ||
           word_at(p, p->at) == WORD_RESTRICT ||
           word_at(p, p->at) == WORD_VOLATILE ||
           word_at(p, p->at) == WORD_ATOMIC)
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
            type->is_variable = !is_constant(size);
        } else {
            skip_expression(p);
        }
    }
    expect(p, "]");
    return type;
}

static struct type *suffixes(struct parser *p, struct type *base,
                             struct node *into);

/* A pointer or array built on something variably modified is so, too. */
static bool is_variably_modified(const struct type *type)
{
    for (; type; type = type->of) {
        if (type->is_variable)
            return true;
        if (type->kind == TYPE_FUNCTION || type->is_handle)
            return false;
    }
    return false;
}

/* 6.7.6.3: arrays and functions become pointers. */
static struct type *adjust(struct parser *p, struct type *type)
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
                                        adjust(p, declarator.type));
        symbol->declarator = node;
        declarator.node->symbol = node->symbol = symbol;
    }
    vector_push(p->arena, &function->parameters, node);
}

static bool is_identifier_list(const struct parser *p)
{
    return peek(p)->kind == TOKEN_NAME && !starts_type(p, p->at) &&
           peek(p)->word == WORD_NONE &&
           (next_is(p, ",") || next_is(p, ")"));
}

static struct type *function_suffix(struct parser *p, struct type *of,
                                    struct node *into)
{
    struct type *type = type_new(p, TYPE_FUNCTION, of);
    struct block *outer = p->block;
    type->open = p->at;
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
    p->block = outer;
    return type;
}

static struct type *suffixes(struct parser *p, struct type *base,
                             struct node *into)
{
    struct type *type = base;
    enter(p);
    if (at_text(p, "[") && !next_is(p, "[")) {
        token_index size = p->at;
        type = array_suffix(p, NULL, into);
        type->of = suffixes(p, base, into);
        type->is_variable |= type->of->is_variable;
        type->is_const = type->of->is_const;
        (void)size;
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
            if (word == WORD_ATTRIBUTE) {
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
    return !starts_type(p, p->at + 1) ||
           word_at(p, p->at + 1) == WORD_ATTRIBUTE;
}

static struct type *direct(struct parser *p, struct type *base,
                           struct declarator *out, struct node *into)
{
    struct type *type;
    enter(p);
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
        text_puts(out, token->instead ? token->instead
                                      : token_text(p->source, at));
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
            function->yielded = arena_copy(
                p->arena, done, strlen(done) - (sizeof BEHIND - 1));
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
    tokens[place].instead = arena_printf(p->arena, "%s%s%s", BEFORE,
                                         function->yielded, BEHIND);
    text_free(&type);
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
    if (function->is_unprototyped)
        give_up(p->source, function->open, "unprototyped",
                "write the parameters, or (void) if there are none",
                "a coroutine without a prototype");
    if (function->is_variadic)
        give_up(p->source, function->close - 1, "variadic",
                "pass a va_list or an array instead",
                "a coroutine cannot have a variable number of arguments");
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
struct node *parse_type_name(struct parser *p)
{
    struct specifiers specifiers;
    struct declarator declarator;
    token_index first = p->at;
    parse_specifiers(p, &specifiers);
    parse_declarator(p, &specifiers, &declarator);
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
    symbol->is_static = specifiers->is_static ||
                        specifiers->node->is_thread_local;
    symbol->is_extern = specifiers->is_extern;
    symbol->is_register = declarator->node->is_register;
    symbol->direct_last = declarator->direct_last;
    return symbol;
}

static void init_declarator(struct parser *p, struct specifiers *specifiers,
                            struct node *into)
{
    struct declarator declarator;
    struct node *node = node_new(p->unit, NODE_DECLARATION, specifiers->first);
    if (p->at != specifiers->last + 1)
        node->first = p->at; /* not the first one of its declaration */
    parse_declarator(p, specifiers, &declarator);
    if (!declarator.name)
        give_up(p->source, p->at, "syntax", NULL, "expected a name here");
    if (specifiers->is_async || specifiers->is_generator)
        adapt_attributes(p, specifiers->first, declarator.last);
    struct symbol *symbol = declare_local(p, specifiers, &declarator);
    symbol->declarator = node;
    node->symbol = declarator.node->symbol = symbol;
    node->at = declarator.name;
    if (at_text(p, "{") || (declarator.type->kind == TYPE_FUNCTION &&
                            starts_type(p, p->at)))
        give_up(p->source, declarator.name, "nested-function",
                "move the function to file scope and pass it what it needs",
                "a nested function");
    node_add(p->unit, node, specifiers->node);
    node_add(p->unit, node, declarator.node);
    struct node *value = NULL;
    if (take(p, "="))
        value = parse_initialiser(p);
    node_add(p->unit, node, value);
    node->last = p->at - 1;
    if (specifiers->is_typedef)
        vector_push(p->arena, &p->function->hoisted, node);
    node_add(p->unit, into, node);
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
    parse_specifiers(p, &specifiers);
    if (at_text(p, ";")) {
        struct node *node = node_new(p->unit, NODE_DECLARATION,
                                     specifiers.first);
        node->last = p->at++;
        node_add(p->unit, node, specifiers.node);
        node_add(p->unit, node, NULL);
        node_add(p->unit, node, NULL);
        node_add(p->unit, into, node);
        return;
    }
    do
        init_declarator(p, &specifiers, into);
    while (take(p, ","));
    expect(p, ";");
}
