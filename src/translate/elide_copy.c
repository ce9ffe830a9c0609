/* The reading of a copy of the user's file. Where a few words cannot be macros
 * as keywords.h has them, other words stand in their places, each as long as
 * what it stands for, and a few are put in where nothing follows in the line.
 * All of them are macros (plain_words.h), which mean what elide.c writes.
 *
 * So each token has its line and its column, and all that the compiler knows of
 * macros, indentation and fix-its it knows of the user's text. In what it says
 * the words are put back: see COPIED_WORDS.
 *
 * It cannot be done where such a place is in a macro, in a header or in front
 * of other text, nor where the text has one of these names already. */
#include "translate/elide.h"

#include <stdlib.h>
#include <string.h>

enum copied {
    AWAIT_DROPPED,
    VOID_IS_INT,
    RETURN_OF_GENERATOR,
    RETURN_OF_VOID,
    SCOPE_WITH_NAME,
    SPAWN_IN_USED,
    SPAWN_ON_USED,
    SPAWN_IN_STATEMENT,
    SPAWN_ON_STATEMENT,
    END_OF_GENERATOR,
    END_OF_VOID,
    END_OF_SCOPE,
    END_OF_SPAWN,
};

const struct copied_word COPIED_WORDS[] = {
    [AWAIT_DROPPED] = {"_wai_", "await"},
    [VOID_IS_INT] = {"_oi_", "void"},
    [RETURN_OF_GENERATOR] = {"_etur_", "return"},
    [RETURN_OF_VOID] = {"_Etur_", "return"},
    [SCOPE_WITH_NAME] = {"_cop_", "scope"},
    [SPAWN_IN_USED] = {"_pawn_i_", "spawn_in"},
    [SPAWN_ON_USED] = {"_pawn_o_", "spawn_on"},
    [SPAWN_IN_STATEMENT] = {"_Pawn_i_", "spawn_in"},
    [SPAWN_ON_STATEMENT] = {"_Pawn_o_", "spawn_on"},
    [END_OF_GENERATOR] = {"_end_generator_", ""},
    [END_OF_VOID] = {"_end_void_", ""},
    [END_OF_SCOPE] = {"_end_scope_", ""},
    [END_OF_SPAWN] = {"_end_spawn_", ""},
    {NULL, NULL},
};

struct change {
    size_t offset; /* in the user's file */
    size_t length; /* of what is replaced */
    const char *text;
};

struct copy {
    struct elision e;
    VECTOR(struct change) changes;
    bool *is_last;  /* by token: the } of a function */
    bool has_names; /* of scopes, which are declared */
    bool is_impossible;
};

/* -- changes -- */

static bool is_in_file(const struct copy *copy, token_index at)
{
    struct source *source = copy->e.source;
    return strcmp(file_name(source, source->tokens.at[at].file),
                  source->options->file) == 0;
}

/* Changes so many bytes at the token, or behind it. */
static void change(struct copy *copy, token_index at, size_t length,
                   bool is_behind, enum copied word)
{
    struct source *source = copy->e.source;
    const struct token *token = &source->tokens.at[at];
    struct change change = {0, length, COPIED_WORDS[word].name};
    if (is_end(&copy->e, at) || !is_in_file(copy, at) ||
        !offset_of(source, at, &change.offset)) {
        copy->is_impossible = true;
        return;
    }
    if (is_behind)
        change.offset += token->extent;
    vector_push(&source->arena, &copy->changes, change);
}

static void replace(struct copy *copy, token_index at, enum copied word)
{
    const char *original = COPIED_WORDS[word].original;
    if (!is(&copy->e, at, original)) /* a long form: PIRN_AWAIT */
        copy->is_impossible = true;
    change(copy, at, strlen(original), false, word);
}

/* Behind the token nothing follows in its line but what ends statements; nor is
 * the end of the function there, of which the compiler may speak. */
static bool ends_line(const struct copy *copy, token_index at)
{
    const struct token *tokens = copy->e.source->tokens.at;
    for (token_index next = at + 1;
         tokens[next].line == tokens[at].line &&
         tokens[next].file == tokens[at].file && !is_end(&copy->e, next);
         next++)
        if (copy->is_last[next] ||
            !(is(&copy->e, next, ";") || is(&copy->e, next, "}") ||
              is(&copy->e, next, ")")))
            return false;
    return true;
}

static void insert(struct copy *copy, token_index at, bool is_behind,
                   enum copied word)
{
    copy->is_impossible |= !ends_line(copy, at);
    change(copy, at, 0, is_behind, word);
}

/* -- one function for each word -- */

static void end_with(struct copy *copy, token_index open, enum copied word,
                     enum copied end)
{
    struct elision *e = &copy->e;
    token_index close = closing(e, open);
    for (token_index at = open; at < close && !is_end(e, close); at++) {
        if (!is(e, at, "return"))
            continue;
        if (is(e, at + 1, ";"))
            replace(copy, at, word);
        else /* of a value that there is not, or it is wrong */
            copy->is_impossible |= end == END_OF_VOID;
    }
    insert(copy, close, false, end);
}

static void copy_function(struct copy *copy, token_index at)
{
    struct elision *e = &copy->e;
    token_index body = body_of(e, at);
    token_index result = e->has_void_handles ? void_result(e, at) : 0;
    if (word(e, at) == WORD_GENERATOR) {
        if (body)
            end_with(copy, body, RETURN_OF_GENERATOR, END_OF_GENERATOR);
    } else if (result) {
        replace(copy, result, VOID_IS_INT);
        if (body)
            end_with(copy, body, RETURN_OF_VOID, END_OF_VOID);
    }
}

static void copy_await(struct copy *copy, token_index at)
{
    enum drop dropped = dropped_value(&copy->e, at);
    if (dropped == DROPS_STATEMENT)
        replace(copy, at, AWAIT_DROPPED);
    else
        copy->is_impossible |= dropped == DROPS_RESULT;
}

static void copy_scope(struct copy *copy, token_index at)
{
    if (!copy->has_names ||
        copy->e.source->tokens.at[at + 2].kind != TOKEN_NAME)
        return;
    replace(copy, at, SCOPE_WITH_NAME);
    insert(copy, statement_end(&copy->e, at), true, END_OF_SCOPE);
}

/* A spawn that says where, by what may have no other use. Its call is to stand
 * alone if nobody has its value, as the compiler may tell of that. */
static void copy_spawn(struct copy *copy, token_index at, enum copied as_value,
                       enum copied as_statement)
{
    const struct elision *e = &copy->e;
    token_index close = closing(e, at + 1);
    token_index next = behind_operand(e, close + !is_end(e, close), true);
    if (!at || !is(e, at + 1, "(") || is_end(e, close) ||
        !is(e, next - 1, ")")) {
        copy->is_impossible = true;
    } else if (!begins_statement(e, at)) {
        replace(copy, at, as_value);
        insert(copy, next - 1, true, END_OF_SPAWN);
    } else {
        replace(copy, at, as_statement);
        copy->is_impossible |=
            !is(e, at - 1, "{") && !is(e, at - 1, "}") && !is(e, at - 1, ";");
    }
}

static void copy_word(struct copy *copy, token_index at)
{
    const struct elision *e = &copy->e;
    switch (word(e, at)) {
    case WORD_ASYNC:
    case WORD_GENERATOR: copy_function(copy, at); break;
    case WORD_AWAIT: copy_await(copy, at); break;
    case WORD_SCOPE: copy_scope(copy, at); break;
    case WORD_TASK:
    case WORD_GEN:
        if (is_void_handle(e, at))
            replace(copy, at + 2, VOID_IS_INT);
        break;
    case WORD_SPAWN_IN:
        if (copy->has_names)
            copy_spawn(copy, at, SPAWN_IN_USED, SPAWN_IN_STATEMENT);
        break;
    case WORD_SPAWN_ON:
        if (uses_worker(e, at))
            copy_spawn(copy, at, SPAWN_ON_USED, SPAWN_ON_STATEMENT);
        break;
    default: break;
    }
}

/* -- all of it -- */

static void find_ends_of_functions(struct copy *copy)
{
    struct elision *e = &copy->e;
    unsigned depth = 0;
    copy->is_last = arena_alloc(&e->source->arena, e->source->tokens.count *
                                                       sizeof *copy->is_last);
    for (token_index at = 0; !is_end(e, at); at++) {
        depth += is(e, at, "{");
        if (is(e, at, "}") && depth)
            copy->is_last[at] = --depth == 0;
    }
}

static int compare_changes(const void *a, const void *b)
{
    const struct change *one = a, *other = b;
    if (one->offset != other->offset)
        return one->offset < other->offset ? -1 : 1;
    return (one->length > other->length) - (one->length < other->length);
}

/* The same place may have been read several times, as an argument of a macro;
 * but only in one way. */
static void print_copy(struct copy *copy, const char *own, struct text *out)
{
    size_t from = 0;
    if (copy->changes.count)
        qsort(copy->changes.at, copy->changes.count, sizeof *copy->changes.at,
              compare_changes);
    for (size_t i = 0; i < copy->changes.count; i++) {
        const struct change *change = &copy->changes.at[i];
        if (i && change->offset == change[-1].offset &&
            change->length == change[-1].length) {
            copy->is_impossible |=
                change->text != change[-1].text || change->length == 0;
            continue;
        }
        text_add(out, own + from, change->offset - from);
        text_add(out, change->text, strlen(change->text));
        from = change->offset + change->length;
    }
    text_add(out, own + from, strlen(own + from));
}

static bool has_copied_word(const char *text)
{
    for (const struct copied_word *word = COPIED_WORDS; word->name; word++)
        if (strstr(text, word->name))
            return true;
    return false;
}

struct translate_result elide_in_copy(const char *input, size_t length,
                                      const struct translate_options *options,
                                      const char *own, bool uses_names)
{
    struct translate_result result = {.text = NULL};
    struct text out = {NULL, 0, 0};
    struct source source = {.options = options, .length = length};
    struct copy copy = {.e.source = &source, .has_names = uses_names};
    if (has_copied_word(input) || has_copied_word(own))
        return result;
    source.input = arena_copy(&source.arena, input, length);
    lex(&source);
    pair_tokens(&copy.e);
    find_ends_of_functions(&copy);
    for (token_index at = 0; !is_end(&copy.e, at); at++)
        copy.e.has_void_handles |= is_void_handle(&copy.e, at);
    for (token_index at = 0; !is_end(&copy.e, at); at++)
        if (!source.tokens.at[at].system || is_in_file(&copy, at))
            copy_word(&copy, at);
    print_copy(&copy, own, &out);
    arena_free(&source.arena);
    if (copy.is_impossible) {
        text_free(&out);
        return result;
    }
    result.text = out.text;
    result.length = out.length;
    result.has_void_handles = copy.e.has_void_handles;
    return result;
}
