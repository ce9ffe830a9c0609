/* The table of a coroutine (see abi.h): what dumps, debuggers and `pirn
 * frames` read. Sizes and places are the compiler's to fill in. */
#include "translate/print.h"

#include <string.h>

static const char *base_text(struct printer *p, token_index at)
{
    return kept_name(p, &p->source->tokens.at[at]);
}

static uint32_t line_of(struct printer *p, token_index at)
{
    return p->source->tokens.at[at].line;
}

static const char *describe(struct printer *p, const struct symbol *symbol)
{
    if (symbol->kind == SYMBOL_SCOPE)
        return strncmp(symbol->name, "pirn__", 6)
                   ? arena_printf(p->arena, "scope %s", symbol->name)
                   : "shield of a defer";
    if (symbol->kind != SYMBOL_TEMPORARY)
        return symbol->value ? "compound literal" : symbol->name;
    if (symbol->call)
        return "result of the call";
    return symbol->handle ? "result of the task" : "intermediate value";
}

/* -- what is kept --
 *
 * Of each suspension there is a list of what stands in the frame, the newest
 * first. Lists share their ends: all suspensions in a block share what lies
 * outside the block. So there are hardly more rows than variables. */

static bool is_resident(const struct symbol *symbol)
{
    return symbol->in_frame && symbol->home == HOME_FRAME;
}

/* The row, from 1, with which the list begins that has the symbol before the
 * row `rest` (0: no more): the last one of the symbol's, if that is the same.
 */
static uint32_t row(struct printer *p, struct symbol *symbol, uint32_t rest)
{
    if (symbol->row && symbol->rest == rest)
        return symbol->row;
    token_index at = symbol->declarator ? symbol->declarator->child[1]->at
                                        : symbol->declared;
    glue(p,
         "{ \"%s\", %u, __builtin_offsetof(struct pirn__frame, %s), "
         "sizeof ((struct pirn__frame *)0)->%s, pirn__kept + %u },",
         describe(p, symbol), line_of(p, at), symbol->member, symbol->member,
         rest);
    symbol->rest = rest;
    return symbol->row = ++p->rows;
}

static bool is_there(const struct symbol *symbol, const struct block *block,
                     const struct node *node)
{
    return block->has_label || symbol->is_function_wide ||
           node->last >= symbol->declared;
}

/* The residents of the block and of those around it that have been declared
 * before the suspension, or that may have been, where a label is. */
static uint32_t rows_of_block(struct printer *p, struct block *block,
                              const struct node *node)
{
    if (block == p->unit->file_scope)
        return 0;
    uint32_t first = rows_of_block(p, block->parent, node);
    for (size_t i = 0; i < block->symbols.count; i++) {
        struct symbol *symbol = block->symbols.at[i];
        if (is_resident(symbol) && is_there(symbol, block, node))
            first = row(p, symbol, first);
    }
    return first;
}

/* While the tasks of a scope are waited for, what its body has declared is
 * still there: they may have pointers to it. */
static struct block *block_of(const struct node *node)
{
    struct node *body =
        node->how == SUSPEND_SCOPE ? node->scope->child[1] : NULL;
    return body && body->kind == NODE_COMPOUND ? body->block : node->block;
}

static uint32_t rows_of_suspension(struct printer *p, const struct node *node)
{
    uint32_t first = rows_of_block(p, block_of(node), node);
    for (size_t i = 0; i < p->function->movable.count; i++)
        if (set_has(node->live, (int32_t)i))
            first = row(p, p->function->movable.at[i], first);
    struct symbol *result = node->symbol;
    if (result && result->in_frame && !is_resident(result))
        first = row(p, result, first); /* its value is stored there */
    return first;
}

/* Before it has started, there are the arguments. */
static uint32_t rows_of_parameters(struct printer *p)
{
    uint32_t first = 0;
    for (size_t i = 0; i < p->function->parameters.count; i++)
        if (p->function->parameters.at[i]->in_frame)
            first = row(p, p->function->parameters.at[i], first);
    return first;
}

static void emit_suspensions(struct printer *p)
{
    const struct function *function = p->function;
    uint32_t *first = arena_alloc(p->arena, (function->suspensions.count + 1) *
                                                sizeof *first);
    p->rows = 0;
    glue(p, "static const struct pirn_variable pirn__kept[] = {"
            "{ 0, 0, 0, 0, 0 },");
    first[0] = rows_of_parameters(p);
    for (size_t i = 0; i < function->suspensions.count; i++)
        first[i + 1] = rows_of_suspension(p, function->suspensions.at[i]);
    glue(p,
         "}; static const struct pirn_suspension pirn__suspensions[] = {"
         "{ 0, %u, pirn__kept + %u },",
         line_of(p, function->name_token), first[0]);
    for (size_t i = 0; i < function->suspensions.count; i++) {
        const struct node *node = function->suspensions.at[i];
        glue(p, "{ %u, %u, pirn__kept + %u },", node->state,
             line_of(p, node->at), first[i + 1]);
    }
    glue(p, "{ 0, 0, 0 } };");
}

static void emit_mark_of(struct printer *p, uint32_t line, const char *name)
{
    /* gcc tells the assembler where an `asm` stands, and does not escape what
     * is odd in the name of the file. */
    if (strchr(base_text(p, p->function->name_token), '\\'))
        return;
    glue(p,
         "__asm__ __inline__(\"661:.pushsection pirn_entries,\\\"a\\\";"
         ".balign 4;.long 661b-.,%u;.asciz \\\"%s\\\";.popsection\" : );",
         line, name);
}

/* What runs on the native stack is known to dumps by this mark within its
 * code, not by its address: compilers neither adapt a function to its calls
 * nor drop it when it is inlined, once its address is taken. */
void emit_mark(struct printer *p)
{
    if (!p->function->is_turned)
        emit_mark_of(p, line_of(p, p->function->name_token), p->function->name);
}

void emit_plain_mark(struct printer *p)
{
    emit_mark_of(p, 0, "");
}

void emit_table(struct printer *p)
{
    const struct function *function = p->function;
    emit_suspensions(p);
    glue(p,
         "static const struct pirn_table pirn__table = { \"%s\", %s, %u, "
         "sizeof(struct pirn__frame),",
         function->name, base_text(p, function->name_token),
         line_of(p, function->name_token));
    if (function->is_eager)
        glue(p, "\"%s\", %u,", function->eager_why,
             line_of(p, function->eager_at));
    else
        glue(p, "0, 0,");
    glue(p, "%s, pirn__suspensions };", function->step_name);
    glue(p, "static const struct pirn_table *const pirn__table_entry "
            "__attribute__((__section__(\"pirn_tables\"))) = "
            "&pirn__table;");
}
