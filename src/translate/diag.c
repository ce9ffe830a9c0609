/* Diagnostics in the manner of compilers: where, what, the line with a caret,
 * the rule's name and the way out. The line is read from the user's file,
 * because in the preprocessed text macros have been replaced. */
#include "translate/pass.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ERRORS = 20, MAX_LINE = 400 };

/* The warnings: options name each as pirn-NAME. */
static const struct {
    const char *rule;
    bool has_to_be_asked_for;
} WARNINGS[] = {
    {"blocking", false},
    {"may-block", true},
    {"fail-fast-result", false},
};

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

/* Something that is said of a place. */
struct report {
    const char *kind, *message;
    const char *rule;        /* or NULL */
    const char *file, *line; /* the name, and the text */
    const struct token *token;
    size_t column;
};

static struct report report_at(struct source *source, token_index at,
                               const char *kind, const char *message)
{
    struct report report = {
        .kind = kind, .message = message, .token = &source->tokens.at[at]};
    report.file = file_name(source, report.token->file);
    report.column = column_of(source, at, &report.line);
    return report;
}

static void put_json_report(FILE *out, const struct report *report)
{
    const struct token *token = report->token;
    size_t length = strlen(report->line), last = report->column;
    if (token->length && last + token->length - 1 <= length)
        last += token->length - 1;
    fprintf(out, "{\"kind\": \"%s\", \"message\": ", report->kind);
    put_json_string(out, report->message);
    if (report->rule)
        fprintf(out, ", \"option\": \"%s\"", report->rule);
    fputs(", \"locations\": [{\"caret\": ", out);
    put_json_place(out, report->file, token->line, report->line,
                   report->column);
    fputs(", \"finish\": ", out);
    put_json_place(out, report->file, token->line, report->line, last);
    fputs("}]", out);
}

/* What is said behind a message. */
struct rest {
    const struct step *steps;
    size_t count;
    const char *help; /* or NULL */
};

/* On one line, as gcc's -fdiagnostics-format=json has it. */
static void report_as_json(struct source *source, const struct report *report,
                           const struct rest *rest)
{
    FILE *out = source->options->diagnostics;
    put_json_report(out, report);
    fputs(", \"children\": [", out);
    for (size_t i = 0; i < rest->count; i++) {
        const struct step *step = &rest->steps[i];
        struct report note = report_at(source, step->at, "note", step->text);
        put_json_report(out, &note);
        fprintf(out, ", \"escape-source\": false}%s",
                i + 1 < rest->count || rest->help ? ", " : "");
    }
    if (rest->help) {
        fputs("{\"kind\": \"note\", \"message\": ", out);
        put_json_string(out, rest->help);
        fputs(", \"locations\": [], \"escape-source\": false}", out);
    }
    fputs("], \"column-origin\": 1, \"escape-source\": false}\n", out);
}

static void put_report(FILE *out, const struct translate_options *options,
                       const struct report *report)
{
    bool color = options->color;
    char kind = report->kind[0];
    const char *bold = color ? "\033[1m" : "",
               *red = !color        ? ""
                      : kind == 'e' ? "\033[1;31m"
                      : kind == 'w' ? "\033[1;35m"
                                    : "\033[1;36m",
               *green = color ? "\033[1;32m" : "", *off = color ? "\033[m" : "";
    fprintf(out, "%s%s:%u:%zu: %s%s: %s%s%s%s", bold, report->file,
            report->token->line,
            options->clang ? report->column
                           : column_of_gcc(report->line, report->column),
            red, report->kind, off, bold, report->message, off);
    if (report->rule)
        fprintf(out, " [%s]", report->rule);
    putc('\n', out);
    show_line(out, report->line, report->column, report->token, green, off);
}

static void report_as_text(struct source *source, const struct report *report,
                           const struct rest *rest)
{
    FILE *out = source->options->diagnostics;
    put_report(out, source->options, report);
    for (size_t i = 0; i < rest->count; i++) {
        const struct step *step = &rest->steps[i];
        struct report note = report_at(source, step->at, "note", step->text);
        put_report(out, source->options, &note);
    }
    if (rest->help)
        fprintf(out, "      = help: %s\n", rest->help);
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
                   const char *rule, const struct rest *rest,
                   const char *format, va_list args)
{
    source->refusals += is_error;
    if (source->quiet)
        return;
    struct report report =
        report_at(source, at, is_error ? "error" : "warning", NULL);
    if (is_known(source, report.token, report.column, rule) ||
        source->errors >= MAX_ERRORS)
        return;
    source->errors += is_error;
    report.rule = rule;
    report.message = arena_vprintf(&source->arena, format, args);
    if (source->options->json) {
        report_as_json(source, &report, rest);
        return;
    }
    report_as_text(source, &report, rest);
    if (is_error && source->errors == MAX_ERRORS)
        fprintf(source->options->diagnostics,
                "pirn: too many errors, the rest is not shown\n");
}

void diagnose(struct source *source, token_index at, const char *rule,
              const char *help, const char *format, ...)
{
    va_list args;
    struct rest rest = {.help = help};
    va_start(args, format);
    report(source, at, true, rule, &rest, format, args);
    va_end(args);
}

void give_up(struct source *source, token_index at, const char *rule,
             const char *help, const char *format, ...)
{
    va_list args;
    struct rest rest = {.help = help};
    va_start(args, format);
    report(source, at, true, rule, &rest, format, args);
    va_end(args);
    longjmp(source->recover, 1);
}

/* -- which warnings are wanted -- */

/* Whether the option is the word with the rule behind it. */
static bool is_named(const char *option, const char *word, const char *rule)
{
    size_t length = strlen(word);
    return !strncmp(option, word, length) && !strcmp(option + length, rule);
}

bool is_translate_warning(const char *option)
{
    for (size_t i = 0; i < sizeof WARNINGS / sizeof *WARNINGS; i++) {
        const char *rule = WARNINGS[i].rule;
        if (is_named(option, "-Wpirn-", rule) ||
            is_named(option, "-Wno-pirn-", rule) ||
            is_named(option, "-Werror=pirn-", rule) ||
            is_named(option, "-Wno-error=pirn-", rule))
            return true;
    }
    return false;
}

static bool is_shown_by_itself(const char *rule)
{
    for (size_t i = 0; i < sizeof WARNINGS / sizeof *WARNINGS; i++)
        if (!strcmp(WARNINGS[i].rule, rule))
            return !WARNINGS[i].has_to_be_asked_for;
    return false;
}

/* What options say of the warning by name counts more than what they say of
 * all. */
static enum warnings wanted(const struct source *source, const char *rule)
{
    const struct translate_options *options = source->options;
    bool is_shown = is_shown_by_itself(rule);
    bool is_error = options->warnings == WARNINGS_ERRORS;
    for (char *const *at = options->named_warnings; at && *at; at++) {
        if (is_named(*at, "-Wno-pirn-", rule))
            is_shown = false;
        else if (is_named(*at, "-Wno-error=pirn-", rule))
            is_error = false;
        else if (is_named(*at, "-Wpirn-", rule))
            is_shown = true;
        else if (is_named(*at, "-Werror=pirn-", rule))
            is_shown = is_error = true;
    }
    return options->warnings == WARNINGS_OFF || !is_shown ? WARNINGS_OFF
           : is_error                                     ? WARNINGS_ERRORS
                                                          : WARNINGS_SHOWN;
}

bool is_warned_of(const struct source *source, const char *rule)
{
    return wanted(source, rule) != WARNINGS_OFF;
}

static void report_warning(struct source *source, token_index at,
                           const char *rule, const struct rest *rest,
                           const char *format, va_list args)
{
    enum warnings warnings = wanted(source, rule);
    bool is_error = warnings == WARNINGS_ERRORS;
    if (warnings == WARNINGS_OFF)
        return;
    report(source, at, is_error,
           arena_printf(&source->arena, "-W%spirn-%s", is_error ? "error=" : "",
                        rule),
           rest, format, args);
}

void warn(struct source *source, token_index at, const char *rule,
          const char *help, const char *format, ...)
{
    va_list args;
    struct rest rest = {.help = help};
    va_start(args, format);
    report_warning(source, at, rule, &rest, format, args);
    va_end(args);
}

void warn_along(struct source *source, token_index at, const char *rule,
                const char *help, const struct step *steps, size_t count,
                const char *format, ...)
{
    va_list args;
    struct rest rest = {steps, count, help};
    va_start(args, format);
    report_warning(source, at, rule, &rest, format, args);
    va_end(args);
}
