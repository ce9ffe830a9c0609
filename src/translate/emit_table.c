/* The table of a coroutine (see abi.h): what dumps and debuggers read. */
#include "translate/print.h"

static const char *base_text(struct printer *p, token_index at)
{
    return p->source->files.at[p->source->tokens.at[at].file];
}

static void emit_kept(struct printer *p, const struct node *node)
{
    struct function *function = p->function;
    glue(p, "static const struct pirn_variable pirn__kept_%u[] = {",
         node->state);
    for (size_t i = 0; i < function->locals.count; i++) {
        struct symbol *symbol = function->locals.at[i];
        bool is_kept =
            symbol->in_frame && symbol->kind != SYMBOL_SCOPE &&
            *symbol->name && !symbol->value &&
            (symbol->home == HOME_FRAME ||
             (symbol->index >= 0 && set_has(node->live, symbol->index)));
        if (is_kept)
            glue(p, "{ \"%s\", __builtin_offsetof(struct pirn__frame, %s), "
                    "sizeof(%s) },",
                 symbol->name, symbol->member, carrier_name(p, symbol));
    }
    glue(p, "{ 0, 0, 0 } };");
}

void emit_table(struct printer *p)
{
    struct function *function = p->function;
    for (size_t i = 0; i < function->suspensions.count; i++)
        emit_kept(p, function->suspensions.at[i]);
    glue(p, "static const struct pirn_suspension pirn__suspensions[] = {");
    for (size_t i = 0; i < function->suspensions.count; i++) {
        const struct node *node = function->suspensions.at[i];
        glue(p, "{ %u, %u, pirn__kept_%u },", node->state,
             p->source->tokens.at[node->at].line, node->state);
    }
    glue(p, "{ 0, 0, 0 } };");
    glue(p, "static const struct pirn_table pirn__table = { \"%s\", %s, %u, "
            "sizeof(struct pirn__frame), %s, pirn__suspensions };",
         function->name, base_text(p, function->name_token),
         p->source->tokens.at[function->name_token].line,
         function->step_name);
    glue(p, "static const struct pirn_table *const pirn__table_entry "
            "__attribute__((__section__(\"pirn_tables\"), __used__)) = "
            "&pirn__table;");
}
