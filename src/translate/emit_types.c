/* What stands at the top of entry and step: the function's local types, in
 * their order; for each local that has a place in the frame its type, as a
 * typedef (its carrier); and the frame.
 *
 * No type is computed. Where one depends on other locals - typeof, the size
 * of an array, the type of a call's result - these stand in it as
 * `(*(carrier *)0)`, which has their type and is never evaluated. */
#include "translate/print.h"

#include <string.h>

/* -- specifiers and declarators with another name -- */

static bool is_left_out(struct printer *p, token_index at, bool drop_const)
{
    switch (p->source->tokens.at[at].word) {
    // clang-format off
    case WORD_TYPEDEF: case WORD_STATIC: case WORD_EXTERN: case WORD_REGISTER:
    case WORD_AUTO: case WORD_INLINE: case WORD_THREAD_LOCAL:
    case WORD_ALIGNAS: case WORD_NORETURN: case WORD_EXTENSION:
        return true;
    // clang-format on
    case WORD_CONST: return drop_const;
    default: return false;
    }
}

/* [[...]], which begins like nothing else in a declaration. */
bool is_standard_attribute(struct printer *p, token_index at)
{
    return token_is(p->source, at, "[") && token_is(p->source, at + 1, "[");
}

token_index skip_group(struct printer *p, token_index at)
{
    token_index end = (token_index)p->source->tokens.count - 1;
    unsigned depth = 0;
    for (; at < end; at++) {
        if (token_is(p->source, at, "(") || token_is(p->source, at, "["))
            depth++;
        else if (!depth) /* there is no group */
            return at - 1;
        else if ((token_is(p->source, at, ")") ||
                  token_is(p->source, at, "]")) &&
                 --depth == 0)
            return at;
    }
    return end;
}

/* Whether the attribute at the token makes another type. */
static bool is_about_type(struct printer *p, token_index at)
{
    static const char *const NAMES[] = {
        "vector_size", "__vector_size__", "mode",
        "__mode__",    "ext_vector_type", "__ext_vector_type__"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (token_is(p->source, at, NAMES[i]))
            return token_is(p->source, at + 1, "(");
    return false;
}

token_index print_type_attributes(struct printer *p, token_index at)
{
    token_index end = skip_group(p, at + 1);
    for (at += 3; at < end; at++) {
        if (!is_about_type(p, at))
            continue;
        token_index last = skip_group(p, at + 1);
        text_puts(p->out, " __attribute__((");
        for (; at <= last; at++)
            text_printf(p->out, "%s ", token_text(p->source, at));
        text_puts(p->out, "))");
    }
    return end;
}

/* The specifiers without storage classes, alignment, and the attributes of
 * C23, which are those of what is declared. */
static void print_specifiers(struct printer *p, struct node *node,
                             bool drop_const)
{
    bool prints = false;
    for (token_index at = node->first; at <= node->last; at++) {
        struct node *child = child_at(node, at);
        uint8_t word = p->source->tokens.at[at].word;
        if (word == WORD_STRUCT || word == WORD_UNION || word == WORD_ENUM) {
            if (child) { /* a definition */
                print_node(p, child);
                at = child->last;
            } else {
                print_token(p, at);
            }
            prints = true;
        } else if (child) {
            print_node(p, child);
            at = child->last;
            prints = true;
        } else if (token_is(p->source, at, "[")) {
            at = skip_group(p, at);
        } else if (is_left_out(p, at, drop_const)) {
            if (word == WORD_ALIGNAS)
                at = skip_group(p, at + 1);
        } else {
            print_token(p, at);
            prints = true;
        }
    }
    if (!prints) /* implicit int */
        among(p, "int");
}

/* const tokens just before the name belong to the local itself */
static bool qualifies_name(struct printer *p, token_index at, token_index name)
{
    for (; at < name; at++) {
        uint8_t word = p->source->tokens.at[at].word;
        if (word != WORD_CONST && word != WORD_RESTRICT &&
            word != WORD_VOLATILE)
            return false;
    }
    return true;
}

/* The declarator with `name` in the place of its name. */
static void print_declarator(struct printer *p, struct node *node,
                             const char *name, bool drop_const, bool open_array)
{
    token_index last = node->last;
    for (token_index at = node->first; at <= last; at++) {
        struct node *child = child_at(node, at);
        uint8_t word = p->source->tokens.at[at].word;
        if (at == node->at) {
            go_to(p, at);
            among(p, "%s", name);
            if (open_array && token_is(p->source, at + 1, "[")) {
                among(p, "[]");
                at = skip_group(p, at + 1);
            }
        } else if (child) {
            print_node(p, child);
            at = child->last;
        } else if (drop_const && word == WORD_CONST &&
                   qualifies_name(p, at, node->at)) {
            continue;
        } else if (word == WORD_ASM && p->body == BODY_TYPES) {
            at = skip_group(p, at + 1);
        } else {
            print_token(p, at);
        }
    }
}

void print_declaration(struct printer *p, struct symbol *symbol,
                       const char *name, bool drop_const)
{
    struct node *node = symbol->declarator;
    bool is_pointer = symbol->type->kind == TYPE_POINTER;
    print_specifiers(p, node->child[0], drop_const && !is_pointer);
    print_declarator(p, node->child[1], name, drop_const && is_pointer, false);
}

/* -- carriers -- */

static void emit_carrier(struct printer *p, struct symbol *symbol);

/* int a[] = {...}: the size comes from the initialiser. */
static void carry_open_array(struct printer *p, struct symbol *symbol)
{
    struct node *node = symbol->declarator;
    glue(p, "typedef __typeof__((");
    print_specifiers(p, node->child[0], false);
    print_declarator(p, node->child[1], "", false, false);
    bool braces = node->child[2]->kind == NODE_INITIALISER_LIST;
    glue(p, braces ? ")" : "){");
    print_node(p, node->child[2]);
    glue(p, braces ? ")" : "})");
}

/* What a parameter declared as array or function really is. */
static void carry_parameter(struct printer *p, struct symbol *symbol)
{
    struct node *node = symbol->declarator;
    struct type *declared = node->child[1]->type;
    unsigned number = symbol->number;
    glue(p, "typedef");
    print_specifiers(p, node->child[0], false);
    print_declarator(p, node->child[1],
                     arena_printf(p->arena, "pirn__declared_%u", number), false,
                     declared->kind == TYPE_ARRAY && !declared->from_typedef);
    glue(p, "; typedef __typeof__(");
    if (declared->kind == TYPE_ARRAY)
        glue(p, "&(*(pirn__declared_%u *)0)[0])", number);
    else if (declared->kind == TYPE_FUNCTION)
        glue(p, "pirn__declared_%u *)", number);
    else
        glue(p, "({ (*(pirn__declared_%u *)0); }))", number);
}

static bool is_adjusted(const struct symbol *symbol)
{
    if (symbol->kind != SYMBOL_PARAMETER)
        return false;
    uint8_t kind = symbol->declarator->child[1]->type->kind;
    return kind == TYPE_ARRAY || kind == TYPE_FUNCTION || kind == TYPE_UNKNOWN;
}

/* An array whose size depends on a value is mentioned only as what it becomes
 * in expressions, a pointer. */
static void carry_variable_array(struct printer *p, struct symbol *symbol)
{
    struct node *node = symbol->declarator;
    if (symbol->type->kind != TYPE_ARRAY || symbol->type->of->is_variable)
        diagnose(p->source, node->at, "variable-type",
                 "await into a variable of another block",
                 "the type of '%s' depends on a value, and it is an argument "
                 "of what is awaited",
                 symbol->name);
    glue(p, "typedef");
    print_specifiers(p, node->child[0], false);
    print_declarator(p, node->child[1], carrier_name(p, symbol), false, true);
    glue(p, ";");
}

static bool is_open_array(const struct symbol *symbol)
{
    return symbol->type->kind == TYPE_ARRAY &&
           !symbol->type->is_complete_array && symbol->declarator->child[2];
}

static void carry_variable(struct printer *p, struct symbol *symbol)
{
    struct node *node = symbol->declarator;
    const struct type *type = symbol->type;
    bool drop_const = symbol->home == HOME_NATIVE && type->is_const;
    if (is_adjusted(symbol)) {
        carry_parameter(p, symbol);
    } else if (type->is_auto) {
        glue(p, "typedef __typeof__(({ __auto_type pirn__v = (");
        print_node(p, node->child[2]);
        glue(p, "); pirn__v; }))");
    } else if (is_open_array(symbol)) {
        carry_open_array(p, symbol);
    } else if (type->is_variable) {
        carry_variable_array(p, symbol);
        return;
    } else {
        glue(p, "typedef");
        print_declaration(p, symbol, carrier_name(p, symbol), drop_const);
        glue(p, ";");
        return;
    }
    glue(p, "%s;", carrier_name(p, symbol));
}

static void carry_temporary(struct printer *p, struct symbol *symbol)
{
    const char *name = carrier_name(p, symbol);
    if (symbol->call) {
        glue(p, "typedef __typeof__(");
        print_unmade_call(p, symbol->call);
        glue(p, ") %s;", name);
    } else if (symbol->handle) {
        glue(p, "typedef __typeof__((");
        print_node(p, symbol->handle);
        glue(p, ")((struct pirn_task_tag *)0)) %s;", name);
    } else if (symbol->value) {
        /* Only behind a comma may it be a bit-field. */
        glue(p, "typedef __typeof__(({ __auto_type pirn__v = (0, (");
        print_node(p, symbol->value);
        glue(p, ")); pirn__v; })) %s;", name);
    } else {
        glue(p, "typedef %s %s;", symbol->type ? "pirn__result" : "int", name);
    }
}

static void carry_literal(struct printer *p, struct symbol *symbol)
{
    glue(p, "typedef __typeof__(");
    print_node(p, symbol->value);
    glue(p, ") %s;", carrier_name(p, symbol));
}

/* The carriers that the node's text will mention, before it. */
static void need_inside(struct printer *p, struct node *node,
                        const struct node *inside)
{
    if (!node)
        return;
    if ((node->kind == NODE_NAME || node->kind == NODE_TEMPORARY) &&
        node->symbol && is_carried(node->symbol, inside))
        emit_carrier(p, node->symbol);
    if (node->kind == NODE_STATEMENT_EXPRESSION && !inside)
        inside = node;
    for (uint32_t i = 0; i < node->children; i++)
        need_inside(p, node->child[i], inside);
}

static void need(struct printer *p, struct node *node)
{
    need_inside(p, node, NULL);
}

static void need_call(struct printer *p, struct node *call)
{
    need(p, call->child[0]);
    for (uint32_t i = 1; i < call->children; i++)
        if (is_repeated_argument(p, call, i))
            need(p, call->child[i]);
}

static void emit_carrier(struct printer *p, struct symbol *symbol)
{
    if (symbol->type_printed)
        return;
    symbol->type_printed = true;
    if (symbol->call)
        need_call(p, symbol->call);
    need(p, symbol->handle);
    need(p, symbol->value);
    if (symbol->declarator) {
        need(p, symbol->declarator->child[0]);
        need(p, symbol->declarator->child[1]);
        if (symbol->type->is_auto || is_open_array(symbol))
            need(p, symbol->declarator->child[2]);
    }
    if (symbol->kind == SYMBOL_TEMPORARY)
        carry_temporary(p, symbol);
    else if (symbol->value)
        carry_literal(p, symbol);
    else
        carry_variable(p, symbol);
}

/* -- local types -- */

/* Where the tag belongs in a definition that has none: behind attributes. */
static token_index tag_place(struct printer *p, const struct node *node)
{
    token_index at = node->first + 1;
    for (;; at++) {
        if (p->source->tokens.at[at].word == WORD_ATTRIBUTE)
            at = skip_group(p, at + 1);
        else if (token_is(p->source, at, "["))
            at = skip_group(p, at);
        else
            return at;
    }
}

static void emit_hoisted(struct printer *p, struct node *node)
{
    if (node->kind == NODE_RECORD) {
        for (uint32_t i = 0; i < node->children; i++)
            need(p, node->child[i]);
        struct symbol *tag = node->symbol;
        p->is_defining = true;
        if (tag->rename && !*tag->name) { /* it had no tag: it gets one */
            token_index place = tag_place(p, node);
            print_range(p, node, node->first, place - 1);
            among(p, "%s", tag->rename);
            print_range(p, node, place, node->last);
        } else {
            print_range(p, node, node->first, node->last);
        }
        p->is_defining = false;
        glue(p, ";");
    } else if (!node->symbol->type->is_variable) {
        need(p, node->child[0]);
        need(p, node->child[1]);
        glue(p, "typedef");
        print_specifiers(p, node->child[0], false);
        print_declarator(p, node->child[1], symbol_text(p, node->symbol), false,
                         false);
        glue(p, ";");
    }
}

/* #pragma pack lines stand before the local types to which they apply. */
static void emit_pragmas(struct printer *p, size_t *next, token_index until)
{
    struct source *source = p->source;
    for (; *next < source->directives.count; (*next)++) {
        const struct directive *directive = &source->directives.at[*next];
        if (directive->token > until)
            return;
        if (!directive->is_pack || directive->token < p->function->body->first)
            continue;
        text_puts(p->out, "\n");
        text_add(p->out, directive->text, directive->length);
        text_puts(p->out, "\n");
        p->is_known = false;
    }
}

static bool has_pragmas(const struct printer *p)
{
    for (size_t i = 0; i < p->source->directives.count; i++) {
        const struct directive *directive = &p->source->directives.at[i];
        if (directive->is_pack &&
            directive->token >= p->function->body->first &&
            directive->token <= p->function->last)
            return true;
    }
    return false;
}

static void emit_local_types(struct printer *p)
{
    struct function *function = p->function;
    size_t pragma = 0;
    bool packs = has_pragmas(p);
    if (packs) {
        text_puts(p->out, "\n#pragma pack(push)\n");
        p->is_known = false;
    }
    for (size_t i = 0; i < function->hoisted.count; i++) {
        if (packs)
            emit_pragmas(p, &pragma, function->hoisted.at[i]->first);
        emit_hoisted(p, function->hoisted.at[i]);
    }
    if (packs) {
        text_puts(p->out, "\n#pragma pack(pop)\n");
        p->is_known = false;
    }
}

/* The result's type without qualifiers, which a value does not have. */
static void emit_result_type(struct printer *p)
{
    struct function *function = p->function;
    struct type *type = function->type;
    if (function->is_generator) {
        glue(p, "typedef %s pirn__yielded;", type->yielded);
        return;
    }
    glue(p, "typedef");
    bool prints = false;
    for (token_index at = function->specifiers->first;
         at < function->declarator_first; at++) {
        const struct token *token = &p->source->tokens.at[at];
        if (token->word == WORD_ATTRIBUTE) {
            at = print_type_attributes(p, at);
        } else if (is_standard_attribute(p, at)) {
            at = skip_group(p, at);
        } else if (!is_left_out(p, at, false) && token->word != WORD_ASYNC) {
            print_token(p, at);
            prints = true;
        }
    }
    if (!prints)
        glue(p, "int");
    for (token_index at = function->declarator_first;
         at <= function->direct_last; at++) {
        if (at == function->name_token)
            glue(p, "pirn__declared_result");
        else if (at == type->open)
            at = type->close;
        else if (is_standard_attribute(p, at))
            at = skip_group(p, at);
        else
            print_token(p, at);
    }
    glue(p, "; typedef __typeof__(((pirn__declared_result (*)(void))0)()) "
            "pirn__result;");
}

/* -- the frame -- */

static bool has_members(const struct block *block)
{
    for (size_t i = 0; i < block->symbols.count; i++)
        if (block->symbols.at[i]->in_frame)
            return true;
    for (size_t i = 0; i < block->children.count; i++)
        if (has_members(block->children.at[i]))
            return true;
    return false;
}

static void emit_member(struct printer *p, struct symbol *symbol)
{
    if (symbol->kind == SYMBOL_SCOPE) {
        glue(p, "struct pirn_scope %s;", symbol->member);
        return;
    }
    struct node *specifiers =
        symbol->declarator ? symbol->declarator->child[0] : NULL;
    for (token_index at = specifiers ? specifiers->first : 1;
         specifiers && at <= specifiers->last; at++)
        if (p->source->tokens.at[at].word == WORD_ALIGNAS)
            print_tokens(p, at, skip_group(p, at + 1));
    glue(p, "%s %s;", carrier_name(p, symbol), symbol->member);
}

/* Deeper than this, blocks lie one behind the other: what is nested takes
 * compilers as many steps to reach as it is deep. */
enum { MOST_NESTED = 32 };

/* Blocks that cannot be alive together share their memory. */
static void emit_members(struct printer *p, const struct block *block,
                         unsigned depth)
{
    size_t children = 0;
    for (size_t i = 0; i < block->symbols.count; i++)
        if (block->symbols.at[i]->in_frame)
            emit_member(p, block->symbols.at[i]);
    for (size_t i = 0; i < block->children.count; i++)
        children += has_members(block->children.at[i]);
    bool is_shared = children > 1 && depth < MOST_NESTED;
    if (is_shared)
        glue(p, "union {");
    for (size_t i = 0; i < block->children.count; i++) {
        if (!has_members(block->children.at[i]))
            continue;
        if (is_shared)
            glue(p, "struct {");
        emit_members(p, block->children.at[i], depth + is_shared);
        if (is_shared)
            glue(p, "};");
    }
    if (is_shared)
        glue(p, "};");
}

static void emit_frame(struct printer *p)
{
    text_puts(p->out, "\n#pragma pack(push)\n#pragma pack()\n");
    p->is_known = false;
    glue(p, "struct __attribute__((__may_alias__)) pirn__frame { struct "
            "pirn_link link; pirn_step step; unsigned short state, info;");
    if (p->function->is_generator)
        glue(p, "int status; struct pirn_frame next;");
    emit_members(p, p->function->block, 0);
    glue(p, "};");
    text_puts(p->out, "\n#pragma pack(pop)\n");
    p->is_known = false;
}

static void emit_carriers_of(struct printer *p, const struct block *block)
{
    for (size_t i = 0; i < block->symbols.count; i++) {
        struct symbol *symbol = block->symbols.at[i];
        bool is_placed = symbol->in_frame || symbol->home == HOME_FRAME;
        if ((is_placed || symbol->needs_type) && symbol->kind != SYMBOL_SCOPE)
            emit_carrier(p, symbol);
    }
    for (size_t i = 0; i < block->children.count; i++)
        emit_carriers_of(p, block->children.at[i]);
}

void emit_types(struct printer *p)
{
    struct function *function = p->function;
    enum body body = p->body;
    bool is_visible = p->is_visible;
    for (size_t i = 0; i < function->locals.count; i++)
        function->locals.at[i]->type_printed = false;
    for (size_t i = 0; i < function->temporaries.count; i++)
        function->temporaries.at[i]->type_printed = false;
    p->body = BODY_TYPES;
    p->is_visible = false;
    p->led = 0; /* the directives of this body are still to come */
    emit_result_type(p);
    emit_local_types(p);
    for (size_t i = 0; i < function->temporaries.count; i++)
        function->temporaries.at[i]->needs_type = true;
    emit_carriers_of(p, function->block);
    if (function->is_coroutine)
        emit_frame(p);
    p->body = body;
    p->is_visible = is_visible;
}

void emit_direct_locals(struct printer *p)
{
    for (size_t i = 0; i < p->function->locals.count; i++) {
        struct symbol *symbol = p->function->locals.at[i];
        if (symbol->home == HOME_FRAME)
            glue(p, "%s %s;",
                 symbol->kind == SYMBOL_SCOPE ? "struct pirn_scope"
                                              : carrier_name(p, symbol),
                 direct_name(p, symbol));
    }
}

/* Native temporaries; those in the frame have their place there. */
void emit_temporaries(struct printer *p)
{
    for (size_t i = 0; i < p->function->temporaries.count; i++) {
        struct symbol *symbol = p->function->temporaries.at[i];
        if (symbol->home == HOME_NATIVE)
            glue(p, "%s %s;", carrier_name(p, symbol), symbol->name);
    }
}
