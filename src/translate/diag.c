/* Diagnostics in the manner of compilers: where, what, the line with a caret,
 * the rule's name and the way out. The line is read from the user's file,
 * because in the preprocessed text macros have been replaced. */
#include "translate/pass.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ERRORS = 20, MAX_LINE = 400 };

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

/* Whether the same was said of the place before: a macro may use an argument
 * more than once. */
static bool is_known(struct source *source, const struct token *token,
                     size_t column, const char *rule)
{
    for (size_t i = 0; i < source->said.count; i++) {
        const struct said *said = &source->said.at[i];
        if (said->file == token->file && said->line == token->line &&
            said->column == column && !strcmp(said->rule, rule))
            return true;
    }
    struct said said = {token->file, token->line, column, rule};
    vector_push(&source->arena, &source->said, said);
    return false;
}

static void report(struct source *source, token_index at, bool is_error,
                   const char *rule, const char *help, const char *format,
                   va_list args)
{
    FILE *out = source->options->diagnostics;
    source->refusals += is_error;
    if (source->quiet)
        return;
    bool color = source->options->color;
    const char *bold = color ? "\033[1m" : "",
               *red = !color     ? ""
                      : is_error ? "\033[1;31m"
                                 : "\033[1;35m",
               *green = color ? "\033[1;32m" : "", *off = color ? "\033[m" : "";
    const struct token *token = &source->tokens.at[at];
    const char *name = file_name(source, token->file), *line;
    size_t column = column_of(source, at, &line);
    if (is_known(source, token, column, rule) || source->errors >= MAX_ERRORS)
        return;
    source->errors += is_error;
    fprintf(out, "%s%s:%u:%zu: %s%s: %s%s", bold, name, token->line, column,
            red, is_error ? "error" : "warning", off, bold);
    vfprintf(out, format, args);
    fprintf(out, "%s [%s]\n", off, rule);
    show_line(out, line, column, token, green, off);
    if (help)
        fprintf(out, "      = help: %s\n", help);
    if (is_error && source->errors == MAX_ERRORS)
        fprintf(out, "pirn: too many errors, the rest is not shown\n");
}

void diagnose(struct source *source, token_index at, const char *rule,
              const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(source, at, true, rule, help, format, args);
    va_end(args);
}

void give_up(struct source *source, token_index at, const char *rule,
             const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(source, at, true, rule, help, format, args);
    va_end(args);
    longjmp(source->recover, 1);
}

void warn(struct source *source, token_index at, const char *rule,
          const char *help, const char *format, ...)
{
    enum warnings warnings = source->options->warnings;
    va_list args;
    if (warnings == WARNINGS_OFF)
        return;
    va_start(args, format);
    report(source, at, warnings == WARNINGS_ERRORS, rule, help, format, args);
    va_end(args);
}
