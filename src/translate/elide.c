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
    token_index *partner;                    /* by token: see pair_tokens */
    const char **instead, **before, **after; /* by token; NULL: nothing */
    bool *is_users;                          /* by file: has other text than
                                                that of a system header */
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

/* Pairs each bracket with the one that it belongs to, and the colon of a ?:
 * with its question mark. The partner of a comma or semicolon is what is open
 * around it: a bracket, a question mark, or the word of a statement with a
 * value. A token without a partner has the last token as its partner if it
 * waits for one that would follow it, else the first token.
 *
 * Those that are open form a list, in which the innermost comes first, through
 * the places where their partners will stand. */
static void pair_tokens(struct elision *e)
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

/* The token behind a name with its members and elements, or behind an
 * expression in parentheses with them, each behind stars; behind their calls,
 * too, if those are wanted. */
static token_index behind_operand(const struct elision *e, token_index at,
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

/* The last token of a statement, or the end. An `else` belongs to the last if
 * or scope that has none. */
static token_index statement_end(const struct elision *e, token_index at)
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

/* The { of the body of the function that is declared there, or 0. */
static token_index body_of(const struct elision *e, token_index at)
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

static bool begins_statement(const struct elision *e, token_index at)
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

enum drop { DROPS_NOTHING, DROPS_STATEMENT, DROPS_RESULT };

/* Whether nobody has the value of a handle that is awaited, as in `await t;`,
 * which without the word is nothing but `t;`; or the result of the operations
 * on it. */
static enum drop dropped_value(const struct elision *e, token_index await)
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

static bool is_void_handle(const struct elision *e, token_index at)
{
    return (word(e, at) == WORD_TASK || word(e, at) == WORD_GEN) &&
           is(e, at + 1, "(") && word(e, at + 2) == WORD_VOID &&
           is(e, at + 3, ")");
}

/* -- one function for each word -- */

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

/* The void among the specifiers around a word, if it is the result; else 0. */
static token_index void_result(const struct elision *e, token_index at)
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
        const char *mark = arena_printf(&e->source->arena, "\n# %u %s%s\n",
                                        token->line,
                                        e->source->files.at[token->file],
                                        token->system ? " 3" : "");
        put(e, mark, strlen(mark));
        now = 1;
    }
    for (; now < column; now++)
        text_add(e->out, " ", 1);
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

/* -- what cannot be read with macros -- */

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
           is(e, call, "pirn__first");
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

/* Where a task is to run is told by what may have no other use. */
static bool uses_worker(const struct elision *e, token_index at)
{
    if (word(e, at) != WORD_SPAWN_ON)
        return false;
    for (token_index close = closing(e, at + 1); ++at < close;)
        if (e->source->tokens.at[at].kind == TOKEN_NAME)
            return true;
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
        source->has_no_reading |=
            is_void_handle(&e, at) || is_passed_on(&e, at) ||
            dropped_value(&e, at) != DROPS_NOTHING || uses_worker(&e, at);
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
