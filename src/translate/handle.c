/* Which tasks have a handle that gets about: others than the function that
 * spawned them may wait for them. The runtime then takes more care; so in case
 * of doubt they do.
 *
 * A handle stays where it is if it is in a variable of the function, or in an
 * element of an array there, and is read only to be awaited, joined, cancelled
 * or compared. */
#include "translate/pass.h"

#include <string.h>

struct search {
    VECTOR(struct node *) spawns;   /* into variables, ... */
    VECTOR(struct symbol *) owners; /* ... these */
    struct arena *arena;
};

/* What is done with the value of an expression. */
enum use {
    USE_ANY,      /* it may go anywhere */
    USE_HARMLESS, /* it goes nowhere */
};

static void visit(struct search *search, struct node *node, enum use use,
                  struct symbol *owner);

/* (void *)(t) */
static struct node *without_cast(struct node *node)
{
    node = node_bare(node);
    while (node->kind == NODE_CAST)
        node = node_bare(node->child[1]);
    return node;
}

static bool is_local(const struct symbol *symbol)
{
    return symbol && symbol->kind == SYMBOL_VARIABLE && symbol->is_local &&
           !symbol->is_static && !symbol->is_extern;
}

/* The variable that is the place of an lvalue, wholly or as an array. */
static struct symbol *variable_of(struct node *node)
{
    bool is_element = false;
    for (node = node_bare(node); node->kind == NODE_INDEX;
         node = node_bare(node->child[0]))
        is_element = true;
    struct symbol *symbol = node->kind == NODE_NAME ? node->symbol : NULL;
    if (!is_local(symbol))
        return NULL;
    bool is_array = symbol->type && symbol->type->kind == TYPE_ARRAY;
    return is_array == is_element ? symbol : NULL;
}

static void visit_children(struct search *search, struct node *node,
                           uint32_t from)
{
    for (uint32_t i = from; i < node->children; i++)
        if (node->child[i])
            visit(search, node->child[i], USE_ANY, NULL);
}

/* An expression that is read harmlessly: the variable itself may be in it. */
static void visit_harmless(struct search *search, struct node *node)
{
    node = without_cast(node);
    if (!variable_of(node)) {
        visit(search, node, USE_HARMLESS, NULL);
        return;
    }
    for (; node->kind == NODE_INDEX; node = node_bare(node->child[0]))
        visit(search, node->child[1], USE_ANY, NULL);
}

/* pirn_join and pirn_cancel come to this. */
static bool takes_handle(const struct node *call)
{
    struct node *callee = node_bare(call->child[0]);
    const char *name =
        callee->kind == NODE_NAME && callee->symbol ? callee->symbol->name : "";
    return !strcmp(name, "pirn__join") || !strcmp(name, "pirn__cancel");
}

static void visit_spawn(struct search *search, struct node *node, enum use use,
                        struct symbol *owner)
{
    if (owner) {
        vector_push(search->arena, &search->spawns, node);
        vector_push(search->arena, &search->owners, owner);
    } else {
        node->is_passed_on = use == USE_ANY && !node->is_detached;
    }
    visit_children(search, node, 0);
}

static void visit_assign(struct search *search, struct node *node, enum use use)
{
    struct symbol *owner = use == USE_HARMLESS && !strcmp(node->op, "=")
                               ? variable_of(node->child[0])
                               : NULL;
    if (owner)
        visit_harmless(search, node->child[0]);
    else
        visit(search, node->child[0], USE_ANY, NULL);
    visit(search, node->child[1], USE_ANY, owner);
}

static void visit_declaration(struct search *search, struct node *node)
{
    struct node *declarator = node->child[1], *initialiser = node->child[2];
    visit(search, node->child[0], USE_ANY, NULL);
    if (declarator)
        visit(search, declarator, USE_ANY, NULL);
    if (initialiser)
        visit(search, initialiser, USE_ANY,
              declarator && is_local(declarator->symbol) ? declarator->symbol
                                                         : NULL);
}

/* owner: where the value of node goes, a variable of the function. */
static void visit(struct search *search, struct node *node, enum use use,
                  struct symbol *owner)
{
    switch (node->kind) {
    case NODE_NAME:
        if (use == USE_ANY && node->symbol)
            node->symbol->escapes = true;
        break;
    case NODE_UNEVALUATED: break;
    case NODE_PAREN:
    case NODE_INSTEAD: visit(search, node->child[0], use, owner); break;
    case NODE_INITIALISER_LIST:
        for (uint32_t i = 0; i < node->children; i++)
            visit(search, node->child[i], USE_ANY, owner);
        break;
    case NODE_AWAIT: visit_harmless(search, node->child[0]); break;
    case NODE_EXPRESSION:
        visit(search, node->child[0], node->is_value ? USE_ANY : USE_HARMLESS,
              NULL);
        break;
    case NODE_CALL:
        visit(search, node->child[0], USE_ANY, NULL);
        if (takes_handle(node) && node->children > 1) {
            visit_harmless(search, node->child[1]);
            visit_children(search, node, 2);
        } else {
            visit_children(search, node, 1);
        }
        break;
    case NODE_BINARY:
        if (!strcmp(node->op, "==") || !strcmp(node->op, "!=")) {
            visit_harmless(search, node->child[0]);
            visit_harmless(search, node->child[1]);
        } else {
            visit_children(search, node, 0);
        }
        break;
    case NODE_SPAWN: visit_spawn(search, node, use, owner); break;
    case NODE_ASSIGN: visit_assign(search, node, use); break;
    case NODE_DECLARATION: visit_declaration(search, node); break;
    default: visit_children(search, node, 0); break;
    }
}

void find_handles(struct unit *unit, struct function *function)
{
    struct search search = {.arena = unit->arena};
    visit(&search, function->body, USE_ANY, NULL);
    for (size_t i = 0; i < search.spawns.count; i++)
        search.spawns.at[i]->is_passed_on = search.owners.at[i]->escapes;
}
