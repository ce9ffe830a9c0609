/* handle-as-value: a handle of a task or generator, a task(T) or gen(T), stands
 * where its value is wanted. With the words as macros it is a T, so that the
 * compiler says nothing; and translated, it would be the address of the task.
 *
 * Only what is surely wrong is refused: where the type of one side is not
 * known here, as behind typeof, the compiler has its say. */
#include "translate/pass.h"

#include <string.h>

static bool is_handle(struct unit *unit, struct node *node)
{
    node = node_bare(node);
    if (!node)
        return false;
    if (node->kind == NODE_SPAWN)
        return true;
    if (node->kind != NODE_NAME && node->kind != NODE_MEMBER &&
        node->kind != NODE_INDEX)
        return false;
    struct type *type = node_type(unit, node);
    return type && type->is_task && type->kind == TYPE_SCALAR;
}

/* A type that surely is none of a handle. */
static bool is_plain(const struct type *type)
{
    return type && !type->is_handle &&
           (type->kind == TYPE_POINTER ||
            (type->kind == TYPE_SCALAR && !type->from_typedef));
}

static void refuse(struct unit *unit, struct node *node)
{
    node = node_bare(node);
    struct text name = {NULL, 0, 0};
    for (token_index at = node->first; at <= node->last; at++)
        text_puts(&name, token_text(unit->source, at));
    if (node->kind == NODE_SPAWN)
        diagnose(unit->source, node->first, "handle-as-value",
                 "keep it in a task(T), and await that; or await the call",
                 "'spawn' gives the handle of a task, not its value");
    else
        diagnose(unit->source, node->first, "handle-as-value",
                 arena_printf(unit->arena,
                              "write 'await %s' for the value of a task; "
                              "pirn_next gives those of a generator",
                              name.text),
                 "'%s' is a handle, not the value that comes of it", name.text);
    text_free(&name);
}

static void check_value(struct unit *unit, struct node *node)
{
    if (is_handle(unit, node))
        refuse(unit, node);
}

static void check_binary(struct unit *unit, struct node *node)
{
    if (!strcmp(node->op, "==") || !strcmp(node->op, "!="))
        return; /* with another handle, or NULL */
    check_value(unit, node->child[0]);
    check_value(unit, node->child[1]);
}

/* What f(a, ...) gets behind its parameters has the type that it has. */
static void check_arguments(struct unit *unit, struct node *node)
{
    struct type *type = callee_type(unit, node->child[0]);
    if (!type || !type->is_variadic)
        return;
    for (uint32_t i = 1; i < node->children; i++)
        check_value(unit, node->child[i]);
}

static void check_use(struct unit *unit, struct function *function,
                      struct node *node)
{
    switch (node->kind) {
    case NODE_CALL: check_arguments(unit, node); break;
    case NODE_BINARY: check_binary(unit, node); break;
    case NODE_ASSIGN:
        if (is_plain(node_type(unit, node->child[0])))
            check_value(unit, node->child[1]);
        break;
    case NODE_DECLARATION:
        if (node->child[1] && node->child[2] && is_plain(node->child[1]->type))
            check_value(unit, node->child[2]);
        break;
    case NODE_RETURN:
        if (!function->is_generator && node->children && node->child[0] &&
            is_plain(function->type->of))
            check_value(unit, node->child[0]);
        break;
    default: break;
    }
}

static void visit(struct unit *unit, struct function *function,
                  struct node *node)
{
    if (!node || node->kind == NODE_UNEVALUATED || node->is_unevaluated)
        return;
    check_use(unit, function, node);
    for (uint32_t i = 0; i < node->children; i++)
        visit(unit, function, node->child[i]);
}

void check_handles(struct unit *unit, struct function *function)
{
    visit(unit, function, function->body);
}
