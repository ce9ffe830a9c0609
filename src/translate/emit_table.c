/* The table of a coroutine (see abi.h): what dumps, debuggers and `pirn
 * frames` read. Sizes and places are the compiler's to fill in. */
#include "translate/print.h"

#include <string.h>

static const char *base_text(struct printer *p, token_index at)
{
    return p->source->files.at[p->source->tokens.at[at].file];
}

static uint32_t line_of(struct printer *p, token_index at)
{
    return p->source->tokens.at[at].line;
}

/* What stands in the frame while the coroutine is suspended there. */
static bool is_kept(const struct symbol *symbol, const struct node *node)
{
    if (!symbol->in_frame)
        return false;
    if (symbol == node->symbol)
        return true; /* its value is stored there */
    if (symbol->index >= 0)
        return set_has(node->live, symbol->index);
    if (symbol->home == HOME_NATIVE)
        return false;
    if (symbol->kind != SYMBOL_TEMPORARY)
        return is_around(symbol, node);
    return node->symbol && node->symbol->block == symbol->block &&
           node->last >= symbol->declared; /* the same statement's */
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

static void emit_variable(struct printer *p, const struct symbol *symbol)
{
    token_index at = symbol->declarator ? symbol->declarator->child[1]->at
                                        : symbol->declared;
    glue(p,
         "{ \"%s\", %u, __builtin_offsetof(struct pirn__frame, %s), "
         "sizeof ((struct pirn__frame *)0)->%s },",
         describe(p, symbol), line_of(p, at), symbol->member, symbol->member);
}

static void begin_kept(struct printer *p, uint32_t state)
{
    glue(p, "static const struct pirn_variable pirn__kept_%u[] = {", state);
}

static void end_kept(struct printer *p)
{
    glue(p, "{ 0, 0, 0, 0 } };");
}

/* Before it has started, there are the arguments. */
static void emit_parameters(struct printer *p)
{
    begin_kept(p, 0);
    for (size_t i = 0; i < p->function->parameters.count; i++)
        if (p->function->parameters.at[i]->in_frame)
            emit_variable(p, p->function->parameters.at[i]);
    end_kept(p);
}

static void emit_kept(struct printer *p, const struct node *node)
{
    const struct function *function = p->function;
    begin_kept(p, node->state);
    for (size_t i = 0; i < function->locals.count; i++)
        if (is_kept(function->locals.at[i], node))
            emit_variable(p, function->locals.at[i]);
    for (size_t i = 0; i < function->temporaries.count; i++)
        if (is_kept(function->temporaries.at[i], node))
            emit_variable(p, function->temporaries.at[i]);
    end_kept(p);
}

static void emit_suspensions(struct printer *p)
{
    const struct function *function = p->function;
    glue(p,
         "static const struct pirn_suspension pirn__suspensions[] = {"
         "{ 0, %u, pirn__kept_0 },",
         line_of(p, function->name_token));
    for (size_t i = 0; i < function->suspensions.count; i++) {
        const struct node *node = function->suspensions.at[i];
        glue(p, "{ %u, %u, pirn__kept_%u },", node->state, line_of(p, node->at),
             node->state);
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
    emit_parameters(p);
    for (size_t i = 0; i < function->suspensions.count; i++)
        emit_kept(p, function->suspensions.at[i]);
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
