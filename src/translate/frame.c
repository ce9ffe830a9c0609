/* What has a place in the frame, under which name. */
#include "translate/pass.h"

#include <string.h>

static bool is_saved(const struct function *function,
                     const struct symbol *symbol)
{
    if (symbol->index < 0)
        return false;
    for (size_t i = 0; i < function->suspensions.count; i++) {
        const struct node *node = function->suspensions.at[i];
        if (set_has(node->live, symbol->index))
            return true;
    }
    return false;
}

static bool is_result(const struct function *function,
                      const struct symbol *symbol)
{
    for (size_t i = 0; i < function->suspensions.count; i++)
        if (function->suspensions.at[i]->symbol == symbol &&
            function->suspensions.at[i]->how != SUSPEND_YIELD_FROM)
            return true;
    return false;
}

static bool has_place(const struct function *function,
                      const struct symbol *symbol)
{
    if (function->is_direct) /* what a thread is handed */
        return symbol->kind == SYMBOL_PARAMETER && symbol->declarator &&
               symbol->block == function->block;
    switch (symbol->kind) {
    case SYMBOL_PARAMETER:
        return symbol->is_used && symbol->declarator &&
               symbol->block == function->block;
    case SYMBOL_VARIABLE:
    case SYMBOL_SCOPE:
        return symbol->home == HOME_FRAME || is_saved(function, symbol);
    case SYMBOL_TEMPORARY:
        return symbol->home == HOME_FRAME || is_saved(function, symbol) ||
               is_result(function, symbol);
    default: return false;
    }
}

/* Its own name where that is unique; else the number is added. */
static void name_member(struct unit *unit, struct map *names,
                        struct symbol *symbol)
{
    const char *name = symbol->name;
    void **used = map_at(unit->arena, names, name, strlen(name));
    symbol->member =
        *used ? arena_printf(unit->arena, "%s_%u", name, symbol->number) : name;
    *used = symbol;
}

static void give_place(struct unit *unit, struct function *function,
                       struct map *names, struct symbol *symbol)
{
    symbol->in_frame = has_place(function, symbol);
    if (symbol->in_frame)
        name_member(unit, names, symbol);
}

void lay_out_frame(struct unit *unit, struct function *function)
{
    static const char *const TAKEN[] = {"link", "step",   "state",
                                        "info", "status", "next"};
    struct map names = {NULL, 0, 0};
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        *map_at(unit->arena, &names, TAKEN[i], strlen(TAKEN[i])) = unit;
    for (size_t i = 0; i < function->locals.count; i++)
        give_place(unit, function, &names, function->locals.at[i]);
    for (size_t i = 0; i < function->temporaries.count; i++)
        give_place(unit, function, &names, function->temporaries.at[i]);
}
