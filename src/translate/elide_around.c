/* What is around a word, in a text that is not parsed: brackets and what they
 * belong to, operands, statements, bodies. */
#include "translate/elide.h"

/* Returns what is open around the token there, whose partner becomes known. */
static token_index leave(struct elision *e, token_index at, token_index partner)
{
    token_index around = e->partner[at];
    e->partner[at] = partner;
    return around;
}

/* What is ended by another token, or by the end of its statement. */
static bool is_left_open(const struct elision *e, token_index at)
{
    uint8_t is_word = word(e, at);
    return opens(e, at) || is(e, at, "?") || is_word == WORD_RETURN ||
           is_word == WORD_YIELD || is_word == WORD_YIELD_FROM;
}

/* The brackets that are open form a list, in which the innermost comes first,
 * through the places where their partners will stand. */
void pair_tokens(struct elision *e)
{
    const token_index end = e->source->tokens.count - 1;
    token_index innermost = end;
    e->partner = arena_alloc(&e->source->arena,
                             e->source->tokens.count * sizeof *e->partner);
    for (token_index at = 0; at < end; at++) {
        while ((closes(e, at) || is(e, at, ";")) && innermost != end &&
               !opens(e, innermost))
            innermost = leave(e, innermost, end);
        if (is_left_open(e, at)) {
            e->partner[at] = innermost;
            innermost = at;
        } else if (is(e, at, ";") || is(e, at, ",")) {
            e->partner[at] = innermost == end ? 0 : innermost;
        } else if (innermost != end &&
                   (closes(e, at) ||
                    (is(e, at, ":") && is(e, innermost, "?")))) {
            e->partner[at] = innermost;
            innermost = leave(e, innermost, at);
        }
    }
    while (innermost != end)
        innermost = leave(e, innermost, end);
}

token_index closing(const struct elision *e, token_index at)
{
    return opens(e, at) ? e->partner[at] : e->source->tokens.count - 1;
}

token_index behind(const struct elision *e, token_index at)
{
    token_index close = closing(e, at);
    return is_end(e, close) ? close : close + 1;
}

token_index opening(const struct elision *e, token_index at)
{
    return e->partner[at];
}

token_index behind_operand(const struct elision *e, token_index at,
                           bool with_calls)
{
    while (is(e, at, "*"))
        at++;
    at = is(e, at, "(") ? behind(e, at) : at + !is_end(e, at);
    for (;;) {
        if (is(e, at, "[") || (with_calls && is(e, at, "(")))
            at = behind(e, at);
        else if ((is(e, at, ".") || is(e, at, "->")) && !is_end(e, at + 1))
            at += 2;
        else if (is(e, at, "++") || is(e, at, "--"))
            at++;
        else
            return at;
    }
}

token_index statement_end(const struct elision *e, token_index at)
{
    unsigned ifs = 0, dos = 0;
    for (;;) {
        switch (word(e, at)) {
        case WORD_IF:
        case WORD_SCOPE:
            ifs++;
            at = behind(e, at + 1);
            continue;
        case WORD_FOR:
        case WORD_WHILE:
        case WORD_SWITCH: at = behind(e, at + 1); continue;
        case WORD_DO:
            dos++;
            at++;
            continue;
        case WORD_DEFER: at++; continue;
        default: break;
        }
        if (is(e, at, "{"))
            at = closing(e, at);
        while (!is_end(e, at) && !is(e, at, ";") && !is(e, at, "}"))
            at = opens(e, at) ? behind(e, at) : at + 1;
        for (; dos && !is_end(e, at) && word(e, at + 1) == WORD_WHILE; dos--)
            at = behind(e, at + 2);
        if (is_end(e, at) || !ifs || word(e, at + 1) != WORD_ELSE)
            return at;
        ifs--;
        at += 2;
    }
}

token_index body_of(const struct elision *e, token_index at)
{
    bool has_list = false;
    unsigned words = 0;
    while (!is_end(e, at)) {
        if (is(e, at, "(")) {
            at = behind(e, at);
            has_list = true;
            continue;
        }
        if (is(e, at, "{"))
            return has_list ? at : 0; /* else that of a struct */
        words += word(e, at) == WORD_ASYNC || word(e, at) == WORD_GENERATOR;
        if (words > 2 || is(e, at, ";") || is(e, at, ",") || is(e, at, "=") ||
            is(e, at, ")"))
            return 0;
        at++;
    }
    return 0;
}

bool begins_statement(const struct elision *e, token_index at)
{
    token_index before = at - 1;
    if (is(e, before, ";"))
        return !is(e, e->partner[before], "("); /* that of a for's head */
    if (is(e, before, ":"))
        return !e->partner[before]; /* that of a label */
    if (is(e, before, ")") && opening(e, before))
        switch (word(e, opening(e, before) - 1)) {
        case WORD_IF:
        case WORD_FOR:
        case WORD_WHILE:
        case WORD_SWITCH:
        case WORD_SCOPE: return true;
        default: return false;
        }
    return is(e, before, "{") || is(e, before, "}") ||
           word(e, before) == WORD_ELSE || word(e, before) == WORD_DO ||
           word(e, before) == WORD_DEFER;
}

bool is_void_handle(const struct elision *e, token_index at)
{
    return (word(e, at) == WORD_TASK || word(e, at) == WORD_GEN) &&
           is(e, at + 1, "(") && word(e, at + 2) == WORD_VOID &&
           is(e, at + 3, ")");
}

bool uses_worker(const struct elision *e, token_index at)
{
    if (word(e, at) != WORD_SPAWN_ON)
        return false;
    for (token_index close = closing(e, at + 1); ++at < close;)
        if (e->source->tokens.at[at].kind == TOKEN_NAME)
            return true;
    return false;
}

/* A group of tokens that may stand among specifiers. */
static bool has_group(const struct elision *e, token_index at)
{
    uint8_t is_word = word(e, at);
    return (is_word == WORD_ATTRIBUTE || is_word == WORD_ALIGNAS) &&
           is(e, at + 1, "(");
}

/* That void, or 0 if it is what a pointer points to. */
static token_index unless_pointed_to(const struct elision *e, token_index of)
{
    token_index next = of + 1;
    while (word(e, next) != WORD_NONE)
        next++;
    return is(e, next, "*") ? 0 : of;
}

token_index void_result(const struct elision *e, token_index at)
{
    token_index of = at;
    while (e->source->tokens.at[of].kind == TOKEN_NAME &&
           word(e, of) != WORD_VOID)
        of = has_group(e, of) ? behind(e, of + 1) : of + 1;
    if (word(e, of) == WORD_VOID)
        return unless_pointed_to(e, of);
    for (of = at; of && e->source->tokens.at[of].kind == TOKEN_NAME; of--)
        if (word(e, of) == WORD_VOID)
            return unless_pointed_to(e, of);
    return 0;
}
