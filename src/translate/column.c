/* Where a token stands in the user's file. Preprocessed text has the lines of
 * the file but not its columns: macros have been replaced, and white space has
 * been joined. So the tokens of a line are laid over its text, from left to
 * right. One that is not found there has come from a macro, and stands where
 * that, or the argument that it is, is written. */
#include "translate/pass.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* -- lines of files -- */

struct line {
    uint32_t start;
    uint32_t code; /* behind the comment that goes on there, if one does */
};

struct file_text {
    char *bytes; /* NULL: it cannot be read */
    VECTOR(struct line) lines;
};

struct columns {
    VECTOR(struct file_text *) files; /* by the index of the name */
    token_index next;                 /* the token that is laid next... */
    token_index first;                /* ... in the line that begins here */
    char *line;
    size_t at;            /* where it would be, from 0 */
    size_t start;         /* of the line in the user's file... */
    bool is_users;        /* ... if it is of that */
    size_t macro, behind; /* a macro from there to there, if behind is not 0 */
    size_t inside;        /* where its next argument would be */
    bool is_there;        /* the last token that was laid stands there */
    unsigned depth;       /* brackets that what came of it has left open */
};

const char *file_name(struct source *source, uint16_t file)
{
    const char *quoted = source->files.at[file];
    char *name = arena_copy(&source->arena, quoted, strlen(quoted));
    char *to = name;
    for (const char *at = quoted + 1; *at && !(*at == '"' && !at[1]); at++) {
        if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
            at++;
        *to++ = *at;
    }
    *to = '\0';
    return name;
}

/* Past a string or a character, or to the end of its line. */
static const char *skip_quotes(const char *at)
{
    char quote = *at;
    for (at++; *at && *at != '\n' && *at != quote; at++)
        at += *at == '\\' && at[1];
    return *at == quote ? at + 1 : at;
}

static void find_lines(struct source *source, struct file_text *text)
{
    const char *begin = text->bytes, *at = begin, *code = begin;
    vector_push(&source->arena, &text->lines, ((struct line){0, 0}));
    while (*at) {
        if (*at == '\n') {
            uint32_t start = (uint32_t)(++at - begin);
            struct line line = {start,
                                at < code ? (uint32_t)(code - begin) : start};
            vector_push(&source->arena, &text->lines, line);
        } else if (at < code) {
            at++;
        } else if (!strncmp(at, "/*", 2)) {
            const char *end = strstr(at + 2, "*/");
            code = end ? end + 2 : at + strlen(at);
        } else if (!strncmp(at, "//", 2)) {
            at += strcspn(at, "\n");
        } else if (*at == '"' || *at == '\'') {
            at = skip_quotes(at);
        } else {
            at++;
        }
    }
}

static void read_text(struct source *source, struct file_text *text,
                      const char *name)
{
    FILE *file = fopen(name, "r");
    size_t room = 0;
    ssize_t length = file ? getdelim(&text->bytes, &room, '\0', file) : -1;
    if (file)
        fclose(file);
    if (length < 0) {
        free(text->bytes);
        text->bytes = NULL;
        return;
    }
    char *copy = arena_copy(&source->arena, text->bytes, (size_t)length);
    free(text->bytes);
    text->bytes = copy;
    find_lines(source, text);
}

/* Takes the line of the token in the user's file, or else in the preprocessed
 * text. */
static void begin_line(struct source *source, const struct token *token)
{
    struct columns *columns = source->columns;
    while (columns->files.count <= token->file)
        vector_push(&source->arena, &columns->files, NULL);
    struct file_text **text = &columns->files.at[token->file];
    if (!*text) {
        *text = arena_new(&source->arena, struct file_text);
        read_text(source, *text, file_name(source, token->file));
    }
    const char *at_input = source->input + token->offset - (token->column - 1);
    const char *start = at_input;
    size_t code = 0;
    if ((*text)->bytes && token->line && token->line <= (*text)->lines.count) {
        struct line line = (*text)->lines.at[token->line - 1];
        start = (*text)->bytes + line.start;
        columns->start = line.start;
        code = line.code - line.start;
    }
    columns->is_users = start != at_input;
    size_t length = strcspn(start, "\r\n");
    columns->line = arena_copy(&source->arena, start, length);
    columns->at = code < length ? code : length;
    columns->behind = 0;
}

/* -- laying tokens over a line -- */

static bool is_part(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || c < 0;
}

static size_t skip_blank(const char *line, size_t at)
{
    for (;;) {
        if (isspace((unsigned char)line[at])) {
            at++;
        } else if (!strncmp(line + at, "/*", 2)) {
            const char *end = strstr(line + at + 2, "*/");
            at = end ? (size_t)(end - line) + 2 : strlen(line);
        } else {
            return at;
        }
    }
}

/* The text of a token may have zeros in it, which end the line; the token that
 * ends the text has none, and stands nowhere. */
static bool stands_at(const char *line, size_t at, const char *text,
                      size_t length)
{
    return length && strnlen(line + at, length) == length &&
           memcmp(line + at, text, length) == 0 &&
           !(is_part(text[length - 1]) && is_part(line[at + length]));
}

/* The end of the brackets that open there, or of the line. */
static size_t skip_brackets(const char *line, size_t at)
{
    unsigned depth = 0;
    for (; line[at]; at++) {
        char quote = line[at];
        depth += quote == '(';
        if (quote == '"' || quote == '\'') {
            for (at++; line[at] && line[at] != quote; at++)
                at += line[at] == '\\' && line[at + 1];
            if (!line[at])
                return at;
        }
        if (line[at] == ')' && --depth == 0)
            return at + 1;
    }
    return at;
}

static void begin_macro(struct columns *columns)
{
    const char *line = columns->line;
    size_t at = columns->at;
    columns->macro = at;
    while (is_part(line[at]))
        at++;
    columns->inside = at;
    size_t open = skip_blank(line, at);
    columns->behind = line[open] == '(' ? skip_brackets(line, open) : at;
    columns->depth = 0;
}

/* The next place of the token among the arguments, from there on; 0: none. */
static size_t find_argument(const struct columns *columns, size_t at,
                            const struct token *token)
{
    for (; at < columns->behind; at++)
        if (!is_part(columns->line[at - 1]) &&
            stands_at(columns->line, at, token->text, token->length))
            return at;
    return 0;
}

/* The same for a function behind a macro among the arguments, whose name has
 * one underscore less. */
static size_t find_macro(const struct columns *columns,
                         const struct token *token)
{
    static const char INTERNAL[] = "pirn__", PUBLIC[] = "pirn_";
    char name[64];
    struct token alias = *token;
    if (token->length < sizeof INTERNAL || token->length >= sizeof name ||
        memcmp(token->text, INTERNAL, sizeof INTERNAL - 1) != 0)
        return 0;
    memcpy(name, PUBLIC, sizeof PUBLIC - 1);
    memcpy(name + sizeof PUBLIC - 1, token->text + sizeof INTERNAL - 1,
           token->length - (sizeof INTERNAL - 1));
    alias.text = name;
    alias.length--;
    return find_argument(columns, columns->inside, &alias);
}

/* What came of a macro: the place of the argument, or of the macro. */
static size_t place_in_macro(struct columns *columns, const struct token *token)
{
    char c = token->text[0];
    if (c == '(' || c == '[' || c == '{')
        columns->depth++;
    if (columns->depth && (c == ')' || c == ']' || c == '}'))
        columns->depth--;
    if (token->kind == TOKEN_PUNCTUATOR)
        return columns->macro;
    size_t at = find_argument(columns, columns->inside, token);
    if (!at)
        at = find_macro(columns, token);
    if (!at) /* an argument may be used twice */
        at = find_argument(columns, columns->macro + 1, token);
    if (at)
        columns->inside = at + token->length;
    return at ? at : columns->macro;
}

static size_t place_next(struct columns *columns, const char *input,
                         const struct token *token)
{
    const char *line = columns->line;
    const char *spelled = input + token->offset; /* a digraph as such */
    columns->is_there = false;
    if (columns->behind) {
        size_t behind = skip_blank(line, columns->behind);
        if (columns->depth || !stands_at(line, behind, spelled, token->extent))
            return place_in_macro(columns, token);
        columns->at = behind;
        columns->behind = 0;
    }
    size_t at = columns->at = skip_blank(line, columns->at);
    if (stands_at(line, at, spelled, token->extent)) {
        columns->at += token->extent;
        columns->is_there = true;
        return at;
    }
    if (!is_part(line[at]))
        return line[at] ? at : strlen(line);
    begin_macro(columns);
    return place_in_macro(columns, token);
}

static bool is_same_line(const struct source *source, token_index a,
                         token_index b)
{
    const struct token *one = &source->tokens.at[a],
                       *other = &source->tokens.at[b];
    return one->line == other->line && one->file == other->file;
}

size_t column_of(struct source *source, token_index at, const char **line)
{
    if (!source->columns)
        source->columns = arena_new(&source->arena, struct columns);
    struct columns *columns = source->columns;
    size_t place = 0;
    if (!columns->line || columns->next > at ||
        !is_same_line(source, columns->first, at)) {
        token_index first = at;
        while (first && is_same_line(source, first - 1, at))
            first--;
        columns->next = columns->first = first;
        begin_line(source, &source->tokens.at[at]);
    }
    for (; columns->next <= at; columns->next++)
        place = place_next(columns, source->input,
                           &source->tokens.at[columns->next]);
    if (line)
        *line = columns->line;
    return place + 1;
}

bool offset_of(struct source *source, token_index at, size_t *offset)
{
    size_t column = column_of(source, at, NULL);
    const struct columns *columns = source->columns;
    *offset = columns->start + column - 1;
    return columns->is_users && columns->is_there;
}
