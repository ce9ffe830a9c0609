/* no-include, word-as-name, outside-function: words of Pirn where they mean
 * nothing. What the
 * compiler would say of these is about types and brackets that are missing, so
 * it is not asked. Of a text that is C all the same nothing is said: two names
 * in a row are none, unless the first is a type. */
#include "translate/pass.h"

#include <string.h>

static bool is_spelled(const struct source *source, token_index at,
                       const char *text)
{
    return source->tokens.at[at].kind == TOKEN_NAME &&
           token_is(source, at, text);
}

/* The word there begins a declaration, but counts for nothing. */
static bool is_idle(const struct source *source, token_index at)
{
    const struct token *token = &source->tokens.at[at];
    return !token->system && token->word == WORD_NONE &&
           (is_spelled(source, at, "async") ||
            is_spelled(source, at, "generator")) &&
           source->tokens.at[at + 1].kind == TOKEN_NAME &&
           !(at &&
             (token_is(source, at - 1, ".") || token_is(source, at - 1, "->") ||
              source->tokens.at[at - 1].word == WORD_STRUCT ||
              source->tokens.at[at - 1].word == WORD_UNION ||
              source->tokens.at[at - 1].word == WORD_ENUM));
}

/* typedef ... async; */
static bool is_declared(const struct source *source, token_index word)
{
    const char *text = token_is(source, word, "async") ? "async" : "generator";
    bool is_typedef = false;
    unsigned depth = 0;
    for (token_index at = 0; at < word; at++) {
        depth += token_is(source, at, "{");
        depth -= depth && token_is(source, at, "}");
        if (source->tokens.at[at].word == WORD_TYPEDEF)
            is_typedef = true;
        else if (is_typedef && !depth && is_spelled(source, at, text))
            return true;
        else if (!depth && token_is(source, at, ";"))
            is_typedef = false;
    }
    return false;
}

/* Words of the long form, or of the headers, occur. */
static bool has_header(const struct source *source)
{
    for (size_t i = 0; i < source->files.count; i++)
        if (strstr(source->files.at[i], "/pirn/keywords.h\""))
            return true;
    return false;
}

/* no-include */
static bool check_include(struct source *source)
{
    for (token_index at = 0; source->tokens.at[at].kind != TOKEN_END; at++) {
        if (!is_idle(source, at) || is_declared(source, at))
            continue;
        const char *word = token_text(source, at);
        if (!has_header(source))
            diagnose(source, at, "no-include",
                     "write #include <pirn.h> before it",
                     "'%s' is a word only behind #include <pirn.h>", word);
        else if (source->counts_words)
            diagnose(source, at, "no-include", "include <pirn.h> before it",
                     "'%s' stands before #include <pirn.h>", word);
        else
            diagnose(source, at, "no-include",
                     arena_printf(&source->arena,
                                  "write PIRN_%s, or do not define "
                                  "PIRN_NO_KEYWORDS",
                                  token_is(source, at, "async") ? "ASYNC"
                                                                : "GENERATOR"),
                     "'%s' is no word where PIRN_NO_KEYWORDS is defined", word);
        return true;
    }
    return false;
}

/* What may stand before the name that is declared. */
static bool is_type_before(const struct source *source, token_index at)
{
    const struct token *token = &source->tokens.at[at];
    return token->word == WORD_BASIC_TYPE || token->word == WORD_VOID ||
           (token->kind == TOKEN_NAME && token->word == WORD_NONE);
}

static bool is_behind_name(const struct source *source, token_index at)
{
    static const char *const BEHIND[] = {";", ",", "=", ")", "["};
    for (size_t i = 0; i < sizeof BEHIND / sizeof *BEHIND; i++)
        if (token_is(source, at, BEHIND[i]))
            return true;
    return false;
}

/* The word there is meant as a name of the program's own. */
static bool is_name(const struct source *source, token_index at)
{
    const struct token *token = &source->tokens.at[at];
    if (token->system || token->word < WORD_ASYNC || !at ||
        token->text[0] == '_')
        return false;
    if (is_type_before(source, at - 1))
        return token_is(source, at + 1, "(") || is_behind_name(source, at + 1);
    return (token_is(source, at - 1, "*") || token_is(source, at - 1, ",")) &&
           is_behind_name(source, at + 1);
}

/* word-as-name */
static bool check_names(struct source *source)
{
    bool is_wrong = false;
    for (token_index at = 0; source->tokens.at[at].kind != TOKEN_END; at++) {
        if (!is_name(source, at))
            continue;
        diagnose(source, at, "word-as-name",
                 "take another name, or define PIRN_NO_KEYWORDS before "
                 "<pirn.h>: the words are PIRN_ASYNC, PIRN_AWAIT... then",
                 "'%s' is a word of Pirn, and no name", token_text(source, at));
        is_wrong = true;
    }
    return is_wrong;
}

/* The word there begins a statement, or an expression. */
static bool is_for_functions(const struct source *source, token_index at)
{
    switch (source->tokens.at[at].word) {
    case WORD_AWAIT:
    case WORD_OFFLOAD:
    case WORD_YIELD:
    case WORD_YIELD_FROM:
    case WORD_DEFER:
    case WORD_SPAWN:
    case WORD_TRY_SPAWN:
    case WORD_SPAWN_IN:
    case WORD_SPAWN_ON:
    case WORD_SCOPE: return true;
    default: return false;
    }
}

/* outside-function */
static bool check_places(struct source *source)
{
    bool is_wrong = false, is_first = true;
    unsigned depth = 0;
    for (token_index at = 0; source->tokens.at[at].kind != TOKEN_END; at++) {
        if (!depth && is_first && !source->tokens.at[at].system &&
            is_for_functions(source, at)) {
            diagnose(source, at, "outside-function",
                     "move it into the body of a function",
                     "'%s' outside any function", token_text(source, at));
            is_wrong = true;
        }
        is_first = token_is(source, at, ";") || token_is(source, at, "}");
        depth += token_is(source, at, "{");
        depth -= depth && token_is(source, at, "}");
    }
    return is_wrong;
}

bool check_words(struct source *source)
{
    bool is_wrong = check_include(source);
    is_wrong |= check_places(source);
    return check_names(source) || is_wrong;
}
