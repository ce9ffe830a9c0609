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
    if (!strncmp(name.text, "pirn__", 6)) /* what a macro of ours stands for */
        memmove(name.text + 5, name.text + 6, strlen(name.text + 6) + 1);
    diagnose(unit->source, callee->first, "call-without-await",
             arena_printf(unit->arena,
                          "write 'await %s(...)' to wait for it, or 'spawn "
                          "%s(...)' in a scope to run it concurrently",
                          name.text, name.text),
             "the coroutine '%s' is called without await or spawn", name.text);
    text_free(&name);
}

/* What pirn_select and pirn_select_fair come to: an array of clauses. */
static void check_select(struct unit *unit, struct node *node)
{
    const char *name = called_name(unit, node);
    if (name && !strcmp(name, "pirn__select") && node->children > 1)
        check_clauses(unit, node);
}

/* scope (s, .fail_fast = true) */
static bool fails_fast(const struct unit *unit, const struct node *scope)
{
    const struct node *options = scope ? scope->child[0] : NULL;
    if (!options)
        return false;
    for (token_index at = options->first; at <= options->last; at++)
        if (token_is(unit->source, at, "fail_fast"))
            return !token_is(unit->source, at + 2, "false") &&
                   !token_is(unit->source, at + 2, "0");
    return false;
}

/* fail-fast-result */
static void check_fail_fast(struct unit *unit, struct node *node)
{
    if (node->kind != NODE_SPAWN || (node->children > 1 && !node->is_placed) ||
        !fails_fast(unit, node->scope))
        return;
    struct node *call = node_bare(node->child[node->children - 1]);
    const struct type *type = node_type(unit, call);
    const char *text = type ? type_text(unit, type) : NULL;
    bool is_bool = text && !strcmp(text, "bool");
    if (is_bool || (type && type->kind == TYPE_POINTER))
        warn(unit->source, node->first, "fail-fast-result",
             "return an int, negative where it fails",
             "'%s' returns a %s, which is never negative: the scope does not "
             "see it fail",
             token_text(unit->source, call->first),
             is_bool ? "bool" : "pointer");
}

/* setjmp, alloca, frame-address: what depends on the native stack */
static void check_stack(struct unit *unit, struct node *node)
{
    static const char *const SETJMP[] = {
        "setjmp",           "_setjmp", "__setjmp",   "sigsetjmp", "__sigsetjmp",
        "__builtin_setjmp", "vfork",   "getcontext", NULL};
    // clang-format off
    static const char *const ALLOCA[] = {
        "alloca", "__builtin_alloca", "__builtin_alloca_with_align",
        "__builtin_alloca_with_align_and_max", "strdupa", NULL};
    static const char *const ADDRESS[] = {
        "__builtin_return_address", "__builtin_frame_address",
        "__builtin_extract_return_addr", "__builtin_apply_args",
        "__builtin_apply", "__builtin_return", "__builtin_va_arg_pack",
        "__builtin_va_start", NULL};
    // clang-format on
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

/* return-in-generator */
static void check_return(struct unit *unit, const struct function *function,
                         const struct node *node)
{
    if (node->kind == NODE_RETURN && node->child[0] && function->is_generator)
        diagnose(unit->source, node->child[0]->first, "return-in-generator",
                 "yield the last value, and return nothing: yield x; return;",
                 "'return' with a value in the generator '%s', which ends here",
                 function->name);
}

/* fail-in-expression: it is a jump, for which there is no expression */
static void check_fail(struct unit *unit, struct node *node)
{
    if (node->kind == NODE_EXPRESSION &&
        node_bare(node->child[0])->kind == NODE_FAIL)
        node_bare(node->child[0])->is_consumed = true;
    if (node->kind == NODE_FAIL && !node->is_consumed)
        diagnose(unit->source, node->first, "fail-in-expression",
                 "write a statement: if (rc < 0) pirn_fail(rc);",
                 "pirn_fail inside an expression");
}

/* -- jumps and regions -- */

static bool is_inside(const struct node *region, const struct node *outer)
{
    for (; region; region = region->region)
        if (region == outer)
            return true;
    return outer == NULL;
}

static bool is_inside_block(const struct block *block,
                            const struct block *outer)
{
    for (; block; block = block->parent)
        if (block == outer)
            return true;
    return false;
}

/* The outermost region into which a jump comes; NULL: it enters none. */
static const struct node *entered(const struct node *from,
                                  const struct node *to)
{
    const struct node *outermost = NULL;
    for (; !is_inside(from, to); to = to->region)
        outermost = to;
    return outermost;
}

/* jump-into-scope, jump-into-defer, jump-over-defer */
static void check_entering(struct unit *unit, struct node *node,
                           const struct node *from, const struct node *to)
{
    const struct node *region = entered(from, to);
    bool is_goto = node->kind == NODE_GOTO;
    if (!region)
        return;
    if (region->kind == NODE_SCOPE)
        diagnose(unit->source, node->first, "jump-into-scope",
                 is_goto ? "enter the scope at its beginning"
                         : "put the whole switch into the scope",
                 is_goto ? "this goto jumps into a scope"
                         : "this label is inside a scope, its switch is "
                           "outside");
    else if (region->kind == NODE_DEFERRED)
        diagnose(unit->source, node->first, "jump-into-defer",
                 "a defer runs by itself where its block ends",
                 is_goto ? "this goto jumps into a defer"
                         : "this label is inside a defer, its switch is "
                           "outside");
    else
        diagnose(unit->source, node->first, "jump-over-defer",
                 is_goto ? "end a block before the label"
                         : "give the case a block of its own: case 1: { ... }",
                 "this %s over %s, which would not have been reached",
                 is_goto ? "goto jumps" : "label is reached by a jump",
                 region->kind == NODE_DEFER
                     ? "a defer"
                     : "a variable with the attribute 'cleanup'");
}

/* Jumping back over a defer in its own block is no leaving of that block. In
 * the block of a scope, whose tasks would have to end first, the same goes for
 * a variable that is cleaned up. */
static bool jumps_back_over(const struct node *jump, const struct node *region)
{
    return jump->kind == NODE_GOTO &&
           (region->kind == NODE_DEFER ||
            (region->kind == NODE_DECLARATION && region->scope)) &&
           is_inside_block(jump->label->around, region->block);
}

/* jump-out-of-defer, jump-over-defer */
static void check_leaving(struct unit *unit, struct node *node,
                          const struct node *to)
{
    for (const struct node *region = node->region; region && region != to;
         region = region->region) {
        if (region->kind == NODE_DEFERRED) {
            diagnose(unit->source, node->first, "jump-out-of-defer",
                     "let the defer come to its end",
                     "this jumps out of a defer, which runs because its block "
                     "is being left already");
            return;
        }
        if (jumps_back_over(node, region)) {
            diagnose(unit->source, node->first, "jump-over-defer",
                     "give what is repeated a block of its own",
                     "this goto jumps back over %s in the same block",
                     region->kind == NODE_DEFER
                         ? "a defer"
                         : "a variable with the attribute 'cleanup'");
            return;
        }
    }
}

static void check_goto(struct unit *unit, struct node *node)
{
    if (!node->label->node) {
        diagnose(unit->source, node->label->used, "syntax", NULL,
                 "there is no label '%s' in this function", node->label->name);
        return;
    }
    const struct node *to = node->label->region;
    if (is_inside(node->region, to))
        check_leaving(unit, node, to);
    else
        check_entering(unit, node, node->region, to);
}

static void check_jump(struct unit *unit, struct function *function,
                       struct node *node)
{
    switch (node->kind) {
    case NODE_GOTO: check_goto(unit, node); break;
    case NODE_CASE:
    case NODE_DEFAULT:
        check_entering(unit, node, node->target->region, node->region);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE: check_leaving(unit, node, node->target->region); break;
    case NODE_RETURN:
    case NODE_FAIL: check_leaving(unit, node, NULL); break;
    case NODE_GOTO_COMPUTED:
        if (function->regions.count)
            diagnose(unit->source, node->first, "computed-goto-with-scope",
                     "use a switch",
                     "a computed goto in a function with scopes or defers "
                     "could leave or enter one unseen");
        break;
    default: break;
    }
}

/* defer-in-choice: what is chosen without being evaluated cannot be taken
 * apart */
static void check_choice(struct unit *unit, struct node *node)
{
    bool is_choice =
        node->kind == NODE_BUILTIN &&
        token_is(unit->source, node->first, "__builtin_choose_expr");
    if (!is_choice && node->kind != NODE_GENERIC && node->kind != NODE_ASM)
        return;
    const struct node *inside = region_inside(node);
    if (inside)
        diagnose(unit->source, inside->first, "defer-in-choice",
                 "put the statements into a function",
                 "a defer, a variable with the attribute 'cleanup', or a jump "
                 "that leaves one, in %s",
                 node->kind == NODE_ASM ? "an operand of asm"
                 : is_choice            ? "__builtin_choose_expr"
                                        : "_Generic");
}

/* cleanup-attribute */
static void check_cleaner(struct unit *unit, struct node *node)
{
    if (node->kind != NODE_DECLARATION || !node->cleaner)
        return;
    struct type *type = callee_type(unit, node->cleaner);
    if (type && type->is_async)
        diagnose(unit->source, node->cleaner->first, "cleanup-attribute",
                 "defer { await ...; } may wait",
                 "'%s' cleans up, so it cannot be a coroutine",
                 token_text(unit->source, node->cleaner->first));
}

/* await-in-asm, register-variable */
static void check_asm(struct unit *unit, struct function *function,
                      struct node *node)
{
    if (node->kind == NODE_ASM && node->awaits)
        diagnose(unit->source, node->first, "await-in-asm",
                 "await into a variable first", "'await' in an operand of asm");
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
    check_select(unit, node);
    check_fail_fast(unit, node);
    check_return(unit, function, node);
    check_fail(unit, node);
    if (function->is_coroutine) {
        check_stack(unit, node);
        check_const(unit, node);
        check_asm(unit, function, node);
        check_static(unit, node);
    }
    if (function->is_lowered) {
        check_jump(unit, function, node);
        check_choice(unit, node);
        check_cleaner(unit, node);
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

/* More suspensions than a turned function can have, at most one for each. */
static uint32_t count_suspensions(const struct node *node)
{
    uint32_t count = 0;
    if (!node)
        return 0;
    count = node->kind == NODE_CALL || node->kind >= NODE_DECLARATION;
    for (uint32_t i = 0; i < node->children; i++)
        count += count_suspensions(node->child[i]);
    return count;
}

/* A cast to a type that depends on a value, whose type a temporary may need. */
static const struct node *variable_cast(const struct node *node)
{
    if (!node)
        return NULL;
    if (node->kind == NODE_CAST && node->child[0]->type->is_variable)
        return node;
    for (uint32_t i = 0; i < node->children; i++) {
        const struct node *found = variable_cast(node->child[i]);
        if (found)
            return found;
    }
    return NULL;
}

/* A turned function may suspend anywhere, so nothing in it may have a type
 * that depends on a value. */
static void check_turned(struct unit *unit, struct function *function)
{
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        if (symbol->type && symbol->type->is_variable &&
            !symbol->is_in_prototype)
            diagnose(unit->source, function->name_token, "variable-type", NULL,
                     "a type that depends on a value");
    }
    if (variable_cast(function->body))
        diagnose(unit->source, function->name_token, "variable-type", NULL,
                 "a cast to a type that depends on a value");
    if (count_suspensions(function->body) > MAX_SUSPENSIONS)
        diagnose(unit->source, function->name_token, "too-many-awaits", NULL,
                 "perhaps more places to suspend than there are states");
}

/* variable-type-behind-defer: roads to the end of the block would lead into
 * the array's part of it */
static void check_behind(struct unit *unit, struct function *function,
                         const struct symbol *symbol)
{
    for (size_t i = 0; i < function->regions.count; i++) {
        const struct node *region = function->regions.at[i];
        if (region->kind == NODE_SCOPE || region->block != symbol->block ||
            symbol->declared <= region->last + 1)
            continue;
        diagnose(unit->source, symbol->declarator->at,
                 "variable-type-behind-defer",
                 "declare it before, or in a block of its own",
                 "the type of '%s' depends on a value, and %s is before it in "
                 "its block",
                 symbol->name,
                 region->kind == NODE_DEFER
                     ? "a defer"
                     : "a variable with the attribute 'cleanup'");
        return;
    }
}

/* openmp, type-in-result and variable-type-behind-defer */
static void check_lowered(struct unit *unit, struct function *function)
{
    const struct node *specifiers = function->specifiers;
    for (uint32_t i = 0; i < specifiers->children; i++)
        if (specifiers->child[i]->kind == NODE_RECORD)
            diagnose(unit->source, specifiers->first, "type-in-result",
                     "define the type before the function",
                     "a type defined in the result of a function with a "
                     "defer");
    if (function->variable_member)
        diagnose(unit->source, function->variable_member, "variable-type",
                 "give it a constant size, or take a flexible array member",
                 "the size of a member depends on a value, in a %s",
                 function->is_coroutine ? "coroutine"
                                        : "function with a defer");
    else if (function->variable_again)
        diagnose(unit->source, function->variable_again, "variable-type",
                 "declare each in a declaration of its own",
                 "a second variable of a type whose size is computed where it "
                 "is written");
    if (function->openmp)
        diagnose(unit->source, function->openmp, "openmp",
                 "put the parallel region into a function of its own",
                 "an OpenMP region in a function with a defer");
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        if (symbol->type && symbol->type->is_variable &&
            (symbol->kind == SYMBOL_VARIABLE ||
             symbol->kind == SYMBOL_TYPEDEF) &&
            symbol->declarator)
            check_behind(unit, function, symbol);
    }
}

void check(struct unit *unit, struct function *function)
{
    if (function->is_turned)
        check_turned(unit, function);
    if (function->is_coroutine)
        check_parameters(unit, function);
    if (function->is_lowered)
        check_lowered(unit, function);
    check_node(unit, function, function->body);
    if (!function->is_turned) {
        check_handles(unit, function);
        check_ended(unit, function);
    }
}
