/* Which types surely differ, and what a type is called in a sentence. Only
 * those that a handle can be for are told apart, and only as far as they are
 * known here: what hides behind typeof or __builtin_va_list differs from
 * nothing. */
#include "translate/pass.h"

#include <string.h>

enum {
    CHAR = 1,
    SHORT = 2,
    INT = 4,
    LONG = 8,
    LONG_LONG = 16,
    SIGNED = 32,
    UNSIGNED = 64,
    FLOAT = 128,
    DOUBLE = 256,
    BOOL = 512,
    OTHER = 1024, /* one that is not told from others */
};

static const struct {
    const char *word;
    uint16_t bit;
} WORDS[] = {
    {"unsigned", UNSIGNED}, {"signed", SIGNED}, {"__signed", SIGNED},
    {"__signed__", SIGNED}, {"char", CHAR},     {"short", SHORT},
    {"long", LONG},         {"int", INT},       {"float", FLOAT},
    {"double", DOUBLE},     {"_Bool", BOOL},    {"bool", BOOL},
};

uint16_t arithmetic_add(uint16_t set, const struct token *token)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strlen(WORDS[i].word) != token->length ||
            memcmp(WORDS[i].word, token->text, token->length) != 0)
            continue;
        uint16_t bit = WORDS[i].bit;
        return set | (bit == LONG && set & LONG ? LONG_LONG : bit);
    }
    return set | OTHER;
}

/* 6.7.2: the same set for all spellings of a type. */
uint16_t arithmetic_finish(uint16_t set)
{
    if (set & OTHER)
        return 0;
    if (!(set & CHAR))
        set &= (uint16_t)~SIGNED;
    if (set & (SHORT | LONG))
        set &= (uint16_t)~INT;
    if (set & LONG_LONG)
        set &= (uint16_t)~LONG;
    return set == 0 || set == UNSIGNED ? set | INT : set;
}

/* A value of an enumerator that surely is an int of zero or more: a number, or
 * one bit. */
static bool is_small(const struct source *source, token_index at,
                     token_index *behind)
{
    const struct token *number = &source->tokens.at[at];
    bool is_shift = token_is(source, at + 1, "<<");
    *behind = is_shift ? at + 3 : at + 1;
    if (number->kind != TOKEN_NUMBER)
        return false;
    if (!is_shift)
        return number->length < 10 &&
               !memchr(number->text, '.', number->length);
    const struct token *shift = &source->tokens.at[at + 2];
    return token_is(source, at, "1") && shift->kind == TOKEN_NUMBER &&
           (shift->length == 1 ||
            (shift->length == 2 && shift->text[0] <= '2'));
}

/* 6.7.2.2 leaves to the compiler which type it is. gcc and clang take unsigned
 * int where no value is negative, or too large for int. That is known where the
 * values stand there as numbers. */
uint16_t arithmetic_of_enum(const struct source *source, token_index first,
                            token_index last)
{
    for (token_index at = first; at < last; at++) {
        token_index behind;
        if (source->tokens.at[at].word == WORD_ATTRIBUTE ||
            token_is(source, at, "["))
            return 0; /* it may be packed */
        if (!token_is(source, at, "="))
            continue;
        if (!is_small(source, at + 1, &behind) || behind > last ||
            (!token_is(source, behind, ",") && !token_is(source, behind, "}")))
            return 0;
    }
    return UNSIGNED | INT;
}

static uint16_t arithmetic_of(const struct type *type)
{
    return type->enumeration ? type->enumeration->arithmetic : type->arithmetic;
}

static bool is_settled(const struct type *type)
{
    return type && !type->is_vector && !type->is_atomic && !type->is_auto &&
           type->kind != TYPE_UNKNOWN && type->kind != TYPE_FUNCTION &&
           type->kind != TYPE_ARRAY;
}

bool types_differ(const struct type *a, const struct type *b)
{
    if (!is_settled(a) || !is_settled(b))
        return false;
    if (a->kind != b->kind || a->is_handle != b->is_handle)
        return true;
    if (a->is_handle && (a->is_task != b->is_task || a->is_gen != b->is_gen))
        return true;
    if (a->is_handle || a->kind == TYPE_POINTER)
        return types_differ(a->of, b->of);
    if (a->kind == TYPE_RECORD)
        return a->record && b->record && a->record != b->record;
    if (a->enumeration && b->enumeration)
        return a->enumeration != b->enumeration;
    uint16_t one = arithmetic_of(a), other = arithmetic_of(b);
    return one && other && one != other;
}

static void describe_arithmetic(struct text *out, uint16_t set)
{
    static const struct {
        uint16_t bit;
        const char *word;
    } PARTS[] = {
        {SIGNED, "signed "},       {UNSIGNED, "unsigned "}, {CHAR, "char "},
        {SHORT, "short "},         {INT, "int "},           {LONG, "long "},
        {LONG_LONG, "long long "}, {FLOAT, "float "},       {DOUBLE, "double "},
        {BOOL, "bool "},
    };
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (set & PARTS[i].bit)
            text_puts(out, PARTS[i].word);
    out->text[--out->length] = '\0';
}

static bool describe(struct text *out, const struct type *type)
{
    if (!is_settled(type))
        return false;
    if (type->is_handle) {
        text_puts(out, type->is_task  ? "task("
                       : type->is_gen ? "gen("
                                      : "chan(");
        if (!describe(out, type->of))
            return false;
        text_puts(out, ")");
        return true;
    }
    if (type->is_const)
        text_puts(out, "const ");
    if (type->kind == TYPE_VOID) {
        text_puts(out, "void");
    } else if (type->kind == TYPE_POINTER) {
        if (!describe(out, type->of))
            return false;
        text_puts(out, type->of->kind == TYPE_POINTER ? "*" : " *");
    } else if (type->kind == TYPE_RECORD) {
        if (!type->record || !type->record->name)
            return false;
        text_puts(out, type->record->name);
    } else if (type->enumeration) {
        if (!type->enumeration->name)
            return false;
        text_puts(out, type->enumeration->name);
    } else if (type->arithmetic) {
        describe_arithmetic(out, type->arithmetic);
    } else {
        return false;
    }
    return true;
}

const char *type_text(struct unit *unit, const struct type *type)
{
    struct text text = {NULL, 0, 0};
    const char *copy = NULL;
    if (describe(&text, type))
        copy = arena_copy(unit->arena, text.text, text.length);
    text_free(&text);
    return copy;
}
