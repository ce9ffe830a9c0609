/* Diagnostics in the manner of compilers: where, what, the line with a caret,
 * the rule's name and the way out. The line is read from the user's file,
 * because in the preprocessed text macros have been replaced. */
#include "translate/pass.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ERRORS = 20, MAX_LINE = 400 };

/* The name in a line mark without its quotes and escapes. */
static char *file_name(struct source *source, uint16_t file)
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

/* Line number `line` of the file, without its end, or NULL. */
static char *read_line(struct source *source, const char *name, uint32_t line)
{
    FILE *file = fopen(name, "r");
    char *text = NULL, *copy = NULL;
    size_t room = 0;
    ssize_t length = -1;
    if (!file)
        return NULL;
    for (uint32_t i = 0; i < line; i++)
        if ((length = getline(&text, &room, file)) < 0)
            break;
    fclose(file);
    if (length >= 0)
        copy = arena_copy(&source->arena, text, strcspn(text, "\r\n"));
    free(text);
    return copy;
}

/* The line of the preprocessed text in which the token stands. */
static char *preprocessed_line(struct source *source, const struct token *token)
{
    const char *start = source->input + token->offset - (token->column - 1);
    return arena_copy(&source->arena, start, strcspn(start, "\r\n"));
}

/* Whether the text stands at column of line. */
static bool stands_at(const char *line, size_t column, const char *text,
                      size_t length)
{
    return strlen(line) >= column - 1 + length &&
           !memcmp(line + column - 1, text, length);
}

/* The place of the text in line where it is no part of a longer name, behind
 * `skip` others if there are so many; 0: there is none. */
static size_t find_in(const char *line, const char *text, size_t length,
                      unsigned skip)
{
    bool is_name = isalnum((unsigned char)*text) || *text == '_';
    size_t found = 0;
    for (size_t column = 1; line[column - 1]; column++) {
        if (!stands_at(line, column, text, length))
            continue;
        char before = column > 1 ? line[column - 2] : ' ';
        char behind = line[column - 1 + length];
        if (!is_name || !(isalnum((unsigned char)before) || before == '_' ||
                          isalnum((unsigned char)behind) || behind == '_'))
            found = column;
        if (found == column && !skip--)
            break;
    }
    return found;
}

/* How often the token's text stands before it in its line. */
static unsigned same_before(const struct source *source, token_index at)
{
    const struct token *token = &source->tokens.at[at];
    unsigned count = 0;
    while (at--) {
        const struct token *other = &source->tokens.at[at];
        if (other->line != token->line || other->file != token->file)
            break;
        count += other->length == token->length &&
                 !memcmp(other->text, token->text, token->length);
    }
    return count;
}

static bool is_name_at(const char *line, size_t column)
{
    char before = column > 1 ? line[column - 2] : ' ';
    return strlen(line) >= column &&
           (isalpha((unsigned char)line[column - 1]) ||
            line[column - 1] == '_') &&
           !isalnum((unsigned char)before) && before != '_';
}

/* The column in the user's line: that of the preprocessed text if the token
 * is there, or, with other brackets than were written, a macro; else the first
 * place where it is, or, if it is what a macro of ours stands for, pirn__ for
 * pirn_, where that is; else the line's first word. */
static size_t column_in(const struct source *source, token_index at,
                        const char *line)
{
    const struct token *token = &source->tokens.at[at];
    size_t length = token->length, column = 0;
    if (length && stands_at(line, token->column, token->text, length))
        return token->column;
    if (token->kind == TOKEN_PUNCTUATOR && is_name_at(line, token->column))
        return token->column;
    if (length)
        column = find_in(line, token->text, length, same_before(source, at));
    if (!column && length > 6 && !memcmp(token->text, "pirn__", 6)) {
        char name[80];
        int n = snprintf(name, sizeof name, "pirn_%.*s", (int)length - 6,
                         token->text + 6);
        if ((size_t)n < sizeof name)
            column = find_in(line, name, (size_t)n, 0);
    }
    return column ? column : strspn(line, " \t") + 1;
}

static void show_line(FILE *out, const char *line, size_t column,
                      const struct token *token, const char *start_color,
                      const char *end_color)
{
    size_t length = strlen(line), first = 0;
    if (length > MAX_LINE) { /* show the part around the caret */
        first = column > MAX_LINE / 2 ? column - MAX_LINE / 2 : 0;
        length = length - first > MAX_LINE ? MAX_LINE : length - first;
    } else {
        length -= first;
    }
    fprintf(out, "%5u | ", token->line);
    for (size_t i = first; i < first + length; i++)
        putc(iscntrl((unsigned char)line[i]) && line[i] != '\t' ? '?' : line[i],
             out);
    fputs("\n      | ", out);
    for (size_t i = first; i + 1 < column; i++)
        putc(line[i] == '\t' ? '\t' : ' ', out);
    fprintf(out, "%s^", start_color);
    size_t rest = first + length > column ? first + length - column : 0;
    for (size_t i = 1; i < token->length && i <= rest; i++)
        putc('~', out);
    fprintf(out, "%s\n", end_color);
}

static void report(struct source *source, token_index at, const char *rule,
                   const char *help, const char *format, va_list args)
{
    FILE *out = source->options->diagnostics;
    source->refusals++;
    if (source->quiet)
        return;
    bool color = source->options->color;
    const char *bold = color ? "\033[1m" : "", *red = color ? "\033[1;31m" : "",
               *green = color ? "\033[1;32m" : "", *off = color ? "\033[m" : "";
    if (source->errors++ >= MAX_ERRORS)
        return;
    const struct token *token = &source->tokens.at[at];
    char *name = file_name(source, token->file);
    char *line = read_line(source, name, token->line);
    if (!line)
        line = preprocessed_line(source, token);
    size_t column = column_in(source, at, line);
    fprintf(out, "%s%s:%u:%zu: %serror: %s%s", bold, name, token->line, column,
            red, off, bold);
    vfprintf(out, format, args);
    fprintf(out, "%s [%s]\n", off, rule);
    show_line(out, line, column, token, green, off);
    if (help)
        fprintf(out, "      = help: %s\n", help);
    if (source->errors == MAX_ERRORS)
        fprintf(out, "pirn: too many errors, the rest is not shown\n");
}

void diagnose(struct source *source, token_index at, const char *rule,
              const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(source, at, rule, help, format, args);
    va_end(args);
}

void give_up(struct source *source, token_index at, const char *rule,
             const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(source, at, rule, help, format, args);
    va_end(args);
    longjmp(source->recover, 1);
}
