/* What the parts of the elision share. elide.c takes the words out and prints
 * the rest, elide_copy.c puts others in their places in the user's own file,
 * elide_around.c knows what is around a word, elide_dropped.c values
 * that nobody takes, and elide_reading.c which files need all this. */
#ifndef TRANSLATE_ELIDE_H
#define TRANSLATE_ELIDE_H

#include "translate/pass.h"

struct elision {
    struct source *source;
    struct text *out;
    token_index *partner;                    /* by token: see pair_tokens */
    const char **instead, **before, **after; /* by token; NULL: nothing */
    bool *is_users;                          /* by file: has other text than
                                                that of a system header */
    size_t line_start;                       /* of the output */
    token_index placed;                      /* whose column this is: */
    size_t column;
    bool has_void_handles;
};

static inline bool is(const struct elision *e, token_index at, const char *text)
{
    return token_is(e->source, at, text);
}

static inline uint8_t word(const struct elision *e, token_index at)
{
    return e->source->tokens.at[at].word;
}

static inline bool is_end(const struct elision *e, token_index at)
{
    return e->source->tokens.at[at].kind == TOKEN_END;
}

static inline bool opens(const struct elision *e, token_index at)
{
    return is(e, at, "(") || is(e, at, "[") || is(e, at, "{");
}

static inline bool closes(const struct elision *e, token_index at)
{
    return is(e, at, ")") || is(e, at, "]") || is(e, at, "}");
}

/* -- elide_around.c -- */

/* Pairs each bracket with the one that it belongs to, and the colon of a ?:
 * with its question mark. The partner of a comma or semicolon is what is open
 * around it: a bracket, a question mark, or the word of a statement with a
 * value. A token without a partner has the last token as its partner if it
 * waits for one that would follow it, else the first token. */
void pair_tokens(struct elision *e);
/* The bracket that closes the one there. The end, if none does, or if it is no
 * bracket that opens. */
token_index closing(const struct elision *e, token_index at);
/* The token behind that, or the end. */
token_index behind(const struct elision *e, token_index at);
/* The opening bracket that is closed there, or the first token. */
token_index opening(const struct elision *e, token_index at);
/* The token behind a name with its members and elements, or behind an
 * expression in parentheses with them, each behind stars; behind their calls,
 * too, if those are wanted. */
token_index behind_operand(const struct elision *e, token_index at,
                           bool with_calls);
/* The last token of a statement, or the end. An `else` belongs to the last if
 * or scope that has none. */
token_index statement_end(const struct elision *e, token_index at);
/* The { of the body of the function that is declared there, or 0. */
token_index body_of(const struct elision *e, token_index at);
/* A statement begins with the token. */
bool begins_statement(const struct elision *e, token_index at);
/* task(void) or gen(void) */
bool is_void_handle(const struct elision *e, token_index at);

/* Where a task is to run is told by what may have no other use. */
bool uses_worker(const struct elision *e, token_index at);
/* The void among the specifiers around a word, if it is the result; else 0. */
token_index void_result(const struct elision *e, token_index at);

/* -- elide_dropped.c -- */

enum drop { DROPS_NOTHING, DROPS_STATEMENT, DROPS_RESULT };

/* Whether nobody has the value of a handle that is awaited, as in `await t;`,
 * which without the word is nothing but `t;`; or the result of the operations
 * on it. */
enum drop dropped_value(const struct elision *e, token_index await);

#endif
