/* Whether a file can be read with the words as macros. */
#include "translate/elide.h"

#include <stdlib.h>
#include <string.h>

static bool begins_with(const struct token *token, const char *text)
{
    size_t length = strlen(text);
    return token->length >= length && !memcmp(token->text, text, length);
}

/* A call whose first argument, a scope, is left out where words are macros. */
static bool leaves_out(const struct elision *e, token_index call)
{
    const struct token *token = &e->source->tokens.at[call];
    return token->word == WORD_SPAWN_IN || begins_with(token, "pirn_scope_") ||
           begins_with(token, "pirn__scope_") || is(e, call, "pirn_all") ||
           is(e, call, "pirn__first") || is(e, call, "pirn__clause_all") ||
           is(e, call, "pirn__clause_first");
}

/* The name there begins an argument that is left out. */
static bool is_left_out(const struct elision *e, token_index at)
{
    token_index before = at - 1;
    while (before && is(e, before, "("))
        before--;
    return before != at - 1 && leaves_out(e, before);
}

struct scope_name {
    const struct token *token;
    token_index until; /* the end of the last scope of that name */
};

static int compare_names(const void *a, const void *b)
{
    const struct token *one = ((const struct scope_name *)a)->token;
    const struct token *other = ((const struct scope_name *)b)->token;
    if (one->length != other->length)
        return one->length < other->length ? -1 : 1;
    return memcmp(one->text, other->text, one->length);
}

static bool has_name(const struct elision *e, token_index scope)
{
    return word(e, scope) == WORD_SCOPE && is(e, scope + 1, "(") &&
           e->source->tokens.at[scope + 2].kind == TOKEN_NAME;
}

/* The names of all scopes, each once, sorted. */
static size_t collect_names(const struct elision *e, struct scope_name **names)
{
    size_t count = 0, kept = 0;
    for (token_index at = 0; !is_end(e, at); at++)
        count += has_name(e, at);
    *names = arena_alloc(&e->source->arena, (count + 1) * sizeof **names);
    for (token_index at = 0; !is_end(e, at); at++)
        if (has_name(e, at))
            (*names)[kept++].token = &e->source->tokens.at[at + 2];
    qsort(*names, count, sizeof **names, compare_names);
    kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_names(&(*names)[i], &(*names)[kept - 1]) != 0)
            (*names)[kept++] = (*names)[i];
    return kept;
}

/* The scope that is named there, if the name may be that of one; else NULL. */
static struct scope_name *named_scope(const struct elision *e, token_index at,
                                      struct scope_name *names, size_t count)
{
    const struct scope_name key = {.token = &e->source->tokens.at[at]};
    return bsearch(&key, names, count, sizeof *names, compare_names);
}

/* The end of the scope statement there, with its else. */
static token_index scope_end(const struct elision *e, token_index at)
{
    token_index last = statement_end(e, at);
    return is_end(e, last) ? last : last + 1;
}

/* A scope is used by its name alone, or what is used as one has another name,
 * and perhaps no other use. */
static bool uses_names(const struct elision *e)
{
    struct scope_name *names, *name;
    token_index declared = 0;
    size_t count = collect_names(e, &names);
    for (token_index at = 1; !is_end(e, at); at++) {
        const struct token *token = &e->source->tokens.at[at];
        if (has_name(e, at)) {
            token_index end = scope_end(e, at);
            name = named_scope(e, at + 2, names, count);
            name->until = name->until > end ? name->until : end;
            declared = at + 2;
        } else if (token->kind == TOKEN_NAME && !token->system &&
                   at != declared && !is(e, at - 1, ".") &&
                   !is(e, at - 1, "->")) {
            name = named_scope(e, at, names, count);
            if (is_left_out(e, at) == !(name && at < name->until))
                return true;
        }
    }
    return false;
}

/* A pointer to a scope is passed on, to calls that leave it out. */
static bool is_passed_on(const struct elision *e, token_index at)
{
    return !e->source->tokens.at[at].system && is(e, at, "pirn_scope");
}

void find_reading(struct source *source)
{
    struct elision e = {.source = source};
    pair_tokens(&e);
    for (token_index at = 0; !is_end(&e, at); at++) {
        source->has_generators |=
            word(&e, at) == WORD_GENERATOR && body_of(&e, at) != 0;
        source->uses_names |= is_passed_on(&e, at);
        source->needs_copy |= is_void_handle(&e, at) ||
                              dropped_value(&e, at) != DROPS_NOTHING ||
                              uses_worker(&e, at);
    }
    source->uses_names |= uses_names(&e);
    source->needs_copy |= source->has_generators || source->uses_names;
}
