/* Homes. Only scalars whose address is never taken may be copied into a frame
 * late; whatever else is alive across a suspension, or could be pointed at
 * then, needs one address for the whole of its block, so its coroutine takes
 * the frame at the start. */
#include "translate/pass.h"

#include <ctype.h>
#include <string.h>

/* -- why a frame is taken at the start -- */

void take_at_start(struct function *function, token_index at, const char *why)
{
    if (function->is_eager || function->is_direct)
        return;
    function->is_eager = true;
    function->eager_at = at;
    function->eager_why = why;
}

/* -- whose address is taken -- */

static void mark_pointed_at(struct symbol *symbol, void *unused)
{
    (void)unused;
    symbol->is_address_taken = true;
}

static void take_address(struct unit *unit, struct node *node)
{
    for_each_base(unit, node, mark_pointed_at, NULL);
}

/* NAME: in the text for the assembler, which may be there but once. A number
 * may be there again. */
static bool defines_label(const struct token *string)
{
    const char *text = string->text;
    for (uint32_t i = 1; i < string->length; i++) {
        uint32_t start = i;
        bool is_number = true;
        if (text[i] != ':')
            continue;
        while (start && (isalnum((unsigned char)text[start - 1]) ||
                         strchr("_.$", text[start - 1])))
            is_number &= isdigit((unsigned char)text[--start]) != 0;
        if (start != i && !is_number)
            return true;
    }
    return false;
}

static void read_assembly(struct unit *unit, struct function *function,
                          const struct node *node)
{
    for (token_index at = node->first; at <= node->last; at++)
        if (unit->source->tokens.at[at].kind == TOKEN_STRING &&
            defines_label(&unit->source->tokens.at[at])) {
            function->is_unique = true;
            take_at_start(function, node->first,
                          "an asm statement defines a label");
        }
}

static void find_addresses(struct unit *unit, struct function *function,
                           struct node *node)
{
    if (!node)
        return;
    if (node->kind == NODE_UNARY && !strcmp(node->op, "&"))
        take_address(unit, node->child[0]);
    if (node->kind == NODE_ASM)
        read_assembly(unit, function, node);
    if (node->kind == NODE_CLEAN)
        node->symbol->is_address_taken = node->symbol->is_used = true;
    for (uint32_t i = 0; i < node->children; i++) {
        if (node->kind == NODE_ASM && node->child[i])
            take_address(unit, node->child[i]); /* it may be an "m" operand */
        find_addresses(unit, function, node->child[i]);
    }
}

/* -- what crosses a suspension -- */

/* Its block contains the suspension behind its declaration, or anywhere, if
 * there is a label by which control may come back. */
bool is_around(const struct symbol *symbol, const struct node *suspension)
{
    const struct block *block = symbol->block;
    return suspension->last >= block->first && suspension->at <= block->last &&
           (block->has_label || suspension->last >= symbol->declared);
}

/* Whether control may suspend while the local is alive, in the widest
 * sense. */
static bool crosses(const struct function *function,
                    const struct symbol *symbol)
{
    for (size_t i = 0; i < function->suspensions.count; i++)
        if (is_around(symbol, function->suspensions.at[i]))
            return true;
    return false;
}

/* Where a scope waits for its tasks control has left the blocks in its body. A
 * task may still use a local of theirs by its address, but not one whose size
 * depends on a value: that has no other place than its block. */
static bool has_left(const struct symbol *symbol, const struct node *suspension)
{
    if (suspension->how != SUSPEND_SCOPE ||
        suspension->at != suspension->scope->first)
        return false;
    token_index end = suspension->scope->child[1]->last;
    return end < symbol->block->first || end > symbol->block->last;
}

/* Whether control may suspend while there is a local of that type. */
static bool crosses_variably(const struct function *function,
                             const struct symbol *symbol)
{
    if (!symbol->type || !symbol->type->is_variable)
        return false;
    for (size_t i = 0; i < function->suspensions.count; i++)
        if (is_around(symbol, function->suspensions.at[i]) &&
            !has_left(symbol, function->suspensions.at[i]))
            return true;
    return false;
}

static bool may_move(const struct symbol *symbol)
{
    const struct type *type = symbol->type;
    if (symbol->is_address_taken || symbol->is_register)
        return false;
    if (symbol->kind == SYMBOL_TEMPORARY)
        return true; /* never named by the user, so never pointed at */
    if (type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION)
        return symbol->kind == SYMBOL_PARAMETER && !type->from_typedef &&
               !type->is_const;
    if (type->is_const && type->from_typedef)
        return false; /* the const could not be taken off */
    return (type->kind == TYPE_SCALAR || type->kind == TYPE_POINTER) &&
           !type->is_volatile && !type->is_atomic && !type->is_aligned &&
           !type->is_auto;
}

static bool is_object(const struct symbol *symbol)
{
    if (symbol->kind == SYMBOL_SCOPE || symbol->kind == SYMBOL_TEMPORARY)
        return true;
    return (symbol->kind == SYMBOL_VARIABLE ||
            symbol->kind == SYMBOL_PARAMETER) &&
           !symbol->is_static && !symbol->is_extern;
}

/* -- whose home is the frame -- */

static const char *reason(struct unit *unit, const struct symbol *symbol)
{
    const char *what = "has no scalar type";
    if (symbol->is_address_taken)
        what = "is pointed at";
    else if (symbol->type && symbol->type->kind == TYPE_ARRAY)
        what = "is an array";
    else if (symbol->type && symbol->type->kind == TYPE_RECORD)
        what = "is a struct or union";
    else if (symbol->type && symbol->type->is_volatile)
        what = "is volatile";
    else if (symbol->type && symbol->type->is_atomic)
        what = "is atomic";
    const char *name = symbol->name;
    if (symbol->kind == SYMBOL_TEMPORARY)
        name = "the result of a call";
    else if (symbol->value)
        name = "a compound literal";
    return arena_printf(unit->arena, "%s %s", name, what);
}

static void refuse_variable_type(struct unit *unit, struct symbol *symbol)
{
    diagnose(unit->source, symbol->declarator->at, "variable-type",
             "give it a constant size, use malloc, or end its block before "
             "the await",
             "the type of '%s' depends on a value, and it is alive across an "
             "await",
             symbol->name);
}

/* A scope that no statement of the user's has opened. */
static bool is_shield(const struct symbol *symbol)
{
    return !strncmp(symbol->name, "pirn__", 6);
}

/* Of a coroutine that is a plain function: all stays where it stands, but for
 * compound literals, around which lift may have put braces. */
static void settle_directly(struct unit *unit, struct function *function,
                            struct symbol *symbol)
{
    if (symbol->kind == SYMBOL_TEMPORARY)
        return;
    if (crosses_variably(function, symbol))
        refuse_variable_type(unit, symbol);
    else if (symbol->value && crosses(function, symbol))
        symbol->home = HOME_FRAME;
}

static void settle(struct unit *unit, struct function *function,
                   struct symbol *symbol)
{
    if (symbol->is_in_prototype)
        return;
    if ((symbol->kind == SYMBOL_TYPEDEF || symbol->is_static) &&
        crosses_variably(function, symbol))
        refuse_variable_type(unit, symbol);
    if (!is_object(symbol))
        return;
    if (symbol->kind == SYMBOL_SCOPE) {
        symbol->home = HOME_FRAME;
        take_at_start(function, symbol->declared,
                      is_shield(symbol) ? "a defer of it waits"
                                        : "it has a scope");
        return;
    }
    if (function->is_direct) {
        settle_directly(unit, function, symbol);
        return;
    }
    bool moves = may_move(symbol);
    if (symbol->kind == SYMBOL_PARAMETER && !moves)
        symbol->home = HOME_FRAME; /* where a spawner puts it */
    if (symbol->kind != SYMBOL_TEMPORARY && !crosses(function, symbol))
        return;
    if (symbol->type && symbol->type->is_variable &&
        symbol->kind != SYMBOL_TEMPORARY) {
        if (crosses_variably(function, symbol))
            refuse_variable_type(unit, symbol);
        return;
    }
    if (!moves && (symbol->is_used || symbol->kind == SYMBOL_PARAMETER)) {
        symbol->home = HOME_FRAME;
        take_at_start(function, symbol->declared, reason(unit, symbol));
    } else if (symbol->kind == SYMBOL_TEMPORARY
                   ? symbol->is_kept || symbol->is_function_wide
                   : symbol->kind != SYMBOL_PARAMETER) {
        symbol->index = 0; /* movable; numbered by live.c */
    }
}

/* -- static locals: there are two bodies, so they move to file scope -- */

static bool mentions_locals(const struct node *node)
{
    if (!node)
        return false;
    if (node->kind == NODE_RECORD || node->kind == NODE_LABEL_ADDRESS ||
        node->kind == NODE_STATEMENT_EXPRESSION)
        return true;
    if (node->kind == NODE_NAME && node->symbol && node->symbol->is_local &&
        !node->symbol->hoisted)
        return true;
    for (uint32_t i = 0; i < node->children; i++)
        if (mentions_locals(node->child[i]))
            return true;
    return false;
}

static bool names_function(struct unit *unit, const struct node *node)
{
    for (token_index at = node->first; at <= node->last; at++)
        if (token_is(unit->source, at, "__func__") ||
            token_is(unit->source, at, "__FUNCTION__") ||
            token_is(unit->source, at, "__PRETTY_FUNCTION__"))
            return true;
    return false;
}

static void hoist_static(struct unit *unit, struct function *function,
                         struct symbol *symbol)
{
    struct node *node = symbol->declarator;
    symbol->hoisted = true; /* it may name itself */
    if (mentions_locals(node->child[0]) || mentions_locals(node->child[1]) ||
        mentions_locals(node->child[2]) || names_function(unit, node)) {
        symbol->hoisted = false;
        take_at_start(function, node->at,
                      arena_printf(unit->arena,
                                   "the static %s depends on what is local",
                                   symbol->name));
    } else {
        symbol->rename =
            arena_printf(unit->arena, "pirn__static_%s_%s_%u", function->name,
                         symbol->name, symbol->number);
    }
}

/* -- names -- */

/* A local type is printed at the top of its function, where its name must not
 * mean anything else; and names like the translator's own get out of its
 * way. */
static void rename_local(struct unit *unit, struct symbol *symbol)
{
    if (!symbol->rename && !symbol->is_extern &&
        symbol->kind != SYMBOL_FUNCTION && symbol->kind != SYMBOL_SCOPE)
        symbol->rename =
            arena_printf(unit->arena, "%s_%u", symbol->name, symbol->number);
}

static bool is_type_name(const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_TYPEDEF ||
           symbol->kind == SYMBOL_ENUMERATOR || symbol->kind == SYMBOL_TAG;
}

/* All locals of a name have to be told apart: those of outer blocks are saved
 * where inner ones would hide them. A defer runs where the locals of its whole
 * block are visible, which must not hide what it names. */
static void rename_locals(struct unit *unit, struct function *function)
{
    struct map seen = {NULL, 0, 0};
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        size_t length = strlen(symbol->name);
        void **place = map_at(unit->arena, &seen, symbol->name, length);
        struct symbol *other = *place;
        if (symbol->is_in_prototype)
            continue;
        const struct symbol *outer =
            map_get(&unit->file_scope->names, symbol->name, length);
        bool is_known =
            outer || map_get(&unit->file_scope->tags, symbol->name, length);
        /* In `T T, u;` each variable is declared by itself. */
        bool hides_type = outer && outer->kind == SYMBOL_TYPEDEF;
        if (other && !other->is_static && !is_type_name(other))
            rename_local(unit, other);
        if (other || hides_type || (is_type_name(symbol) && is_known) ||
            (symbol->block->has_region && is_known) ||
            !strncmp(symbol->name, "pirn_", 5))
            rename_local(unit, symbol);
        *place = symbol;
    }
}

static void settle_all(struct unit *unit, struct function *function)
{
    find_addresses(unit, function, function->body);
    if (function->is_generator)
        take_at_start(function, function->name_token, "it is a generator");
    if (function->uses_label_addresses && function->suspensions.count)
        take_at_start(function, function->name_token,
                      "it takes the address of a label");
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        if (symbol->kind == SYMBOL_VARIABLE && symbol->is_static &&
            symbol->declarator)
            hoist_static(unit, function, symbol);
        settle(unit, function, symbol);
    }
    for (size_t i = 0; i < function->temporaries.count; i++)
        settle(unit, function, function->temporaries.at[i]);
}

/* Its type is printed at the top of the function, where the size would be
 * evaluated before anything has a value. */
static void refuse_variable_value(struct unit *unit,
                                  const struct symbol *symbol)
{
    if (!symbol->value)
        return;
    const struct type *type = node_type(unit, symbol->value);
    if (type ? is_variably_modified(type)
             : mentions_variable_type(symbol->value))
        diagnose(unit->source, symbol->declared, "variable-type",
                 "await into a variable of another block",
                 "the type of this value depends on a value, and it is kept "
                 "while something is awaited");
}

void find_homes(struct unit *unit, struct function *function)
{
    if (function->is_coroutine)
        settle_all(unit, function);
    for (size_t i = 0; i < function->temporaries.count; i++)
        refuse_variable_value(unit, function->temporaries.at[i]);
    rename_locals(unit, function);
}
