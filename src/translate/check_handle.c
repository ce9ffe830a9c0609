/* handle-as-value, not-a-handle, type-of-handle, coroutine-as-function,
 * void-as-value: what a
 * task(T) or a gen(T) is used for. It may be awaited, assigned to a handle,
 * compared with one, passed on to a parameter that is one, and given to the
 * functions of <pirn.h>. With the words as macros it is a T, so that the
 * compiler says nothing of other uses; and translated, it would be an address.
 *
 * Each expression is looked at with what is wanted in its place. Only what is
 * surely wrong is refused: where one of both types is not known here, as behind
 * typeof, the compiler has its say about the translated text. The address of a
 * handle, and one that is cast to void *, are what C makes of them. */
#include "translate/pass.h"

#include <string.h>

enum want {
    WANT_ANYTHING,
    WANT_NOTHING, /* the value is dropped */
    WANT_VALUE,
    WANT_TRUTH,  /* whether it is zero */
    WANT_HANDLE, /* of the type given */
};

/* Of any task or generator. */
static const struct type ANY_TASK = {
    .kind = TYPE_SCALAR, .is_handle = true, .is_task = true};
static const struct type ANY_GEN = {
    .kind = TYPE_SCALAR, .is_handle = true, .is_gen = true};

struct walk {
    struct unit *unit;
    struct function *function;
};

static void visit(struct walk *walk, struct node *node, enum want want,
                  const struct type *type);

/* -- what is wanted where -- */

static bool is_ours(const struct type *type)
{
    return type && type->is_handle && (type->is_task || type->is_gen);
}

/* Of an object of that type. */
static enum want want_of(const struct type *type)
{
    if (is_ours(type))
        return WANT_HANDLE;
    if (!type || type->is_auto || type->kind == TYPE_UNKNOWN ||
        type->kind == TYPE_VOID || type->kind == TYPE_ARRAY)
        return WANT_ANYTHING;
    return WANT_VALUE;
}

static struct node *bare(struct node *node)
{
    node = node_bare(node);
    while (node && node->kind == NODE_UNARY && !strcmp(node->op, "__e"))
        node = node_bare(node->child[0]);
    return node;
}

/* Nothing but a number or an address can come of it, and no other rule says
 * so. */
static bool is_surely_none(struct walk *walk, struct node *node)
{
    static const uint8_t KINDS[] = {NODE_LITERAL, NODE_BINARY, NODE_LOGICAL,
                                    NODE_INCREMENT, NODE_UNEVALUATED};
    for (size_t i = 0; i < sizeof KINDS; i++)
        if (node->kind == KINDS[i])
            return true;
    if (node->kind == NODE_UNARY)
        return strcmp(node->op, "*") != 0;
    if (node->kind == NODE_CALL && !node->is_consumed) {
        const struct type *callee = callee_type(walk->unit, node->child[0]);
        if (callee && callee->is_async)
            return false; /* call-without-await */
    }
    const struct type *type = node_type(walk->unit, node);
    return type && !is_ours(type) && want_of(type) == WANT_VALUE;
}

/* -- what is said -- */

static const char *text_of(struct walk *walk, const struct node *node)
{
    const struct source *source = walk->unit->source;
    struct text text = {NULL, 0, 0};
    for (token_index at = node->first; at <= node->last && text.length < 60;
         at++)
        text_printf(&text, "%s%s",
                    at > node->first && source->tokens.at[at].spaced ? " " : "",
                    token_text(walk->unit->source, at));
    const char *copy = arena_copy(walk->unit->arena, text.text, text.length);
    text_free(&text);
    return copy;
}

static void refuse_handle(struct walk *walk, struct node *node, enum want want)
{
    const char *name = text_of(walk, node), *help;
    bool is_task = node_type(walk->unit, node)->is_task;
    if (!is_task && want == WANT_TRUTH)
        help = arena_printf(walk->unit->arena,
                            "pirn_next gives the values of a generator; "
                            "pirn_spawned(%s) tells whether there is one",
                            name);
    else if (!is_task)
        help = "pirn_next gives the values of a generator";
    else if (node->kind == NODE_SPAWN || node->kind == NODE_CALL)
        help = "keep it in a task(T), and await that";
    else if (want == WANT_TRUTH)
        help = arena_printf(walk->unit->arena,
                            "write 'await %s' for the value of the task; "
                            "pirn_spawned(%s) tells whether there is one",
                            name, name);
    else
        help = arena_printf(walk->unit->arena,
                            "write 'await %s' for the value of the task", name);
    diagnose(walk->unit->source, node->first, "handle-as-value", help,
             "'%s' is the handle of a %s, %s", name,
             is_task ? "task" : "generator",
             want == WANT_NOTHING ? "which does nothing by itself"
             : is_task            ? "not its value"
                                  : "not a value that it yields");
}

/* (void *)0 */
static bool is_null(struct walk *walk, const struct node *node)
{
    return node->kind == NODE_CAST && node->last == node->first + 4 &&
           token_is(walk->unit->source, node->last, "0");
}

static void refuse_other(struct walk *walk, struct node *node,
                         const struct type *wanted)
{
    bool is_gen = wanted->is_gen;
    diagnose(walk->unit->source, node->first, "not-a-handle",
             is_gen ? "call a generator for one; PIRN_NO_GEN stands for none"
                    : "'spawn f()' gives one; PIRN_NO_TASK stands for none",
             "'%s' is not the handle of a %s",
             is_null(walk, node) ? "NULL" : text_of(walk, node),
             is_gen ? "generator" : "task");
}

static void refuse_type(struct walk *walk, struct node *node,
                        const struct type *is, const struct type *wanted)
{
    const char *is_text = type_text(walk->unit, is),
               *wanted_text = type_text(walk->unit, wanted);
    const char *help = arena_printf(walk->unit->arena,
                                    "a handle is of the type that its %s %s",
                                    is->is_gen ? "generator" : "coroutine",
                                    is->is_gen ? "yields" : "returns");
    if (is->is_gen != wanted->is_gen)
        diagnose(walk->unit->source, node->first, "type-of-handle", NULL,
                 "'%s' is the handle of a %s, and that of a %s is wanted",
                 text_of(walk, node), is->is_gen ? "generator" : "task",
                 is->is_gen ? "task" : "generator");
    else if (is_text && wanted_text)
        diagnose(walk->unit->source, node->first, "type-of-handle", help,
                 "'%s' is a %s, and a %s is wanted", text_of(walk, node),
                 is_text, wanted_text);
    else
        diagnose(walk->unit->source, node->first, "type-of-handle", help,
                 "'%s' is a handle of another type than is wanted",
                 text_of(walk, node));
}

/* A function, or what points to one; NULL: neither. */
static const struct type *function_of(const struct type *type)
{
    if (type && type->kind == TYPE_POINTER)
        type = type->of;
    return type && type->kind == TYPE_FUNCTION ? type : NULL;
}

/* coroutine-as-function: the two are called in different ways. */
static void check_function(struct walk *walk, struct node *node,
                           const struct type *is, const struct type *wanted)
{
    is = function_of(is);
    wanted =
        wanted && wanted->kind == TYPE_POINTER ? function_of(wanted) : NULL;
    if (!is || !wanted || is->is_async == wanted->is_async ||
        is->is_generator || wanted->is_generator || is->is_async_generator ||
        wanted->is_async_generator)
        return;
    diagnose(walk->unit->source, node->first, "coroutine-as-function",
             is->is_async ? "declare the pointer so: async int (*name)(...)"
                          : "declare the function async",
             is->is_async
                 ? "'%s' is a coroutine, and a plain function is wanted"
                 : "'%s' is a plain function, and a coroutine is wanted",
             text_of(walk, node));
}

/* -- the leaves -- */

/* Where a handle is wanted 0 stands for none. */
static bool is_none(struct walk *walk, const struct node *node)
{
    return node->kind == NODE_LITERAL && node->first == node->last &&
           token_is(walk->unit->source, node->first, "0");
}

/* Its operand is wanted as a value, whatever comes of that. */
static bool is_refused_itself(const struct node *node)
{
    return node->kind == NODE_INCREMENT ||
           (node->kind == NODE_ASSIGN && strcmp(node->op, "=") != 0);
}

/* What is dropped without harm. */
static bool may_be_dropped(const struct node *node)
{
    return node->kind == NODE_SPAWN || node->kind == NODE_CALL ||
           node->kind == NODE_ASSIGN || node->kind == NODE_AWAIT;
}

/* void-as-value: as a plain call of such a function. But where a task(void) is
 * declared the compiler does not see it, as void is read as int there. */
static void refuse_void(struct walk *walk, struct node *node)
{
    diagnose(walk->unit->source, node->first, "void-as-value",
             "write it as a statement of its own", "'%s' has no value",
             text_of(walk, node));
}

static void settle(struct walk *walk, struct node *node, enum want want,
                   const struct type *wanted)
{
    const struct type *type = node_type(walk->unit, node);
    if (is_refused_itself(node))
        return;
    if (node->kind == NODE_AWAIT && want > WANT_NOTHING && type &&
        type->kind == TYPE_VOID && !is_ours(type)) {
        refuse_void(walk, node);
        return;
    }
    if (want == WANT_VALUE)
        check_function(walk, node, type, wanted);
    if (want == WANT_HANDLE) {
        if (is_ours(type) && types_differ(type, wanted))
            refuse_type(walk, node, type, wanted);
        else if (is_surely_none(walk, node) && !is_none(walk, node))
            refuse_other(walk, node, wanted);
    } else if (want != WANT_ANYTHING && is_ours(type) &&
               !(want == WANT_NOTHING && may_be_dropped(node))) {
        refuse_handle(walk, node, want);
    }
}

/* -- expressions -- */

/* True of what pirn_join, pirn_cancel and PIRN_JOIN come to. */
static bool takes_task(const struct node *call)
{
    static const char *const NAMES[] = {"pirn__join", "pirn__cancel",
                                        "pirn__clause_join"};
    const struct node *callee = node_bare(call->child[0]);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (callee->kind == NODE_NAME && callee->symbol &&
            !strcmp(callee->symbol->name, NAMES[i]))
            return true;
    return false;
}

static void visit_call(struct walk *walk, struct node *call)
{
    struct type *type = callee_type(walk->unit, call->child[0]);
    uint32_t i = 1;
    visit(walk, call->child[0], WANT_ANYTHING, NULL);
    if (takes_task(call) && call->children > 1) {
        struct node *cast = node_bare(call->child[i++]);
        if (cast->kind == NODE_CAST)
            visit(walk, cast->child[1], WANT_HANDLE, &ANY_TASK);
    }
    for (; i < call->children; i++) {
        const struct type *parameter = NULL;
        enum want want = WANT_ANYTHING;
        if (type && i <= type->parameter_types.count) {
            parameter = type->parameter_types.at[i - 1];
            want = want_of(parameter);
        } else if (type && type->is_variadic) {
            want = WANT_VALUE;
        }
        visit(walk, call->child[i], want, parameter);
    }
}

/* A handle is compared with handles; asking for one, as (t == 0) would, is
 * another thing where t is its value. */
static void visit_comparison(struct walk *walk, struct node *node)
{
    struct node *left = bare(node->child[0]), *right = bare(node->child[1]);
    const struct type *types[] = {node_type(walk->unit, left),
                                  node_type(walk->unit, right)};
    if (is_ours(types[0]) && is_surely_none(walk, right))
        refuse_handle(walk, left, WANT_TRUTH);
    else if (is_ours(types[1]) && is_surely_none(walk, left))
        refuse_handle(walk, right, WANT_TRUTH);
    else if (is_ours(types[0]) && is_ours(types[1]) &&
             types_differ(types[0], types[1]))
        refuse_type(walk, right, types[1], types[0]);
    visit(walk, left, WANT_ANYTHING, NULL);
    visit(walk, right, WANT_ANYTHING, NULL);
}

static void visit_assign(struct walk *walk, struct node *node)
{
    struct type *type = node_type(walk->unit, node->child[0]);
    if (strcmp(node->op, "=") != 0) {
        visit(walk, node->child[0], WANT_VALUE, NULL);
        visit(walk, node->child[1], WANT_VALUE, NULL);
    } else {
        visit(walk, node->child[0], WANT_ANYTHING, NULL);
        visit(walk, node->child[1], want_of(type), type);
    }
}

static void visit_cast(struct walk *walk, struct node *node)
{
    const struct type *type = node->child[0]->type;
    bool is_address =
        type->kind == TYPE_POINTER && type->of && type->of->kind == TYPE_VOID;
    enum want want =
        is_address || want_of(type) != WANT_VALUE ? WANT_ANYTHING : WANT_VALUE;
    visit(walk, node->child[0], WANT_ANYTHING, NULL);
    visit(walk, node->child[1], want, NULL);
}

static void visit_unary(struct walk *walk, struct node *node, enum want want,
                        const struct type *type)
{
    if (!strcmp(node->op, "__e"))
        visit(walk, node->child[0], want, type);
    else
        visit(walk, node->child[0],
              !strcmp(node->op, "&")   ? WANT_ANYTHING
              : !strcmp(node->op, "!") ? WANT_TRUTH
                                       : WANT_VALUE,
              NULL);
}

/* The value of the last statement is that of the whole. */
static void visit_statement_expression(struct walk *walk, struct node *node,
                                       enum want want, const struct type *type)
{
    struct node *body = node->child[0];
    for (uint32_t i = 0; i < body->children; i++) {
        struct node *child = body->child[i];
        if (child && child->is_value)
            visit(walk, child->child[0], want, type);
        else
            visit(walk, child, WANT_NOTHING, NULL);
    }
}

/* -- initialisers -- */

static bool is_designator(const struct walk *walk, const struct node *child)
{
    return token_is(walk->unit->source, child->last + 1, "]") ||
           token_is(walk->unit->source, child->last + 1, "...");
}

/* The member for the value, written .name or in the order of the members; NULL
 * if that is not known. From a list within a list without its braces on, *next
 * is UINT32_MAX. */
static const struct type *member_for(const struct walk *walk,
                                     const struct record *record,
                                     const struct node *value, uint32_t *next)
{
    const struct source *source = walk->unit->source;
    if (token_is(source, value->first - 1, "=") &&
        !token_is(source, value->first - 2, "]")) {
        const struct token *name = &source->tokens.at[value->first - 2];
        *next = UINT32_MAX;
        return token_is(source, value->first - 3, ".")
                   ? map_get(&record->members, name->text, name->length)
                   : NULL;
    }
    if (*next >= record->order.count)
        return NULL;
    const struct type *type = record->order.at[(*next)++];
    if ((type->kind == TYPE_RECORD || type->kind == TYPE_ARRAY ||
         type->kind == TYPE_UNKNOWN) &&
        value->kind != NODE_INITIALISER_LIST)
        *next = UINT32_MAX;
    return type;
}

/* A value in a list may be for the first member of what stands there, whose
 * braces are left out. */
static void visit_initialiser(struct walk *walk, struct node *value,
                              const struct type *type, bool is_in_list)
{
    uint32_t next = 0;
    if (value->kind != NODE_INITIALISER_LIST) {
        bool may_be_first = is_in_list && type && type->kind == TYPE_RECORD;
        visit(walk, value, may_be_first ? WANT_ANYTHING : want_of(type), type);
        return;
    }
    for (uint32_t i = 0; i < value->children; i++) {
        struct node *child = value->child[i];
        if (is_designator(walk, child))
            visit(walk, child, WANT_VALUE, NULL);
        else if (type && type->kind == TYPE_RECORD && type->record)
            visit_initialiser(walk, child,
                              member_for(walk, type->record, child, &next),
                              true);
        else
            visit_initialiser(
                walk, child, type && type->kind == TYPE_ARRAY ? type->of : type,
                true);
    }
}

/* -- the walk -- */

static void visit_each(struct walk *walk, struct node *node, enum want want)
{
    for (uint32_t i = 0; i < node->children; i++)
        visit(walk, node->child[i], want, NULL);
}

static void visit_declaration(struct walk *walk, struct node *node)
{
    visit(walk, node->child[0], WANT_ANYTHING, NULL);
    visit(walk, node->child[1], WANT_ANYTHING, NULL);
    if (node->child[1] && node->child[2])
        visit_initialiser(walk, node->child[2], node->child[1]->type, false);
}

static void visit_return(struct walk *walk, struct node *node)
{
    const struct type *type =
        walk->function->is_generator ? NULL : walk->function->type->of;
    visit(walk, node->child[0], want_of(type), type);
}

static void visit_for(struct walk *walk, struct node *node)
{
    visit(walk, node->child[0], WANT_NOTHING, NULL);
    visit(walk, node->child[1], WANT_TRUTH, NULL);
    visit(walk, node->child[2], WANT_NOTHING, NULL);
    visit(walk, node->child[3], WANT_NOTHING, NULL);
}

/* The children of a node, but for those of statements and of lists. */
static void visit_expression(struct walk *walk, struct node *node,
                             enum want want, const struct type *type)
{
    switch (node->kind) {
    case NODE_CALL: visit_call(walk, node); break;
    case NODE_NEXT:
    case NODE_GEN_CLOSE:
    case NODE_YIELD_FROM:
        visit(walk, node->child[0], WANT_HANDLE, &ANY_GEN);
        if (node->children > 1)
            visit(walk, node->child[1], WANT_ANYTHING, NULL);
        break;
    case NODE_SPAWN:
    case NODE_AWAIT: visit_each(walk, node, WANT_ANYTHING); break;
    case NODE_ASSIGN: visit_assign(walk, node); break;
    case NODE_CAST: visit_cast(walk, node); break;
    case NODE_COMPOUND_LITERAL:
        visit_initialiser(walk, node->child[1], node->child[0]->type, false);
        break;
    case NODE_UNARY: visit_unary(walk, node, want, type); break;
    case NODE_INCREMENT: visit_each(walk, node, WANT_VALUE); break;
    case NODE_LOGICAL: visit_each(walk, node, WANT_TRUTH); break;
    case NODE_BINARY:
        if (!strcmp(node->op, "==") || !strcmp(node->op, "!="))
            visit_comparison(walk, node);
        else
            visit_each(walk, node, WANT_VALUE);
        break;
    case NODE_MEMBER: visit_each(walk, node, WANT_VALUE); break;
    case NODE_INDEX: visit_each(walk, node, WANT_VALUE); break;
    case NODE_FAIL: visit_each(walk, node, WANT_VALUE); break;
    default: visit_each(walk, node, WANT_ANYTHING); break;
    }
}

static void visit(struct walk *walk, struct node *node, enum want want,
                  const struct type *type)
{
    if (!node || node->kind == NODE_UNEVALUATED || node->is_unevaluated)
        return;
    switch (node->kind) {
    case NODE_PAREN:
    case NODE_INSTEAD: visit(walk, node->child[0], want, type); return;
    case NODE_CONDITIONAL:
        visit(walk, node->child[0], WANT_TRUTH, NULL);
        visit(walk, node->child[1], want, type);
        visit(walk, node->child[2], want, type);
        return;
    case NODE_COMMA:
        visit(walk, node->child[0], WANT_NOTHING, NULL);
        visit(walk, node->child[1], want, type);
        return;
    case NODE_STATEMENT_EXPRESSION:
        visit_statement_expression(walk, node, want, type);
        return;
    case NODE_DECLARATION: visit_declaration(walk, node); return;
    case NODE_INITIALISER_LIST:
        visit_initialiser(walk, node, NULL, false);
        return;
    case NODE_IF:
    case NODE_WHILE:
        visit(walk, node->child[0], WANT_TRUTH, NULL);
        for (uint32_t i = 1; i < node->children; i++)
            visit(walk, node->child[i], WANT_NOTHING, NULL);
        return;
    case NODE_DO:
        visit(walk, node->child[0], WANT_NOTHING, NULL);
        visit(walk, node->child[1], WANT_TRUTH, NULL);
        return;
    case NODE_FOR: visit_for(walk, node); return;
    case NODE_SWITCH:
        visit(walk, node->child[0], WANT_VALUE, NULL);
        visit(walk, node->child[1], WANT_NOTHING, NULL);
        return;
    case NODE_RETURN:
        if (node->children)
            visit_return(walk, node);
        return;
    case NODE_YIELD:
        visit(walk, node->child[0], want_of(walk->function->type->of),
              walk->function->type->of);
        return;
    case NODE_EXPRESSION:
        visit(walk, node->child[0], WANT_NOTHING, NULL);
        return;
    default: break;
    }
    visit_expression(walk, node, want, type);
    if (node->kind < NODE_SPECIFIERS)
        settle(walk, node, want, type);
}

void check_handles(struct unit *unit, struct function *function)
{
    struct walk walk = {unit, function};
    visit(&walk, function->body, WANT_NOTHING, NULL);
}
