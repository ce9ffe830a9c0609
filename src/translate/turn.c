/* Which plain functions async_all leaves as they are, whatever is in them:
 * those of which other files may have another definition, and those that run
 * below the runtime. What the latter call in their turn must not enter it
 * either, so a file with one of them stays plain as a whole. */
#include "translate/parse.h"

#include <string.h>

static bool is_one_of(const char *name, const char *const names[])
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

void note_declaration(struct parser *p, struct symbol *symbol,
                      token_index first, token_index last)
{
    symbol->is_of_library |= p->source->tokens.at[first].system;
    for (token_index at = first; at <= last; at++) {
        if (p->source->tokens.at[at].kind != TOKEN_NAME)
            continue;
        const char *name = plain_name(p, at);
        /* weak: the linker may take another definition; overloadable: its name
         * stands for several functions */
        if (!strcmp(name, "weak") || !strcmp(name, "overloadable"))
            symbol->is_unturnable = true;
        /* The resolver runs before the program is relocated. */
        if (!strcmp(name, "ifunc"))
            p->unit->is_below = true;
    }
}

void note_definition(struct parser *p, const struct symbol *symbol,
                     bool is_static)
{
    /* What the runtime calls for a coroutine, and what compilers call by
     * themselves. */
    // clang-format off
    static const char *const BELOW[] = {
        "malloc", "calloc", "realloc", "aligned_alloc", "free",
        "malloc_usable_size", "memcpy", "memmove", "memset", "memcmp",
        "strlen", "abort", "__cyg_profile_func_enter",
        "__cyg_profile_func_exit", NULL};
    // clang-format on
    if (!is_static && is_one_of(symbol->name, BELOW))
        p->unit->is_below = true;
}

bool stays_plain(const struct unit *unit, const struct symbol *symbol)
{
    return unit->is_below || symbol->is_unturnable || symbol->is_of_library ||
           map_get(&unit->source->weak_names, symbol->name,
                   strlen(symbol->name));
}
