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
#include "translate/elide.h"

#include <string.h>

/* -- one function for each word -- */

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

/* `return E;` of an E that has no value. */
static void drop_returned_values(struct elision *e, token_index open)
{
    token_index close = closing(e, open);
    if (is_end(e, close))
        return;
    for (token_index at = open; at < close; at++) {
        if (word(e, at) != WORD_RETURN || is(e, at + 1, ";"))
            continue;
        add(e, &e->after[at], "((void)(");
        add(e, &e->before[statement_end(e, at)], "), 0)");
    }
}

static void elide_async(struct elision *e, token_index at)
{
    token_index body = body_of(e, at), result = void_result(e, at);
    e->instead[at] = "";
    if (!e->has_void_handles || !result)
        return;
    e->instead[result] = "int";
    if (!body)
        return;
    end_with(e, body, "return 0");
    drop_returned_values(e, body);
}

static void elide_generator(struct elision *e, token_index at)
{
    token_index body = body_of(e, at);
    e->instead[at] = "";
    if (body)
        end_with(e, body, "pirn__generator_fails(0)");
}

/* Its name is declared in a block around it. */
static void elide_scope(struct elision *e, token_index at)
{
    token_index open = at + 1, close = closing(e, open);
    if (is_end(e, close) || close == open + 1)
        return;
    e->instead[at] = "if";
    e->instead[open] =
        "(1 || ((void)(__extension__(struct pirn_scope_options){0";
    e->instead[open + 1] = "";
    e->instead[close] = "}), 0))";
    token_index last = statement_end(e, at);
    if (is_end(e, last) || e->source->tokens.at[open + 1].kind != TOKEN_NAME)
        return;
    const char *name = token_text(e->source, open + 1);
    add(e, &e->before[at],
        arena_printf(&e->source->arena,
                     "{ struct pirn_scope *%s = 0; (void)%s;", name, name));
    add(e, &e->after[last], "}");
}

/* No compiler warns where the value of a call is dropped, so it is not to warn
 * of that of a handle. An operand of ?: may have to be of the type of the
 * other: it is read as if that did something. */
static void elide_await(struct elision *e, token_index at)
{
    static const char *const BEFORE[] = {
        [DROPS_NOTHING] = "",
        [DROPS_STATEMENT] = "(void)",
        [DROPS_RESULT] = "__extension__({ __auto_type pirn__v ="};
    enum drop dropped = dropped_value(e, at);
    e->instead[at] = BEFORE[dropped];
    if (dropped == DROPS_RESULT)
        add(e, &e->after[behind_operand(e, at + 1, false) - 1],
            "; *(volatile __typeof__(pirn__v) *)&pirn__v; })");
}

/* What tells where the task is to run counts as used. */
static void elide_spawn_somewhere(struct elision *e, token_index at)
{
    token_index close = closing(e, at + 1);
    token_index next = behind_operand(e, close + !is_end(e, close), true);
    if (is_end(e, close) || !is(e, next - 1, ")")) {
        drop(e, at, close);
        return;
    }
    e->instead[at] = "((void)";
    add(e, &e->before[close + 1], ","); /* where gcc tells of the whole */
    add(e, &e->after[next - 1], ")");
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

/* What is no block is put into one: clang would ask whether the next statement
 * should be part of the loop. */
static void elide_defer(struct elision *e, token_index at)
{
    token_index last = statement_end(e, at);
    e->instead[at] = "while ((pirn__defer_needs_the_translator(), 0))";
    if (is(e, at + 1, "{") || is_end(e, last))
        return;
    add(e, &e->before[at + 1], "{");
    add(e, &e->after[last], "}");
}

static void elide_word(struct elision *e, token_index at)
{
    switch (word(e, at)) {
    case WORD_ASYNC: elide_async(e, at); break;
    case WORD_GENERATOR: elide_generator(e, at); break;
    case WORD_AWAIT: elide_await(e, at); break;
    case WORD_OFFLOAD:
    case WORD_SPAWN:
    case WORD_TRY_SPAWN: e->instead[at] = ""; break;
    case WORD_SPAWN_IN:
    case WORD_SPAWN_ON:
        if (is(e, at + 1, "("))
            elide_spawn_somewhere(e, at);
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

static void add_spaces(struct text *out, size_t count)
{
    static const char SPACES[] = "                                ";
    for (size_t part; count > 0; count -= part) {
        part = count < sizeof SPACES - 1 ? count : sizeof SPACES - 1;
        text_add(out, SPACES, part);
    }
}

/* Spaces up to the column of the token; where that is past, the line begins
 * again. Far to the right a space will do, as a macro there may have so many
 * tokens that the spaces would be most of the text. */
static void go_to_column(struct elision *e, token_index at)
{
    enum { LAST_COLUMN = 1000 };
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
        const char *mark = arena_printf(
            &e->source->arena, "\n# %u %s%s\n", token->line,
            e->source->files.at[token->file], token->system ? " 3" : "");
        put(e, mark, strlen(mark));
        now = 1;
    }
    add_spaces(e->out, column - now);
}

/* What comes of a header's macro counts as a text of that header. */
static bool has_column(const struct elision *e, const struct token *token)
{
    return token->kind != TOKEN_END && e->is_users[token->file];
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
    if (has_column(e, token))
        go_to_column(e, at);
    else
        put(e, gap + last, length - last);
}

static void print_token(struct elision *e, token_index at)
{
    const struct token *token = &e->source->tokens.at[at];
    if (e->before[at]) {
        put(e, e->before[at], strlen(e->before[at]));
        if (has_column(e, token))
            go_to_column(e, at);
    }
    if (e->instead[at])
        put(e, e->instead[at], strlen(e->instead[at]));
    else
        put(e, e->source->input + token->offset, token->extent);
    if (e->after[at])
        put(e, e->after[at], strlen(e->after[at]));
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
    pair_tokens(&e);
    size_t size = source.tokens.count * sizeof *e.instead;
    e.instead = arena_alloc(&source.arena, size);
    e.before = arena_alloc(&source.arena, size);
    e.after = arena_alloc(&source.arena, size);
    e.is_users =
        arena_alloc(&source.arena, source.files.count * sizeof *e.is_users);
    for (token_index at = 0; !is_end(&e, at); at++) {
        e.has_void_handles |= is_void_handle(&e, at);
        e.is_users[source.tokens.at[at].file] |= !source.tokens.at[at].system;
    }
    for (token_index at = 0; !is_end(&e, at); at++) {
        if (!e.instead[at])
            elide_word(&e, at);
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
