/* What is refused, one function per rule. Syntax that cannot be right is
 * refused where it is parsed; here is what needs the whole function. */
#include "translate/pass.h"

#include <string.h>

static const char *called_name(struct unit *unit, const struct node *node)
{
    if (node->kind == NODE_BUILTIN)
        return token_text(unit->source, node->first);
    if (node->kind != NODE_CALL)
        return NULL;
    struct node *callee = node_bare(node->child[0]);
    return callee->kind == NODE_NAME ? token_text(unit->source, callee->first)
                                     : NULL;
}

static bool is_one_of(const char *name, const char *const names[])
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

/* call-without-await */
static void check_call(struct unit *unit, struct node *node)
{
    if (node->kind != NODE_CALL || node->is_consumed || node->is_unevaluated)
        return;
    struct type *type = callee_type(unit, node->child[0]);
    if (!type || !type->is_async)
        return;
    struct node *callee = node->child[0];
    struct text name = {NULL, 0, 0};
    for (token_index at = callee->first; at <= callee->last; at++)
        text_puts(&name, token_text(unit->source, at));
    diagnose(unit->source, callee->first, "call-without-await",
             arena_printf(unit->arena,
                          "write 'await %s(...)' to wait for it, or 'spawn "
                          "%s(...)' in a scope to run it concurrently",
                          name.text, name.text),
             "the coroutine '%s' is called without await or spawn", name.text);
    text_free(&name);
}

/* setjmp, alloca, frame-address: what depends on the native stack */
static void check_stack(struct unit *unit, struct node *node)
{
    static const char *const SETJMP[] = {
        "setjmp", "_setjmp", "__setjmp", "sigsetjmp", "__sigsetjmp",
        "__builtin_setjmp", "vfork", "getcontext", NULL};
    static const char *const ALLOCA[] = {
        "alloca", "__builtin_alloca", "__builtin_alloca_with_align",
        "__builtin_alloca_with_align_and_max", "strdupa", NULL};
    static const char *const ADDRESS[] = {
        "__builtin_return_address", "__builtin_frame_address",
        "__builtin_extract_return_addr", "__builtin_apply_args",
        "__builtin_apply", "__builtin_return", "__builtin_va_arg_pack",
        "__builtin_va_start", NULL};
    const char *name = called_name(unit, node);
    if (!name)
        return;
    if (is_one_of(name, SETJMP))
        diagnose(unit->source, node->first, "setjmp",
                 "call setjmp in a plain function that awaits nothing",
                 "'%s' in a coroutine, whose stack is gone when it waits",
                 name);
    if (is_one_of(name, ALLOCA))
        diagnose(unit->source, node->first, "alloca",
                 "use malloc, or an array of fixed size",
                 "'%s' in a coroutine, whose stack is gone when it waits",
                 name);
    if (is_one_of(name, ADDRESS))
        diagnose(unit->source, node->first, "frame-address",
                 "put it into a plain function",
                 "'%s' in a coroutine, which has two bodies and no stack of "
                 "its own",
                 name);
}

/* assignment-to-const: the compiler would say so, had the translator not to
 * drop the const from locals that it copies */
static void check_const(struct unit *unit, struct node *node)
{
    if (node->kind != NODE_ASSIGN && node->kind != NODE_INCREMENT)
        return;
    struct node *target = node_bare(node->child[0]);
    struct symbol *symbol = target->kind == NODE_NAME ? target->symbol : NULL;
    if (symbol && symbol->is_local && symbol->type && symbol->type->is_const &&
        (symbol->kind == SYMBOL_VARIABLE || symbol->kind == SYMBOL_PARAMETER))
        diagnose(unit->source, target->first, "assignment-to-const", NULL,
                 "assignment to '%s', which is const", symbol->name);
}

static bool is_inside(const struct node *scope, const struct node *outer)
{
    for (; scope; scope = scope->scope)
        if (scope == outer)
            return true;
    return outer == NULL;
}

/* jump-into-scope */
static void check_jump(struct unit *unit, struct function *function,
                       struct node *node)
{
    if (node->kind == NODE_GOTO) {
        if (!node->label->node)
            diagnose(unit->source, node->label->used, "syntax", NULL,
                     "there is no label '%s' in this function",
                     node->label->name);
        else if (!is_inside(node->scope, node->label->scope))
            diagnose(unit->source, node->first, "jump-into-scope",
                     "enter the scope at its beginning",
                     "this goto jumps into a scope");
    }
    if ((node->kind == NODE_CASE || node->kind == NODE_DEFAULT) &&
        node->target && node->scope != node->target->scope)
        diagnose(unit->source, node->first, "jump-into-scope",
                 "put the whole switch into the scope",
                 "this label is inside a scope, its switch is outside");
    if (node->kind == NODE_GOTO_COMPUTED && function->scopes.count)
        diagnose(unit->source, node->first, "computed-goto-with-scope",
                 "use a switch",
                 "a computed goto in a function with scopes could leave or "
                 "enter one unseen");
}

/* await-in-asm, register-variable */
static void check_asm(struct unit *unit, struct function *function,
                      struct node *node)
{
    if (node->kind == NODE_ASM && node->awaits)
        diagnose(unit->source, node->first, "await-in-asm",
                 "await into a variable first",
                 "'await' in an operand of asm");
    if (node->kind == NODE_DECLARATION && node->symbol &&
        node->symbol->is_register && node->symbol->kind == SYMBOL_VARIABLE &&
        function->is_coroutine && !node->symbol->is_extern &&
        !node->symbol->is_static)
        diagnose(unit->source, node->at, "register-variable",
                 "put the asm and its registers into a plain function",
                 "'%s' is bound to a register in a coroutine",
                 node->symbol->name);
}

/* static-initialiser */
static void check_static(struct unit *unit, struct node *node)
{
    if (node->kind == NODE_DECLARATION && node->symbol && node->child[2] &&
        node->child[2]->awaits && node->symbol->is_static)
        diagnose(unit->source, node->at, "await-in-static-initialiser",
                 "assign to it in a statement of its own",
                 "'await' in the initialiser of the static '%s'",
                 node->symbol->name);
}

static void check_node(struct unit *unit, struct function *function,
                       struct node *node)
{
    if (!node)
        return;
    check_call(unit, node);
    if (function->is_coroutine) {
        check_stack(unit, node);
        check_const(unit, node);
        check_jump(unit, function, node);
        check_asm(unit, function, node);
        check_static(unit, node);
    }
    for (uint32_t i = 0; i < node->children; i++)
        check_node(unit, function, node->child[i]);
}

/* parameter-with-variable-type */
static void check_parameters(struct unit *unit, struct function *function)
{
    for (size_t i = 0; i < function->parameters.count; i++) {
        struct symbol *symbol = function->parameters.at[i];
        if (symbol && symbol->type->is_variable)
            diagnose(unit->source, symbol->declarator->child[1]->at,
                     "variable-type-parameter",
                     "pass a pointer to the first element and the sizes",
                     "the type of the parameter '%s' depends on a value",
                     symbol->name);
    }
}

/* A turned function may suspend anywhere, so nothing in it may have a type
 * that depends on a value. */
static void check_turned(struct unit *unit, struct function *function)
{
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        if (symbol->type && symbol->type->is_variable)
            diagnose(unit->source, function->name_token, "variable-type", NULL,
                     "a type that depends on a value");
    }
}

void check(struct unit *unit, struct function *function)
{
    if (function->is_turned)
        check_turned(unit, function);
    if (function->is_coroutine)
        check_parameters(unit, function);
    check_node(unit, function, function->body);
}
