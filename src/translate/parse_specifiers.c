/* 6.7.2 Type specifiers, with structures, unions and enumerations, and Pirn's
 * words among them. At file scope (p->function is NULL) no nodes are made and
 * expressions are skipped: only the shape of types, typedef names and
 * coroutines are taken down. */
#include "translate/parse.h"

#include <string.h>

struct type *type_new(struct parser *p, enum type_kind kind, struct type *of)
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
    // clang-format off
    case WORD_ALIGNAS: case WORD_ATOMIC: case WORD_AUTO: case WORD_AUTO_TYPE:
    case WORD_BASIC_TYPE: case WORD_CONST: case WORD_ENUM: case WORD_EXTERN:
    case WORD_INLINE: case WORD_NORETURN: case WORD_REGISTER:
    case WORD_RESTRICT: case WORD_STATIC: case WORD_STRUCT:
    case WORD_THREAD_LOCAL: case WORD_TYPEDEF: case WORD_TYPEOF:
    case WORD_UNION: case WORD_VOID: case WORD_VOLATILE:
    case WORD_ASYNC: case WORD_GENERATOR: case WORD_TASK: case WORD_GEN:
    case WORD_CHAN:
        // clang-format on
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
        if (token_is(p->source, at, "[") && token_is(p->source, at + 1, "[")) {
            struct parser ahead = *p;
            ahead.at = at;
            skip_balanced(&ahead);
            return starts_type(&ahead, ahead.at);
        }
        if (p->source->tokens.at[at].kind != TOKEN_NAME)
            return false;
        if (token_is(p->source, at, "__builtin_va_list"))
            return !lookup(p, at);
        return find_typedef(p, at) != NULL;
    default: return false;
    }
}

/* -- 6.7.2.1 Structure and union specifiers; 6.7.2.2 enumerations -- */

static struct symbol *find_tag(const struct parser *p, const struct token *name,
                               bool here)
{
    for (struct block *block = p->block; block; block = block->parent) {
        struct symbol *tag = map_get(&block->tags, name->text, name->length);
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
    vector_push(p->arena, &record->order, type);
    bool is_async = callee && callee->kind == TYPE_FUNCTION && callee->is_async;
    for (struct type *t = type; t && !is_async; t = t->of)
        is_async = (t->kind == TYPE_FUNCTION && t->is_async) || t->is_task ||
                   t->is_gen;
    void **use =
        map_at(p->arena, &p->unit->members, token->text, token->length);
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

void skip_expression(struct parser *p)
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
    if (at_text(p, ";") && specifiers.type->record) {
        merge_members(p, record, specifiers.type->record);
        vector_push(p->arena, &record->order, specifiers.type);
    }
    while (!at_text(p, ";")) {
        struct declarator declarator;
        if (!at_text(p, ":")) {
            parse_declarator(p, &specifiers, &declarator);
            if (declarator.node)
                node_add(p->unit, into, declarator.node);
            if (declarator.name)
                note_member(p, record, declarator.name, declarator.type);
            if (p->function && is_variably_modified(declarator.type)) {
                record->is_variable = true;
                if (!p->function->variable_member)
                    p->function->variable_member = specifiers.first;
            }
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
        struct symbol *symbol =
            declare(p, name, SYMBOL_ENUMERATOR, type_new(p, TYPE_SCALAR, NULL));
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
    bool has_own_type = is_enum && at_text(p, ":");
    if (has_own_type) { /* C23: the type underneath */
        p->at++;
        struct specifiers underneath;
        parse_specifiers(p, &underneath);
    }
    bool defines = at_text(p, "{");
    if (name)
        tag = tag_symbol(p, name, defines || at_text(p, ";"));
    record = tag ? tag->record : arena_new(p->arena, struct record);
    if (tag)
        record->name = arena_printf(p->arena, "%s %s",
                                    token_text(p->source, first), tag->name);
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
        token_index cleanup = p->saw_cleanup;
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
        p->saw_cleanup = cleanup; /* members have none */
        leave(p);
        expect(p, "}");
        record->is_complete = true;
        skip_attributes(p);
        if (is_enum)
            record->arithmetic = arithmetic_of_enum(p->source, first, p->at);
        if (node) {
            node->last = p->at - 1;
            if (!tag) {
                tag = symbol_new(p->unit, SYMBOL_TAG, "");
                tag->is_local = true;
                tag->number = p->function->numbers++;
                tag->rename =
                    arena_printf(p->arena, "pirn__anonymous_%u", tag->number);
                node->symbol = tag;
            }
            tag->specifiers = node;
            if (!p->record_depth) /* else it is printed in the outer one */
                vector_push(p->arena, &p->function->hoisted, node);
        }
    }
    out->type = type_new(p, is_enum ? TYPE_SCALAR : TYPE_RECORD, NULL);
    out->type->record = is_enum ? NULL : record;
    out->type->enumeration = is_enum && !has_own_type ? record : NULL;
    out->type->is_variable = record->is_variable;
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
            else
                out->type->is_variable = mentions_variable_type(node);
        }
        node_add(p->unit, out->node, node);
        expect(p, ")");
    }
    out->type->from_typedef = true;
}

/* task(T), gen(T) and chan(T): types of their own for each T, as abi.h
 * says. */
static void handle_specifier(struct parser *p, struct specifiers *out)
{
    uint8_t word = word_at(p, p->at);
    peek(p)->instead = "__typeof__(__typeof__";
    p->at++;
    expect(p, "(");
    struct type *of;
    struct node *node = parse_named_type(p, &of);
    if (out->node)
        node_add(p->unit, out->node, node);
    expect(p, ")");
    p->source->tokens.at[p->at - 1].after =
        word == WORD_TASK  ? " (*)(struct pirn_task_tag *))"
        : word == WORD_GEN ? " (*)(struct pirn_gen_tag *))"
                           : " (*)(struct pirn_chan_tag *))";
    out->type = type_new(p, TYPE_SCALAR, of);
    out->type->is_handle = true;
    out->type->is_task = word == WORD_TASK;
    out->type->is_gen = word == WORD_GEN;
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

/* The brackets behind _BitInt. */
static void bit_size(struct parser *p, struct specifiers *out)
{
    if (!p->function) {
        skip_balanced(p);
        return;
    }
    expect(p, "(");
    node_add(p->unit, out->node, parse_unevaluated(p, parse_conditional));
    expect(p, ")");
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
    case WORD_AUTO:
    case WORD_NORETURN:
    case WORD_RESTRICT:
    case WORD_EXTENSION: break;
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
    case WORD_ATTRIBUTE: skip_attributes(p); return true;
    case WORD_VOID: out->type = type_new(p, TYPE_VOID, NULL); break;
    case WORD_BASIC_TYPE:
        if (!out->type)
            out->type = type_new(p, TYPE_SCALAR, NULL);
        out->arithmetic = arithmetic_add(out->arithmetic, peek(p));
        if (at_text(p, "_BitInt")) {
            p->at++;
            bit_size(p, out);
            return true;
        }
        break;
    case WORD_AUTO_TYPE:
        out->type = type_new(p, TYPE_UNKNOWN, NULL);
        out->type->is_auto = true;
        break;
    case WORD_STRUCT:
    case WORD_UNION:
    case WORD_ENUM: record_specifier(p, out); return true;
    case WORD_TYPEOF: typeof_specifier(p, out); return true;
    case WORD_TASK:
    case WORD_GEN:
    case WORD_CHAN: handle_specifier(p, out); return true;
    case WORD_NONE:
        if (peek(p)->kind == TOKEN_NAME && !out->type)
            return named_specifier(p, out);
        if (at_attribute(p)) {
            skip_attributes(p);
            return true;
        }
        return false;
    default: return false;
    }
    p->at++;
    return true;
}

/* `register n;` is an int, which has to be written where a word before it is
 * left out. */
static void write_implicit_int(struct parser *p, const struct specifiers *out)
{
    if (p->function && p->function->is_coroutine && p->at > out->first)
        p->source->tokens.at[p->at - 1].after = " int";
}

static void finish_specifiers(struct parser *p, struct specifiers *out,
                              const struct qualifiers *qualifiers)
{
    if (!out->type) {
        out->type = type_new(p, TYPE_SCALAR, NULL);
        write_implicit_int(p, out);
    }
    if (out->arithmetic)
        out->type->arithmetic = arithmetic_finish(out->arithmetic);
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
