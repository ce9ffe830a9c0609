/* no-include, word-as-name, outside-function, word-without-parentheses: words
 * of Pirn where they mean nothing. What the compiler would say of these is
 * about types and brackets that are missing, so it is not asked. Of a text that
 * is C all the same nothing is said: two names in a row are none, unless the
 * first is a type. */
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
static bool is_declared(struct source *source, token_index word)
{
    const char *text = token_text(source, word);
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

/* What follows each of these words in parentheses. */
static const struct opening {
    const char *word, *help;
    bool is_type;
} OPENINGS[] = {
    {"task", "write task(T) for a task whose value is a T: task(int) t", true},
    {"gen", "write gen(T) for a generator of values of type T: gen(int) g",
     true},
    {"chan", "write chan(T) for a channel of items of type T: chan(int) c",
     true},
    {"scope", "write scope (s) { ... }: a scope has a name", false},
    {"spawn_in", "write spawn_in (s) f(...), where s is the scope", false},
    {"spawn_on", "write spawn_on (n) f(...), where n is the worker", false},
};

/* A declaration or statement begins behind the token, or a value. */
static bool is_before(const struct source *source, token_index at)
{
    static const char *const BEFORE[] = {"{", "}", ";", "(", ",", "=", ")"};
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++)
        if (token_is(source, at, BEFORE[i]))
            return true;
    return source->tokens.at[at].word == WORD_RETURN;
}

static bool is_same_name(const struct token *one, const struct token *other)
{
    return one->kind == TOKEN_NAME && one->length == other->length &&
           memcmp(one->text, other->text, one->length) == 0;
}

/* A typedef, also one in a block, has declared the name. */
static bool is_type_name(const struct source *source, token_index name)
{
    const struct token *tokens = source->tokens.at;
    bool is_typedef = false;
    unsigned depth = 0; /* of braces, in a typedef */
    for (token_index at = 0; at < name; at++) {
        if (tokens[at].word == WORD_TYPEDEF) {
            is_typedef = true;
            depth = 0;
        }
        depth += token_is(source, at, "{");
        depth -= depth && token_is(source, at, "}");
        if (is_typedef && !depth && token_is(source, at, ";"))
            is_typedef = false;
        if (is_typedef && !depth && is_same_name(&tokens[at], &tokens[name]) &&
            (is_behind_name(source, at + 1) ||
             tokens[at + 1].word == WORD_ATTRIBUTE))
            return true;
    }
    return false;
}

static const struct opening *find_opening(struct source *source, token_index at)
{
    const struct token *next = &source->tokens.at[at + 1];
    for (size_t i = 0; i < sizeof OPENINGS / sizeof *OPENINGS; i++) {
        const struct opening *opening = &OPENINGS[i];
        if (!token_is(source, at, opening->word))
            continue;
        bool is_one = token_is(source, at, "scope")
                          ? token_is(source, at + 1, "{")
                          : next->kind == TOKEN_NAME;
        if (is_one && opening->is_type)
            is_one = next->word == WORD_NONE && is_behind_name(source, at + 2);
        return is_one && !is_type_name(source, at) ? opening : NULL;
    }
    return NULL;
}

/* word-without-parentheses */
static bool check_parentheses(struct source *source)
{
    bool is_wrong = false;
    if (!source->counts_words)
        return false;
    for (token_index at = 1; source->tokens.at[at].kind != TOKEN_END; at++) {
        const struct token *token = &source->tokens.at[at];
        if (token->kind != TOKEN_NAME || token->system ||
            token->word != WORD_NONE || !is_before(source, at - 1))
            continue;
        const struct opening *opening = find_opening(source, at);
        if (!opening)
            continue;
        diagnose(source, at, "word-without-parentheses", opening->help,
                 "'%s' without its parentheses", opening->word);
        is_wrong = true;
    }
    return is_wrong;
}

bool check_words(struct source *source)
{
    bool is_wrong = check_include(source);
    is_wrong |= check_parentheses(source);
    is_wrong |= check_places(source);
    return check_names(source) || is_wrong;
}
