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

/* Where gcc counts a column of a line: a tab goes to the next multiple of
 * eight, and a character of UTF-8 counts once. */
static size_t column_of_gcc(const char *line, size_t column)
{
    size_t shown = 0;
    for (size_t i = 0; i + 1 < column && line[i]; i++)
        if (line[i] == '\t')
            shown += 8 - shown % 8;
        else
            shown += (line[i] & 0xC0) != 0x80;
    return shown + 1;
}

static void put_json_string(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++)
        if (iscntrl((unsigned char)*text))
            fprintf(out, "\\u%04x", (unsigned)*text);
        else
            fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putc('"', out);
}

static void put_json_place(FILE *out, const char *name, unsigned row,
                           const char *line, size_t column)
{
    size_t shown = column_of_gcc(line, column);
    fputs("{\"file\": ", out);
    put_json_string(out, name);
    fprintf(out,
            ", \"line\": %u, \"column\": %zu, \"display-column\": %zu, "
            "\"byte-column\": %zu}",
            row, shown, shown, column);
}

struct report {
    const char *kind, *rule, *help, *message;
    const char *file, *line; /* the name, and the text */
    const struct token *token;
    size_t column;
};

/* On one line, as gcc's -fdiagnostics-format=json has it. */
static void report_as_json(FILE *out, const struct report *report)
{
    const struct token *token = report->token;
    size_t length = strlen(report->line), last = report->column;
    if (token->length && last + token->length - 1 <= length)
        last += token->length - 1;
    fprintf(out, "{\"kind\": \"%s\", \"message\": ", report->kind);
    put_json_string(out, report->message);
    fprintf(out,
            ", \"option\": \"%s\", \"locations\": [{\"caret\": ", report->rule);
    put_json_place(out, report->file, token->line, report->line,
                   report->column);
    fputs(", \"finish\": ", out);
    put_json_place(out, report->file, token->line, report->line, last);
    fputs("}], \"children\": [", out);
    if (report->help) {
        fputs("{\"kind\": \"note\", \"message\": ", out);
        put_json_string(out, report->help);
        fputs(", \"locations\": [], \"escape-source\": false}", out);
    }
    fputs("], \"column-origin\": 1, \"escape-source\": false}\n", out);
}

static void report_as_text(FILE *out, const struct translate_options *options,
                           const struct report *report)
{
    bool color = options->color, is_error = !strcmp(report->kind, "error");
    const char *bold = color ? "\033[1m" : "",
               *red = !color     ? ""
                      : is_error ? "\033[1;31m"
                                 : "\033[1;35m",
               *green = color ? "\033[1;32m" : "", *off = color ? "\033[m" : "";
    fprintf(out, "%s%s:%u:%zu: %s%s: %s%s%s%s [%s]\n", bold, report->file,
            report->token->line,
            options->clang ? report->column
                           : column_of_gcc(report->line, report->column),
            red, report->kind, off, bold, report->message, off, report->rule);
    show_line(out, report->line, report->column, report->token, green, off);
    if (report->help)
        fprintf(out, "      = help: %s\n", report->help);
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
    const struct token *token = &source->tokens.at[at];
    struct report report = {.kind = is_error ? "error" : "warning",
                            .rule = rule,
                            .help = help,
                            .token = token};
    report.file = file_name(source, token->file);
    report.column = column_of(source, at, &report.line);
    if (is_known(source, token, report.column, rule) ||
        source->errors >= MAX_ERRORS)
        return;
    source->errors += is_error;
    report.message = arena_vprintf(&source->arena, format, args);
    if (source->options->json) {
        report_as_json(out, &report);
        return;
    }
    report_as_text(out, source->options, &report);
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
