/* Bytes to tokens. The input is what `CC -E` gives, so there are no macros
 * left; line marks (# 12 "file.c" 3) become the place of each token, and other
 * lines that begin with # are kept apart, each before the token that follows
 * it, because they may stand in the middle of anything. */
#include "translate/pass.h"

#include <ctype.h>
#include <string.h>

struct lexer {
    struct source *source;
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    uint16_t file;
    bool system;
    bool words; /* the plain words count (#pragma pirn keywords) */
    bool spaced, fallthrough;
    uint32_t before;
    struct map names; /* every keyword -> its entry in KEYWORDS */
    struct map files; /* quoted name -> index + 1 */
};

struct keyword {
    const char *name;
    uint8_t word;
    enum { EVERYWHERE, PLAIN, PLAIN_CALL } where;
};

static const struct keyword KEYWORDS[] = {
    {"_Alignas", WORD_ALIGNAS, EVERYWHERE},
    {"_Alignof", WORD_ALIGNOF, EVERYWHERE},
    {"__alignof__", WORD_ALIGNOF, EVERYWHERE},
    {"__alignof", WORD_ALIGNOF, EVERYWHERE},
    {"asm", WORD_ASM, EVERYWHERE},
    {"__asm__", WORD_ASM, EVERYWHERE},
    {"__asm", WORD_ASM, EVERYWHERE},
    {"_Atomic", WORD_ATOMIC, EVERYWHERE},
    {"__attribute__", WORD_ATTRIBUTE, EVERYWHERE},
    {"__attribute", WORD_ATTRIBUTE, EVERYWHERE},
    {"auto", WORD_AUTO, EVERYWHERE},
    {"__auto_type", WORD_AUTO_TYPE, EVERYWHERE},
    {"break", WORD_BREAK, EVERYWHERE},
    {"case", WORD_CASE, EVERYWHERE},
    {"const", WORD_CONST, EVERYWHERE},
    {"__const", WORD_CONST, EVERYWHERE},
    {"__const__", WORD_CONST, EVERYWHERE},
    {"continue", WORD_CONTINUE, EVERYWHERE},
    {"default", WORD_DEFAULT, EVERYWHERE},
    {"do", WORD_DO, EVERYWHERE},
    {"else", WORD_ELSE, EVERYWHERE},
    {"enum", WORD_ENUM, EVERYWHERE},
    {"__extension__", WORD_EXTENSION, EVERYWHERE},
    {"extern", WORD_EXTERN, EVERYWHERE},
    {"for", WORD_FOR, EVERYWHERE},
    {"_Generic", WORD_GENERIC, EVERYWHERE},
    {"goto", WORD_GOTO, EVERYWHERE},
    {"if", WORD_IF, EVERYWHERE},
    {"inline", WORD_INLINE, EVERYWHERE},
    {"__inline", WORD_INLINE, EVERYWHERE},
    {"__inline__", WORD_INLINE, EVERYWHERE},
    {"__label__", WORD_LABEL, EVERYWHERE},
    {"_Noreturn", WORD_NORETURN, EVERYWHERE},
    {"__real__", WORD_REAL_IMAG, EVERYWHERE},
    {"__real", WORD_REAL_IMAG, EVERYWHERE},
    {"__imag__", WORD_REAL_IMAG, EVERYWHERE},
    {"__imag", WORD_REAL_IMAG, EVERYWHERE},
    {"register", WORD_REGISTER, EVERYWHERE},
    {"restrict", WORD_RESTRICT, EVERYWHERE},
    {"__restrict", WORD_RESTRICT, EVERYWHERE},
    {"__restrict__", WORD_RESTRICT, EVERYWHERE},
    {"_Nonnull", WORD_RESTRICT, EVERYWHERE},
    {"_Nullable", WORD_RESTRICT, EVERYWHERE},
    {"return", WORD_RETURN, EVERYWHERE},
    {"sizeof", WORD_SIZEOF, EVERYWHERE},
    {"static", WORD_STATIC, EVERYWHERE},
    {"_Static_assert", WORD_STATIC_ASSERT, EVERYWHERE},
    {"struct", WORD_STRUCT, EVERYWHERE},
    {"switch", WORD_SWITCH, EVERYWHERE},
    {"_Thread_local", WORD_THREAD_LOCAL, EVERYWHERE},
    {"__thread", WORD_THREAD_LOCAL, EVERYWHERE},
    {"typedef", WORD_TYPEDEF, EVERYWHERE},
    {"typeof", WORD_TYPEOF, EVERYWHERE},
    {"__typeof__", WORD_TYPEOF, EVERYWHERE},
    {"__typeof", WORD_TYPEOF, EVERYWHERE},
    {"typeof_unqual", WORD_TYPEOF, EVERYWHERE},
    {"union", WORD_UNION, EVERYWHERE},
    {"void", WORD_VOID, EVERYWHERE},
    {"volatile", WORD_VOLATILE, EVERYWHERE},
    {"__volatile", WORD_VOLATILE, EVERYWHERE},
    {"__volatile__", WORD_VOLATILE, EVERYWHERE},
    {"while", WORD_WHILE, EVERYWHERE},
    {"char", WORD_BASIC_TYPE, EVERYWHERE},
    {"short", WORD_BASIC_TYPE, EVERYWHERE},
    {"int", WORD_BASIC_TYPE, EVERYWHERE},
    {"long", WORD_BASIC_TYPE, EVERYWHERE},
    {"float", WORD_BASIC_TYPE, EVERYWHERE},
    {"double", WORD_BASIC_TYPE, EVERYWHERE},
    {"signed", WORD_BASIC_TYPE, EVERYWHERE},
    {"__signed__", WORD_BASIC_TYPE, EVERYWHERE},
    {"__signed", WORD_BASIC_TYPE, EVERYWHERE},
    {"unsigned", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Bool", WORD_BASIC_TYPE, EVERYWHERE},
    {"_BitInt", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Complex", WORD_BASIC_TYPE, EVERYWHERE},
    {"__complex__", WORD_BASIC_TYPE, EVERYWHERE},
    {"__complex", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Imaginary", WORD_BASIC_TYPE, EVERYWHERE},
    {"__int128", WORD_BASIC_TYPE, EVERYWHERE},
    {"__int128_t", WORD_BASIC_TYPE, EVERYWHERE},
    {"__uint128_t", WORD_BASIC_TYPE, EVERYWHERE},
    {"__float128", WORD_BASIC_TYPE, EVERYWHERE},
    {"__float80", WORD_BASIC_TYPE, EVERYWHERE},
    {"__fp16", WORD_BASIC_TYPE, EVERYWHERE},
    {"__bf16", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float16", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float32", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float32x", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float64", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float64x", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Float128", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Decimal32", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Decimal64", WORD_BASIC_TYPE, EVERYWHERE},
    {"_Decimal128", WORD_BASIC_TYPE, EVERYWHERE},
    {"__pirn_async", WORD_ASYNC, EVERYWHERE},
    {"__pirn_await", WORD_AWAIT, EVERYWHERE},
    {"__pirn_chan", WORD_CHAN, EVERYWHERE},
    {"__pirn_defer", WORD_DEFER, EVERYWHERE},
    {"__pirn_fail", WORD_FAIL, EVERYWHERE},
    {"__pirn_gen", WORD_GEN, EVERYWHERE},
    {"__pirn_gen_close", WORD_GEN_CLOSE, EVERYWHERE},
    {"__pirn_generator", WORD_GENERATOR, EVERYWHERE},
    {"__pirn_next", WORD_NEXT, EVERYWHERE},
    {"__pirn_offload", WORD_OFFLOAD, EVERYWHERE},
    {"__pirn_run", WORD_RUN, EVERYWHERE},
    {"__pirn_scope", WORD_SCOPE, EVERYWHERE},
    {"__pirn_spawn", WORD_SPAWN, EVERYWHERE},
    {"__pirn_spawn_in", WORD_SPAWN_IN, EVERYWHERE},
    {"__pirn_spawn_on", WORD_SPAWN_ON, EVERYWHERE},
    {"__pirn_task", WORD_TASK, EVERYWHERE},
    {"__pirn_test", WORD_TEST, EVERYWHERE},
    {"__pirn_try_spawn", WORD_TRY_SPAWN, EVERYWHERE},
    {"__pirn_yield", WORD_YIELD, EVERYWHERE},
    {"__pirn_yield_from", WORD_YIELD_FROM, EVERYWHERE},
    {"async", WORD_ASYNC, PLAIN},
    {"await", WORD_AWAIT, PLAIN},
    {"chan", WORD_CHAN, PLAIN_CALL},
    {"gen", WORD_GEN, PLAIN_CALL},
    {"generator", WORD_GENERATOR, PLAIN},
    {"scope", WORD_SCOPE, PLAIN_CALL},
    {"spawn", WORD_SPAWN, PLAIN},
    {"spawn_in", WORD_SPAWN_IN, PLAIN_CALL},
    {"spawn_on", WORD_SPAWN_ON, PLAIN_CALL},
    {"task", WORD_TASK, PLAIN_CALL},
    {"try_spawn", WORD_TRY_SPAWN, PLAIN},
    {"yield", WORD_YIELD, PLAIN},
    {"defer", WORD_DEFER, PLAIN},
    {"yield_from", WORD_YIELD_FROM, PLAIN},
    {"offload", WORD_OFFLOAD, PLAIN},
};

static bool starts_with(const struct lexer *lexer, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(lexer->end - lexer->at) >= length &&
           !memcmp(lexer->at, text, length);
}

static void next_line(struct lexer *lexer)
{
    lexer->line++;
    lexer->line_start = lexer->at;
}

/* Does the comment say, in one of the forms that gcc knows, that control
 * falls through? */
static bool says_fallthrough(const char *at, const char *end)
{
    for (; at + 8 <= end; at++) {
        if (strncasecmp(at, "fall", 4) != 0)
            continue;
        const char *rest = at + 4;
        if (rest < end && (*rest == 's' || *rest == 'S'))
            rest++;
        while (rest < end && (*rest == ' ' || *rest == '-'))
            rest++;
        if (end - rest >= 4 && !strncasecmp(rest, "thr", 3))
            return true;
    }
    return false;
}

static void skip_comment(struct lexer *lexer)
{
    const char *start = lexer->at;
    bool is_line = lexer->at[1] == '/';
    for (lexer->at += 2; lexer->at < lexer->end; lexer->at++) {
        if (is_line && *lexer->at == '\n')
            break;
        if (!is_line && starts_with(lexer, "*/")) {
            lexer->at += 2;
            break;
        }
        if (*lexer->at == '\n') {
            lexer->at++;
            next_line(lexer);
            lexer->at--;
        }
    }
    lexer->spaced = true;
    if (says_fallthrough(start, lexer->at))
        lexer->fallthrough = true;
}

static uint16_t file_index(struct lexer *lexer, const char *name, size_t length)
{
    struct source *source = lexer->source;
    void **entry = map_at(&source->arena, &lexer->files, name, length);
    if (!*entry) {
        char *copy = arena_copy(&source->arena, name, length);
        vector_push(&source->arena, &source->files, copy);
        *entry = (void *)(uintptr_t)source->files.count;
    }
    return (uint16_t)((uintptr_t)*entry - 1);
}

/* # 12 "file.c" 1 3, or #line 12 "file.c"; false if it is something else. */
static bool line_mark(struct lexer *lexer, const char *at, const char *end)
{
    uint32_t line = 0;
    if (end - at > 4 && !memcmp(at, "line", 4))
        at += 4;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (at == end || !isdigit((unsigned char)*at))
        return false;
    for (; at < end && isdigit((unsigned char)*at); at++)
        line = line * 10 + (uint32_t)(*at - '0');
    while (at < end && *at == ' ')
        at++;
    if (at < end && *at == '"') {
        const char *name = at++;
        while (at < end && *at != '"')
            at += *at == '\\' ? 2 : 1;
        if (at >= end)
            return false;
        lexer->file = file_index(lexer, name, (size_t)(at + 1 - name));
        lexer->system = false;
        for (at++; at < end; at++)
            if (*at == '3')
                lexer->system = true;
    }
    lexer->line = line - 1; /* the end of this line adds one */
    return true;
}

/* What stands behind the pragma of that name; NULL: it is none. */
static const char *behind_pragma(const char *at, const char *end,
                                 const char *name)
{
    size_t length = strlen(name);
    if (end - at < 6 || memcmp(at, "pragma", 6) != 0)
        return NULL;
    for (at += 6; at < end && (*at == ' ' || *at == '\t'); at++)
        ;
    bool matches =
        (size_t)(end - at) >= length && !memcmp(at, name, length) &&
        ((size_t)(end - at) == length || !isalnum((unsigned char)at[length]));
    return matches ? at + length : NULL;
}

static bool is_pragma(const char *at, const char *end, const char *name)
{
    return behind_pragma(at, end, name) != NULL;
}

/* #pragma weak NAME */
static void note_weak(struct source *source, const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    const char *name = at;
    while (at < end && !isspace((unsigned char)*at) && *at != '=')
        at++;
    *map_at(&source->arena, &source->weak_names, name, (size_t)(at - name)) =
        source;
}

static void directive(struct lexer *lexer)
{
    struct source *source = lexer->source;
    const char *start = lexer->at, *end = start;
    while (end < lexer->end && *end != '\n')
        end++;
    const char *name = start + 1;
    while (name < end && (*name == ' ' || *name == '\t'))
        name++;
    lexer->at = end;
    if (line_mark(lexer, name, end))
        return;
    if (is_pragma(name, end, "push_macro") || is_pragma(name, end, "pop_macro"))
        return; /* the preprocessor's, which has left them in */
    if (is_pragma(name, end, "pirn")) {
        lexer->words = source->counts_words = true;
        memset(source->input + (start - source->input), ' ',
               (size_t)(end - start));
        return;
    }
    const char *weak = behind_pragma(name, end, "weak");
    if (weak)
        note_weak(source, weak, end);
    struct directive found = {
        .text = start,
        .length = (uint32_t)(end - start),
        .line = lexer->line,
        .token = (token_index)source->tokens.count,
        .is_pack = is_pragma(name, end, "pack"),
        .is_about_loop = is_pragma(name, end, "GCC unroll") ||
                         is_pragma(name, end, "GCC ivdep") ||
                         is_pragma(name, end, "GCC novector") ||
                         is_pragma(name, end, "clang loop") ||
                         is_pragma(name, end, "unroll") ||
                         is_pragma(name, end, "nounroll"),
        .is_about_block = is_pragma(name, end, "STDC") ||
                          is_pragma(name, end, "clang fp") ||
                          is_pragma(name, end, "float_control"),
        .is_openmp = is_pragma(name, end, "omp") || is_pragma(name, end, "acc"),
    };
    vector_push(&source->arena, &source->directives, found);
    if (!lexer->before)
        lexer->before = (uint32_t)source->directives.count;
}

/* White space, comments and directives before a token. */
static void skip_space(struct lexer *lexer)
{
    bool at_line_start = lexer->at == lexer->line_start;
    while (lexer->at < lexer->end) {
        char c = *lexer->at;
        if (c == '\n') {
            lexer->at++;
            next_line(lexer);
            at_line_start = true;
            lexer->spaced = true;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' ||
                   c == '\v') {
            lexer->at++;
            lexer->spaced = true;
        } else if (c == '\\' && starts_with(lexer, "\\\n")) {
            lexer->at += 2;
            next_line(lexer);
        } else if (starts_with(lexer, "/*") || starts_with(lexer, "//")) {
            skip_comment(lexer);
        } else if (c == '#' && at_line_start) {
            directive(lexer);
        } else {
            return;
        }
    }
}

static bool is_name_start(unsigned char c)
{
    return isalpha(c) || c == '_' || c == '$' || c >= 0x80;
}

static bool is_name_part(unsigned char c)
{
    return is_name_start(c) || isdigit(c);
}

/* 6.4.3: a character of a name, spelled \u1234 or \U12345678 */
static bool is_universal(const struct lexer *lexer)
{
    return starts_with(lexer, "\\u") || starts_with(lexer, "\\U");
}

static void skip_name(struct lexer *lexer)
{
    for (;;) {
        if (is_universal(lexer))
            lexer->at += 2;
        else if (lexer->at < lexer->end &&
                 is_name_part((unsigned char)*lexer->at))
            lexer->at++;
        else
            return;
    }
}

/* Past a string or character constant; false if its line ends first. */
static bool skip_quoted(struct lexer *lexer)
{
    char quote = *lexer->at;
    for (const char *at = lexer->at + 1; at < lexer->end && *at != '\n'; at++) {
        if (*at == '\\' && at + 1 < lexer->end) {
            at++;
        } else if (*at == quote) {
            lexer->at = at + 1;
            return true;
        }
    }
    lexer->at++;
    return false;
}

/* Past GNU's "NAME(text)NAME" behind an R, whose lines all belong to it. What
 * is never closed goes on to the end. */
static void skip_raw(struct lexer *lexer)
{
    enum { LONGEST_NAME = 16 };
    size_t left = (size_t)(lexer->end - lexer->at) - 1;
    const char *name = lexer->at + 1;
    const char *at =
        memchr(name, '(', left < LONGEST_NAME + 1 ? left : LONGEST_NAME + 1);
    if (!at) {
        skip_quoted(lexer);
        return;
    }
    size_t length = (size_t)(at - name);
    do {
        at++;
        at = memchr(at, ')', (size_t)(lexer->end - at));
    } while (at && (size_t)(lexer->end - at) >= length + 2 &&
             (memcmp(at + 1, name, length) != 0 || at[length + 1] != '"'));
    bool is_closed = at && (size_t)(lexer->end - at) >= length + 2;
    const char *end = is_closed ? at + length + 2 : lexer->end;
    while (lexer->at < end)
        if (*lexer->at++ == '\n')
            next_line(lexer);
}

static void skip_number(struct lexer *lexer)
{
    for (; lexer->at < lexer->end; lexer->at++) {
        char c = *lexer->at;
        if (c == '\'' && lexer->at + 1 < lexer->end &&
            isalnum((unsigned char)lexer->at[1]))
            continue; /* C23's separator */
        bool exponent = c == 'e' || c == 'E' || c == 'p' || c == 'P';
        if (exponent && lexer->at + 1 < lexer->end &&
            (lexer->at[1] == '+' || lexer->at[1] == '-'))
            lexer->at++;
        else if (!is_name_part((unsigned char)c) && c != '.')
            return;
    }
}

static void skip_punctuator(struct lexer *lexer, struct token *token)
{
    static const struct {
        const char *digraph, *meaning;
    } DIGRAPHS[] = {{"<%", "{"}, {"%>", "}"}, {"<:", "["}, {":>", "]"}};
    static const char *const LONG[] = {
        "...", "<<=", ">>=", "->", "++", "--", "<<", ">>",
        "<=",  ">=",  "==",  "!=", "&&", "||", "*=", "/=",
        "%=",  "+=",  "-=",  "&=", "^=", "|=", "::"};
    for (size_t i = 0; i < sizeof DIGRAPHS / sizeof *DIGRAPHS; i++)
        if (starts_with(lexer, DIGRAPHS[i].digraph)) {
            token->text = DIGRAPHS[i].meaning;
            token->length = 1;
            lexer->at += 2;
            return;
        }
    for (size_t i = 0; i < sizeof LONG / sizeof *LONG; i++)
        if (starts_with(lexer, LONG[i])) {
            lexer->at += strlen(LONG[i]);
            return;
        }
    lexer->at++;
}

static uint8_t word_of(struct lexer *lexer, const struct token *token)
{
    const struct keyword *keyword =
        map_get(&lexer->names, token->text, token->length);
    if (!keyword)
        return WORD_NONE;
    if (keyword->where != EVERYWHERE) {
        struct source *source = lexer->source;
        if (!lexer->words)
            return WORD_NONE;
        if (keyword->where == PLAIN_CALL) {
            const char *at = lexer->at;
            while (at < lexer->end && isspace((unsigned char)*at))
                at++;
            if (at == lexer->end || *at != '(')
                return WORD_NONE;
        }
        token_index last = (token_index)source->tokens.count - 1;
        if (lexer->system ||
            (source->tokens.count &&
             (token_is(source, last, ".") || token_is(source, last, "->")))) {
            /* A macro would not know: but there are none in our headers. */
            if (!strstr(source->files.at[lexer->file], "/include/pirn"))
                source->has_no_reading = true;
            return WORD_NONE;
        }
    }
    if (keyword->word >= WORD_ASYNC)
        lexer->source->has_words = true;
    return keyword->word;
}

static bool is_literal_prefix(const char *at, size_t length)
{
    return (length == 1 && (*at == 'L' || *at == 'u' || *at == 'U')) ||
           (length == 2 && !memcmp(at, "u8", 2));
}

static void lex_token(struct lexer *lexer, struct token *token)
{
    unsigned char c = (unsigned char)*lexer->at;
    if (is_name_start(c) || is_universal(lexer)) {
        const char *start = lexer->at;
        skip_name(lexer);
        token->kind = TOKEN_NAME;
        if (lexer->at < lexer->end &&
            (*lexer->at == '"' || *lexer->at == '\'') &&
            is_literal_prefix(start, (size_t)(lexer->at - start))) {
            token->kind = *lexer->at == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
            skip_quoted(lexer);
        } else if (lexer->at < lexer->end && *lexer->at == '"' &&
                   lexer->at[-1] == 'R' &&
                   (lexer->at - start == 1 ||
                    is_literal_prefix(start,
                                      (size_t)(lexer->at - start) - 1))) {
            token->kind = TOKEN_STRING;
            skip_raw(lexer);
        }
    } else if (isdigit(c) || (c == '.' && lexer->at + 1 < lexer->end &&
                              isdigit((unsigned char)lexer->at[1]))) {
        token->kind = TOKEN_NUMBER;
        skip_number(lexer);
    } else if (c == '"' || c == '\'') {
        token->kind = c == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
        if (!skip_quoted(lexer))
            token->kind = TOKEN_PUNCTUATOR;
    } else {
        token->kind = TOKEN_PUNCTUATOR;
        skip_punctuator(lexer, token);
    }
}

static struct token place(const struct lexer *lexer)
{
    return (struct token){
        .text = lexer->at,
        .offset = (uint32_t)(lexer->at - lexer->source->input),
        .line = lexer->line,
        .column = (uint32_t)(lexer->at - lexer->line_start) + 1,
        .before = lexer->before,
        .file = lexer->file,
        .system = lexer->system,
        .spaced = lexer->spaced,
        .fallthrough = lexer->fallthrough,
    };
}

void lex(struct source *source)
{
    struct lexer lexer = {
        .source = source,
        .at = source->input,
        .end = source->input + source->length,
        .line_start = source->input,
        .line = 1,
    };
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof *KEYWORDS; i++)
        *map_at(&source->arena, &lexer.names, KEYWORDS[i].name,
                strlen(KEYWORDS[i].name)) = (void *)&KEYWORDS[i];
    const char *name =
        arena_printf(&source->arena, "\"%s\"", source->options->file);
    lexer.file = file_index(&lexer, name, strlen(name));
    for (;;) {
        lexer.spaced = lexer.fallthrough = false;
        lexer.before = 0;
        skip_space(&lexer);
        struct token token = place(&lexer);
        if (lexer.at == lexer.end) {
            vector_push(&source->arena, &source->tokens, token);
            return;
        }
        lex_token(&lexer, &token);
        if (!token.length)
            token.length = (uint32_t)(lexer.at - token.text);
        token.extent = (uint32_t)(lexer.at - (source->input + token.offset));
        if (token.kind == TOKEN_NAME)
            token.word = word_of(&lexer, &token);
        vector_push(&source->arena, &source->tokens, token);
    }
}

bool token_is(const struct source *source, token_index at, const char *text)
{
    const struct token *token = &source->tokens.at[at];
    size_t length = strlen(text);
    return token->kind != TOKEN_STRING && token->length == length &&
           !memcmp(token->text, text, length);
}

const char *token_text(struct source *source, token_index at)
{
    const struct token *token = &source->tokens.at[at];
    return arena_copy(&source->arena, token->text, token->length);
}
