/* Which plain functions async_all leaves as they are, whatever is in them:
 * those of which other files may have another definition, and those that run
 * where the runtime cannot be entered: in signal handlers and on threads of the
 * pool, with all that these call, and below the runtime itself, with the whole
 * file. */
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

/* -- signal handlers: they may interrupt the runtime --
 *
 * One that is not found here is turned, and has a worker of its own while it
 * runs: see src/runtime/run/drive.c. */

/* If a function is named at the token, a handler may call it. */
static void add_handler(struct unit *unit, token_index at)
{
    const struct token *token = &unit->source->tokens.at[at];
    if (token->kind != TOKEN_NAME)
        return;
    struct symbol *symbol =
        map_get(&unit->file_scope->names, token->text, token->length);
    if (!symbol || symbol->kind != SYMBOL_FUNCTION || symbol->runs_in_handler)
        return;
    symbol->runs_in_handler = true;
    vector_push(unit->arena, &unit->handlers, symbol);
}

/* signal(SIGINT, f), .sa_handler = f: whatever is named up to the end of the
 * argument or initialiser. And offload f(). */
static void find_installed(struct unit *unit)
{
    const struct source *source = unit->source;
    token_index end = (token_index)source->tokens.count - 1, at = 0;
    while (at + 2 < end) {
        bool is_call =
            token_is(source, at, "signal") && token_is(source, at + 1, "(");
        bool is_set = (token_is(source, at, "sa_handler") ||
                       token_is(source, at, "sa_sigaction")) &&
                      token_is(source, at + 1, "=");
        if (token_is(source, at, "offload") ||
            token_is(source, at, "__pirn_offload"))
            add_handler(unit, at + 1);
        for (at++; (is_call || is_set) && at < end; at++) {
            add_handler(unit, at);
            if (token_is(source, at, ";") || token_is(source, at, "}") ||
                (is_set && token_is(source, at, ",")))
                break;
        }
    }
}

void find_handlers(struct unit *unit)
{
    if (unit->total)
        find_installed(unit);
    for (size_t i = 0; i < unit->handlers.count; i++) {
        const struct symbol *symbol = unit->handlers.at[i];
        for (token_index at = symbol->body_first; at < symbol->body_last; at++)
            add_handler(unit, at);
    }
}

bool stays_plain(const struct unit *unit, const struct symbol *symbol)
{
    return unit->is_below || symbol->is_unturnable || symbol->is_of_library ||
           symbol->runs_in_handler ||
           map_get(&unit->source->weak_names, symbol->name,
                   strlen(symbol->name));
}
