/* Values of handles that nobody takes. Without the word `await t;` is nothing
 * but `t;`, of which the compilers would tell that it has no effect, and so
 * with what is made of that value: the whole that nobody takes may be a cast, a
 * condition, a comma, or the value of a block. */
#include "translate/elide.h"

static bool is_head_of_for(const struct elision *e, token_index open)
{
    return open && is(e, open, "(") && word(e, open - 1) == WORD_FOR;
}

/* The expression there, whose value is not that of a call, is a statement or
 * another whose value is dropped. Of what a comma drops only what begins such
 * an expression is found. */
static bool is_dropped(const struct elision *e, token_index first,
                       token_index next)
{
    token_index before = first - 1, around = e->partner[before];
    if (is(e, next, ";"))
        return begins_statement(e, first) || is_head_of_for(e, before) ||
               (is(e, before, ",") && is(e, around, "{"));
    if (is(e, next, ")"))
        return (is(e, before, ";") || is(e, before, ",")) &&
               is_head_of_for(e, around);
    if (!is(e, next, ",") || is(e, before, "{") || is(e, before, ":"))
        return false; /* perhaps a list of values */
    if (is(e, before, "(") && before) {
        uint8_t of = word(e, before - 1);
        return of == WORD_FOR || of == WORD_IF || of == WORD_WHILE ||
               of == WORD_SWITCH || of == WORD_RETURN ||
               (e->source->tokens.at[before - 1].kind == TOKEN_PUNCTUATOR &&
                !closes(e, before - 1));
    }
    return begins_statement(e, first) || word(e, before) == WORD_RETURN ||
           is(e, before, "?") ||
           (is(e, before, ";") && is_head_of_for(e, around));
}

/* An expression, and the token behind it. */
struct extent {
    token_index first, next;
};

static bool is_assignment(const struct elision *e, token_index at)
{
    const struct token *token = &e->source->tokens.at[at];
    return token->kind == TOKEN_PUNCTUATOR &&
           token->text[token->length - 1] == '=' && !is(e, at, "==") &&
           !is(e, at, "!=") && !is(e, at, "<=") && !is(e, at, ">=");
}

/* The first token of the expression that ends before the token there; not that
 * of a conditional one. */
static token_index condition_before(const struct elision *e, token_index at)
{
    while (at && !begins_statement(e, at) && !opens(e, at - 1) &&
           !is(e, at - 1, ";") && !is(e, at - 1, ",") && !is(e, at - 1, "?") &&
           !is(e, at - 1, ":") && !is_assignment(e, at - 1) &&
           word(e, at - 1) != WORD_RETURN)
        at = closes(e, at - 1) ? opening(e, at - 1) : at - 1;
    return at;
}

static bool ends_expression(const struct elision *e, token_index at)
{
    return is_end(e, at) || closes(e, at) || is(e, at, ",") || is(e, at, ";") ||
           is(e, at, ":");
}

/* The token behind the expression that goes on there, or if that is a
 * condition, its question mark. */
static token_index behind_expression(const struct elision *e, token_index at)
{
    while (!ends_expression(e, at) && !is(e, at, "?"))
        at = opens(e, at) ? behind(e, at) : at + 1;
    return at;
}

/* The token behind the third operand of a conditional expression, which begins
 * there. */
static token_index behind_third(const struct elision *e, token_index at)
{
    while (at = behind_expression(e, at), !ends_expression(e, at)) {
        at = e->partner[at]; /* of its question mark */
        at += !is_end(e, at);
    }
    return at;
}

static bool is_operator(const struct elision *e, token_index at)
{
    return e->source->tokens.at[at].kind == TOKEN_PUNCTUATOR &&
           !is_assignment(e, at) && !ends_expression(e, at) && !opens(e, at) &&
           !is(e, at, "?") && !is(e, at, ".") && !is(e, at, "->");
}

/* The cast or the member of the expression there, the conditional expression
 * whose second or third operand it is, or the whole of operators beside which
 * it is; if it is one of these. */
static bool find_operation(const struct elision *e, struct extent *of)
{
    token_index before = of->first - 1, next = of->next, question = 0;
    if (is(e, before, ")") && !begins_statement(e, of->first)) {
        token_index open = opening(e, before);
        if (open)
            of->first = open;
        return open != 0;
    }
    if (is(e, of->first, "(") && behind(e, of->first) == next &&
        (is(e, next, ".") || is(e, next, "->") || is(e, next, "["))) {
        of->next = behind_operand(e, of->first, false);
        return true;
    }
    if (is_operator(e, before) || is_operator(e, next)) {
        *of = (struct extent){condition_before(e, of->first),
                              behind_expression(e, next)};
        return true;
    }
    if (is(e, before, ",")) /* in a second operand that has no parentheses */
        before = e->partner[before];
    if (is(e, before, "?") && e->partner[before] == next)
        question = before, next = behind_third(e, next + 1);
    else if (is(e, before, ":") && ends_expression(e, next))
        question = e->partner[before];
    if (!question)
        return false;
    *of = (struct extent){condition_before(e, question), next};
    return true;
}

/* The parentheses whose value is that of the expression there: it stands alone
 * in them, or is the last operand of a comma, or the last statement of a block,
 * if it is one of these. Perhaps they are those of a call. */
static bool find_parentheses(const struct elision *e, struct extent *of)
{
    token_index before = of->first - 1, close = of->next, open = 0;
    if (is(e, before, "("))
        open = before;
    else if (is(e, before, ",") && !is_head_of_for(e, e->partner[before]))
        open = e->partner[before];
    else if (is(e, close, ";") && is(e, close + 1, "}") &&
             is(e, close + 2, ")") && begins_statement(e, of->first)) {
        close += 2;
        open = opening(e, close);
        if (opening(e, close - 1) != open + 1)
            return false;
    }
    if (!is(e, open, "(") || e->partner[open] != close)
        return false;
    *of = (struct extent){open, close + 1};
    return true;
}

enum drop dropped_value(const struct elision *e, token_index await)
{
    bool is_operand = false;
    if (word(e, await) != WORD_AWAIT || !await ||
        word(e, await + 1) == WORD_OFFLOAD)
        return DROPS_NOTHING;
    struct extent of = {await, behind_operand(e, await + 1, false)};
    if (is(e, of.next, "(")) /* a call */
        return DROPS_NOTHING;
    for (;;) {
        if (!of.first || is_end(e, of.next)) /* no statement in a function */
            return DROPS_NOTHING;
        if (find_operation(e, &of))
            is_operand = true;
        else if (!find_parentheses(e, &of))
            break;
    }
    if (!is_dropped(e, of.first, of.next))
        return DROPS_NOTHING;
    return is_operand ? DROPS_RESULT : DROPS_STATEMENT;
}
