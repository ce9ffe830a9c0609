/* The attributes of coroutines. The entry has one parameter more than the
 * user wrote, so attributes that count parameters are shifted; it may return
 * before its body is through, so attributes that promise an ordinary return
 * are dropped; and the step is the same code, so attributes about code are
 * repeated there. */
#include "translate/parse.h"

#include <stdlib.h>
#include <string.h>

static bool is_one_of(const char *name, const char *const names[])
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

const char *plain_name(struct parser *p, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    const char *text = token->text;
    size_t length = token->length;
    if (length > 4 && !memcmp(text, "__", 2) &&
        !memcmp(text + length - 2, "__", 2)) {
        text += 2;
        length -= 4;
    }
    return arena_copy(p->arena, text, length);
}

/* Adds one to the numbers between the parentheses at open, from the one with
 * the index first on. A 0 stays: it stands for no parameter. */
static void shift(struct parser *p, token_index open, unsigned first)
{
    unsigned index = 0;
    for (token_index at = open + 1; !token_is(p->source, at, ")"); at++) {
        struct token *token = &p->source->tokens.at[at];
        if (token->kind == TOKEN_END)
            return;
        if (token_is(p->source, at, ","))
            index++;
        if (token->kind == TOKEN_NUMBER && index >= first) {
            long number = strtol(token_text(p->source, at), NULL, 0);
            if (number > 0)
                token->instead = arena_printf(p->arena, "%ld", number + 1);
        }
    }
}

static token_index end_of(struct parser *p, token_index at)
{
    struct parser ahead = *p;
    ahead.at = at;
    skip_balanced(&ahead);
    return ahead.at - 1;
}

static void drop(struct parser *p, token_index first, token_index last)
{
    for (token_index at = first; at <= last; at++)
        p->source->tokens.at[at].instead = "";
}

// clang-format off
static const char *const REFUSED[] = {
    "alias", "ifunc", "weakref", "constructor", "destructor", "naked",
    "interrupt", "returns_twice", "target_clones", "cleanup", NULL};
// clang-format on

/* One attribute: its name is at `name`; returns its last token. */
static token_index adapt(struct parser *p, token_index name, struct text *code)
{
    // clang-format off
    static const char *const DROPPED[] = {
        "pure", "const", "noreturn", "malloc", "returns_nonnull", "leaf",
        "assume_aligned", "alloc_align", "unsequenced", "reproducible", NULL};
    static const char *const CODE[] = {
        "target", "section", "no_sanitize", "no_sanitize_address",
        "no_sanitize_thread", "no_sanitize_undefined", "optimize", "hot",
        "cold", "flatten", "no_stack_protector", "stack_protect",
        "no_instrument_function", "no_address_safety_analysis", "minsize",
        "optnone", "noclone", "no_profile_instrument_function",
        "no_split_stack", "patchable_function_entry", NULL};
    // clang-format on
    const char *plain = plain_name(p, name);
    bool arguments = token_is(p->source, name + 1, "(");
    token_index last = arguments ? end_of(p, name + 1) : name;
    if (is_one_of(plain, REFUSED))
        give_up(p->source, name, "coroutine-attribute",
                "put the attribute on a plain function that awaits nothing",
                "a coroutine cannot have the attribute '%s'", plain);
    if (is_one_of(plain, DROPPED)) {
        token_index first = name;
        if (token_is(p->source, name - 1, "::"))
            first -= 2;
        drop(p, first, last);
    } else if (is_one_of(plain, CODE)) {
        text_puts(code, " __attribute__((");
        for (token_index at = name; at <= last; at++)
            text_printf(code, "%s%s", token_text(p->source, at),
                        at == last ? "" : " ");
        text_puts(code, "))");
    } else if (arguments &&
               (!strcmp(plain, "nonnull") || !strcmp(plain, "alloc_size") ||
                !strcmp(plain, "format_arg") || !strcmp(plain, "fd_arg") ||
                !strcmp(plain, "fd_arg_read") ||
                !strcmp(plain, "fd_arg_write"))) {
        shift(p, name + 1, 0);
    } else if (arguments &&
               (!strcmp(plain, "format") || !strcmp(plain, "access"))) {
        shift(p, name + 1, 1);
    }
    return last;
}

/* The attributes of one __attribute__((...)) or [[...]] from `at` on. */
static token_index adapt_group(struct parser *p, token_index at,
                               struct text *code)
{
    bool is_gnu = word_at(p, at) == WORD_ATTRIBUTE;
    token_index last = end_of(p, is_gnu ? at + 1 : at);
    for (at += is_gnu ? 3 : 2; at < last; at++) {
        bool is_prefix = token_is(p->source, at + 1, "::");
        if (p->source->tokens.at[at].kind == TOKEN_NAME && !is_prefix)
            at = adapt(p, at, code);
    }
    return last;
}

const char *adapt_attributes(struct parser *p, token_index first,
                             token_index last)
{
    struct text code = {NULL, 0, 0};
    unsigned depth = 0;
    for (token_index at = first; at <= last; at++) {
        if (word_at(p, at) == WORD_NORETURN)
            drop(p, at, at);
        if (word_at(p, at) == WORD_ATTRIBUTE ||
            (!depth && token_is(p->source, at, "[") &&
             token_is(p->source, at + 1, "[")))
            at = adapt_group(p, at, &code);
        else if (token_is(p->source, at, "{"))
            at = end_of(p, at);
        else if (token_is(p->source, at, "("))
            depth++;
        else if (token_is(p->source, at, ")"))
            depth--;
    }
    const char *copy =
        arena_copy(p->arena, code.text ? code.text : "", code.length);
    text_free(&code);
    return copy;
}

void refuse_attributes(struct parser *p, token_index first, token_index last)
{
    for (token_index at = first; at <= last; at++) {
        if (p->source->tokens.at[at].kind != TOKEN_NAME)
            continue;
        const char *plain = plain_name(p, at);
        if (is_one_of(plain, REFUSED) || !strcmp(plain, "noreturn") ||
            word_at(p, at) == WORD_NORETURN || !strcmp(plain, "gnu_inline"))
            give_up(p->source, at, "coroutine-attribute", NULL,
                    "the attribute '%s'", plain);
    }
}
