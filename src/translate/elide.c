/* The reading of a file whose words cannot be macros: preprocessed text without
 * them. What stands in the place of each word is what keywords.h says; beyond
 * that,
 *
 * - members and other names that are called like a word stay what they are;
 * - a task(void) is an int, and so is what coroutines without a result return;
 * - the name of a scope is declared, for those who use it by itself;
 * - a generator that comes to its end calls what does not return, so that
 *   nothing is missing there, and in other functions the compiler tells of what
 *   is missing.
 *
 * Each token stands in its line and column of the user's file, so that the
 * compiler tells the right ones. */
#include "translate/pass.h"

#include <stdlib.h>
#include <string.h>

struct elision {
    struct source *source;
    struct text *out;
    token_index *partner; /* of each bracket: the one that it belongs to; of one
                             without, the first token or the last */
    const char **instead, **before, **after; /* by token; NULL: nothing */
    size_t line_start;                       /* of the output */
    token_index placed;                      /* whose column this is: */
    size_t column;
    bool has_void_handles;
};

static bool is(const struct elision *e, token_index at, const char *text)
{
    return token_is(e->source, at, text);
}

static uint8_t word(const struct elision *e, token_index at)
{
    return e->source->tokens.at[at].word;
}

/* -- the text around words -- */

static bool is_end(const struct elision *e, token_index at)
{
    return e->source->tokens.at[at].kind == TOKEN_END;
}

static bool opens(const struct elision *e, token_index at)
{
    return is(e, at, "(") || is(e, at, "[") || is(e, at, "{");
}

static bool closes(const struct elision *e, token_index at)
{
    return is(e, at, ")") || is(e, at, "]") || is(e, at, "}");
}

/* Those that are open form a list, in which the innermost comes first, through
 * the places where their partners will stand. */
static void pair_brackets(struct elision *e)
{
    const token_index end = e->source->tokens.count - 1;
    token_index innermost = end;
    e->partner = arena_alloc(&e->source->arena,
                             e->source->tokens.count * sizeof *e->partner);
    for (token_index at = 0; at < end; at++) {
        if (opens(e, at)) {
            e->partner[at] = innermost;
            innermost = at;
        } else if (closes(e, at) && innermost != end) {
            token_index open = innermost;
            innermost = e->partner[open];
            e->partner[open] = at;
            e->partner[at] = open;
        }
    }
    for (token_index next; innermost != end; innermost = next) {
        next = e->partner[innermost];
        e->partner[innermost] = end;
    }
}

/* The bracket that closes the one there. The end, if none does, or if it is no
 * bracket that opens. */
static token_index closing(const struct elision *e, token_index at)
{
    return opens(e, at) ? e->partner[at] : e->source->tokens.count - 1;
}

/* The token behind that, or the end. */
static token_index behind(const struct elision *e, token_index at)
{
    token_index close = closing(e, at);
    return is_end(e, close) ? close : close + 1;
}

/* The opening bracket that is closed there, or the first token. */
static token_index opening(const struct elision *e, token_index at)
{
    return e->partner[at];
}

static void drop(struct elision *e, token_index first, token_index last)
{
    for (token_index at = first; at <= last && !is_end(e, at); at++)
        e->instead[at] = "";
}

static void add(struct elision *e, const char **place, const char *text)
{
    *place =
        *place ? arena_printf(&e->source->arena, "%s%s", *place, text) : text;
}

/* The { of the body of the function that is declared there, or 0. */
static token_index body_of(const struct elision *e, token_index at)
{
    bool has_list = false;
    while (!is_end(e, at)) {
        if (is(e, at, "(")) {
            at = behind(e, at);
            has_list = true;
            continue;
        }
        if (is(e, at, "{"))
            return has_list ? at : 0; /* else that of a struct */
        if (is(e, at, ";") || is(e, at, ",") || is(e, at, "=") ||
            is(e, at, ")"))
            return 0;
        at++;
    }
    return 0;
}

/* What stands for `return;` in a body, and for its end. */
static void end_with(struct elision *e, token_index open, const char *text)
{
    token_index close = closing(e, open);
    if (is_end(e, close))
        return;
    for (token_index at = open; at < close; at++)
        if (word(e, at) == WORD_RETURN && is(e, at + 1, ";"))
            e->instead[at] = text;
    add(e, &e->before[close], arena_printf(&e->source->arena, "%s;", text));
}

/* The colon there is that of a ?:. */
static bool is_choice(const struct elision *e, token_index at)
{
    while (at && !is(e, at, ";") && !is(e, at, "{") && !is(e, at, "}") &&
           !is(e, at, "?"))
        at--;
    return is(e, at, "?");
}

static bool begins_statement(const struct elision *e, token_index at)
{
    uint8_t before = word(e, at - 1);
    if (is(e, at - 1, ")") && opening(e, at - 1))
        before = word(e, opening(e, at - 1) - 1);
    return is(e, at - 1, ";") || is(e, at - 1, "{") || is(e, at - 1, "}") ||
           (is(e, at - 1, ":") && !is_choice(e, at - 1)) ||
           before == WORD_ELSE || before == WORD_DO || before == WORD_IF ||
           before == WORD_WHILE || before == WORD_FOR || before == WORD_SWITCH;
}

/* `await t;` of a handle, which is nothing but `t;` without the word. */
static bool drops_value(const struct elision *e, token_index await)
{
    token_index at = await + 1;
    if (word(e, await) != WORD_AWAIT || !await || !begins_statement(e, await))
        return false;
    if (is(e, at, "("))
        return is(e, behind(e, at), ";");
    while (is(e, at, "*"))
        at++;
    while (!is_end(e, at) && !is(e, at, ";") && !is(e, at, ")")) {
        if (is(e, at, "[")) {
            at = behind(e, at);
            continue;
        }
        if (e->source->tokens.at[at].kind != TOKEN_NAME && !is(e, at, ".") &&
            !is(e, at, "->"))
            return false;
        at++;
    }
    return true;
}

static bool is_void_handle(const struct elision *e, token_index at)
{
    return (word(e, at) == WORD_TASK || word(e, at) == WORD_GEN) &&
           is(e, at + 1, "(") && word(e, at + 2) == WORD_VOID &&
           is(e, at + 3, ")");
}

/* -- one function for each word -- */

static void elide_async(struct elision *e, token_index at)
{
    token_index body = body_of(e, at), of = at + 1;
    e->instead[at] = "";
    if (!e->has_void_handles)
        return;
    while (e->source->tokens.at[of].kind == TOKEN_NAME &&
           word(e, of) != WORD_VOID)
        of++;
    if (word(e, of) != WORD_VOID || is(e, of + 1, "*"))
        return;
    e->instead[of] = "int";
    if (body)
        end_with(e, body, "return 0");
}

static void elide_generator(struct elision *e, token_index at)
{
    token_index body = body_of(e, at);
    e->instead[at] = "";
    if (body)
        end_with(e, body, "pirn__generator_fails(0)");
}

/* The block is put into another one, where the name is declared. */
static void declare_in(struct elision *e, token_index open, const char *name)
{
    token_index close = closing(e, open);
    if (is_end(e, close))
        return;
    add(e, &e->before[open],
        arena_printf(&e->source->arena,
                     "{ struct pirn_scope *%s = 0; (void)%s;", name, name));
    add(e, &e->after[close], "}");
}

static void elide_scope(struct elision *e, token_index at)
{
    token_index open = at + 1, close = closing(e, open);
    token_index block = behind(e, open);
    if (is_end(e, close) || close == open + 1)
        return;
    e->instead[at] = "if";
    e->instead[open] =
        "(1 || ((void)(__extension__(struct pirn_scope_options){0";
    e->instead[open + 1] = "";
    e->instead[close] = "}), 0))";
    if (!is(e, block, "{") || e->source->tokens.at[open + 1].kind != TOKEN_NAME)
        return;
    const char *name = token_text(e->source, open + 1);
    declare_in(e, block, name);
    block = closing(e, block) + 1;
    if (!is_end(e, block - 1) && word(e, block) == WORD_ELSE &&
        is(e, block + 1, "{"))
        declare_in(e, block + 1, name);
}

static void elide_handle(struct elision *e, token_index at)
{
    e->instead[at] = "__typeof__";
    if (is_void_handle(e, at))
        e->instead[at + 2] = "int";
}

static void elide_channel(struct elision *e, token_index at)
{
    token_index close = closing(e, at + 1);
    e->instead[at] = "__typeof__(__typeof__";
    add(e, &e->after[close], "(*)(struct pirn_chan_tag *))");
}

/* A simple statement is put into braces: clang would ask whether the next one
 * should be part of the loop. */
static void elide_defer(struct elision *e, token_index at)
{
    token_index last = at + 1;
    e->instead[at] = "while ((pirn__defer_needs_the_translator(), 0))";
    if (is(e, last, "{") || word(e, last) == WORD_IF ||
        word(e, last) == WORD_FOR || word(e, last) == WORD_WHILE ||
        word(e, last) == WORD_DO || word(e, last) == WORD_SWITCH)
        return;
    while (!is_end(e, last) && !is(e, last, ";"))
        last =
            is(e, last, "(") || is(e, last, "{") ? behind(e, last) : last + 1;
    if (is_end(e, last))
        return;
    add(e, &e->before[at + 1], "{");
    add(e, &e->after[last], "}");
}

/* A parameter that is a scope may be used only where one is left out. */
static void use_scopes(struct elision *e, token_index open, token_index body)
{
    for (token_index at = open; at < body; at++)
        if (is(e, at, "pirn_scope") && is(e, at + 1, "*") &&
            e->source->tokens.at[at + 2].kind == TOKEN_NAME)
            add(e, &e->after[body],
                arena_printf(&e->source->arena, "(void)%s;",
                             token_text(e->source, at + 2)));
}

static void elide_word(struct elision *e, token_index at)
{
    switch (word(e, at)) {
    case WORD_ASYNC: elide_async(e, at); break;
    case WORD_GENERATOR: elide_generator(e, at); break;
    case WORD_AWAIT: e->instead[at] = drops_value(e, at) ? "(void)" : ""; break;
    case WORD_SPAWN:
    case WORD_TRY_SPAWN: e->instead[at] = ""; break;
    case WORD_SPAWN_IN:
    case WORD_SPAWN_ON:
        if (is(e, at + 1, "("))
            drop(e, at, closing(e, at + 1));
        break;
    case WORD_SCOPE: elide_scope(e, at); break;
    case WORD_TASK:
    case WORD_GEN: elide_handle(e, at); break;
    case WORD_CHAN: elide_channel(e, at); break;
    case WORD_YIELD:
    case WORD_YIELD_FROM:
        e->instead[at] =
            "while (pirn__generators_need_the_translator()) return";
        break;
    case WORD_DEFER: elide_defer(e, at); break;
    default: break;
    }
}

/* -- printing -- */

static void put(struct elision *e, const char *text, size_t length)
{
    text_add(e->out, text, length);
    for (size_t i = length; i--;)
        if (text[i] == '\n') {
            e->line_start = e->out->length - (length - 1 - i);
            return;
        }
}

/* Spaces up to the column of the token; where that is past, the line begins
 * again. Behind the last column that gcc counts, a space will do. */
static void go_to_column(struct elision *e, token_index at)
{
    enum { LAST_COLUMN = 4096 };
    const struct token *token = &e->source->tokens.at[at];
    if (!e->column || e->placed != at)
        e->column = column_of(e->source, at, NULL);
    e->placed = at;
    size_t column = e->column, now = e->out->length - e->line_start + 1;
    if (column > LAST_COLUMN) {
        put(e, " ", 1);
        return;
    }
    if (now > column || (now == column && now > 1 && token->spaced)) {
        const char *mark =
            arena_printf(&e->source->arena, "\n# %u %s\n", token->line,
                         e->source->files.at[token->file]);
        put(e, mark, strlen(mark));
        now = 1;
    }
    for (; now < column; now++)
        text_add(e->out, " ", 1);
}

/* White space and directives before the token; of the last line only a space,
 * if there has to be one. */
static void print_gap(struct elision *e, token_index at, uint32_t from)
{
    const struct token *token = &e->source->tokens.at[at];
    const char *gap = e->source->input + from;
    size_t length = token->offset - from, last = length;
    while (last && gap[last - 1] != '\n')
        last--;
    put(e, gap, last);
    if (token->system || token->kind == TOKEN_END)
        put(e, gap + last, length - last);
    else
        go_to_column(e, at);
}

static void print_token(struct elision *e, token_index at)
{
    const struct token *token = &e->source->tokens.at[at];
    if (e->before[at]) {
        put(e, e->before[at], strlen(e->before[at]));
        if (!token->system)
            go_to_column(e, at);
    }
    if (e->instead[at])
        put(e, e->instead[at], strlen(e->instead[at]));
    else
        put(e, e->source->input + token->offset, token->extent);
    if (e->after[at])
        put(e, e->after[at], strlen(e->after[at]));
}

/* -- what cannot be read with macros -- */

/* The name of a scope there is no argument of ours: macros leave those out, and
 * so do not declare it. */
static bool is_bare(const struct elision *e, token_index at)
{
    if (is(e, at - 1, ".") || is(e, at - 1, "->"))
        return false;
    token_index before = at - 1;
    while (is(e, before, "("))
        before--;
    const struct token *call = &e->source->tokens.at[before];
    return before == at - 1 ||
           !(call->word == WORD_SPAWN_IN ||
             (call->length > 5 && !memcmp(call->text, "pirn_", 5)));
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

/* A scope is used by its name alone. */
static bool uses_names(const struct elision *e)
{
    struct scope_name *names, *name;
    token_index declared = 0;
    size_t count = collect_names(e, &names);
    for (token_index at = 0; count && !is_end(e, at); at++) {
        const struct scope_name key = {.token = &e->source->tokens.at[at]};
        if (has_name(e, at)) {
            const struct scope_name own = {key.token + 2, 0};
            token_index last = closing(e, behind(e, at + 1));
            name = bsearch(&own, names, count, sizeof *names, compare_names);
            name->until = name->until > last ? name->until : last;
            declared = at + 2;
        } else if (key.token->kind == TOKEN_NAME && at != declared) {
            name = bsearch(&key, names, count, sizeof *names, compare_names);
            if (name && at < name->until && is_bare(e, at))
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
    pair_brackets(&e);
    for (token_index at = 0; !is_end(&e, at); at++) {
        source->has_generators |=
            word(&e, at) == WORD_GENERATOR && body_of(&e, at) != 0;
        source->has_no_reading |= is_void_handle(&e, at) ||
                                  is_passed_on(&e, at) || drops_value(&e, at);
    }
    source->has_no_reading |= source->has_generators || uses_names(&e);
}

/* -- all of it -- */

struct translate_result elide(const char *input, size_t length,
                              const struct translate_options *options)
{
    struct translate_result result = {.text = NULL};
    struct text out = {NULL, 0, 0};
    struct source source = {.options = options, .length = length};
    struct elision e = {.source = &source, .out = &out};
    source.input = arena_copy(&source.arena, input, length);
    lex(&source);
    pair_brackets(&e);
    size_t size = source.tokens.count * sizeof *e.instead;
    e.instead = arena_alloc(&source.arena, size);
    e.before = arena_alloc(&source.arena, size);
    e.after = arena_alloc(&source.arena, size);
    for (token_index at = 0; !is_end(&e, at); at++)
        e.has_void_handles |= is_void_handle(&e, at);
    for (token_index at = 0; !is_end(&e, at); at++) {
        if (!e.instead[at])
            elide_word(&e, at);
        if (is(&e, at, "{") && at && is(&e, at - 1, ")"))
            use_scopes(&e, opening(&e, at - 1), at);
    }
    uint32_t from = 0;
    for (token_index at = 0; at < source.tokens.count; at++) {
        const struct token *token = &source.tokens.at[at];
        print_gap(&e, at, from);
        if (!is_end(&e, at))
            print_token(&e, at);
        from = token->offset + token->extent;
    }
    result.text = out.text;
    result.length = out.length;
    arena_free(&source.arena);
    return result;
}
