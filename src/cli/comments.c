/* Comments that tell gcc that a `case` is meant to fall through.
 *
 * `CC -E` drops comments, and gcc would then warn where the user has said that
 * all is well. -C keeps them, but changes what a program means: a comment
 * before a # makes the directive an ordinary line, one between a macro's name
 * and its parenthesis keeps the macro from being expanded, and one in an
 * argument becomes part of the string that # makes of it. So the comments are
 * looked up in the user's files, and put back where the same lines stand in the
 * preprocessed text: before the `case` that they are about, or at the end of
 * the line, where they move no other token. Text from system headers gives no
 * warnings and is left alone. */
#include "cli.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

/* A comment in a source file. */
struct comment {
    unsigned line;  /* where it ends */
    unsigned cases; /* words `case` and `default` before it on that line */
    const char *begin;
    size_t length;
};

struct source {
    char *name;
    struct comment *comment; /* in the order of the lines */
    size_t count;
    struct source *next;
};

/* What gcc's documentation lists under -Wimplicit-fallthrough=3, the level of
 * -Wextra: the whole of the comment between its marks. */
#define BLANK "[ \t.!]*"
#define THROUGH "thr(ough|u)" BLANK "(-.*)?"
static const char falling[] =
    "^(-fallthrough|@fallthrough@|lint -fallthrough[ \t]*"
    "|" BLANK "(ELSE,? |INTENTIONAL(LY)? )?FALL(S | |-)?THR(OUGH|U)" BLANK
    "(-.*)?"
    "|" BLANK "(Else,? |Intentional(ly)? )?Fall((s | |-)[Tt]|t)hr(ough|u)" BLANK
    "(-.*)?"
    "|" BLANK "([Ee]lse,? |[Ii]ntentional(ly)? )?fall(s | |-)?" THROUGH ")$";

static bool is_about_falling(const char *begin, size_t length)
{
    static regex_t pattern;
    static bool is_compiled;
    char inside[256];
    if (!is_compiled &&
        regcomp(&pattern, falling, REG_EXTENDED | REG_NOSUB) != 0)
        die("out of memory");
    is_compiled = true;
    size_t marks = begin[1] == '*' ? 4 : 2;
    if (length < marks || length - marks >= sizeof inside)
        return false;
    memcpy(inside, begin + 2, length - marks);
    inside[length - marks] = '\0';
    return regexec(&pattern, inside, 0, NULL, 0) == 0;
}

/* The first of the words `case` and `default` from p on, within the line;
 * else the line's end, which is at end or before it. */
static const char *next_case(const char *p, const char *end)
{
    for (; p < end && *p != '\n'; p++) {
        size_t length = strspn(p, "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");
        if ((length == 4 && memcmp(p, "case", 4) == 0) ||
            (length == 7 && memcmp(p, "default", 7) == 0))
            return p;
        p += length ? length - 1 : 0;
    }
    return p;
}

static unsigned count_cases(const char *p, const char *end)
{
    unsigned count = 0;
    while ((p = next_case(p, end)) < end)
        p++, count++;
    return count;
}

static void add_comment(struct source *source, const char *line_begin,
                        const char *begin, const char *end, unsigned line)
{
    size_t length = (size_t)(end - begin);
    if (memchr(begin, '\n', length) || !is_about_falling(begin, length))
        return;
    source->comment =
        realloc(source->comment, (source->count + 1) * sizeof *source->comment);
    if (!source->comment)
        die("out of memory");
    source->comment[source->count++] =
        (struct comment){.line = line,
                         .cases = count_cases(line_begin, begin),
                         .begin = begin,
                         .length = length};
}

/* The end of the string or character constant that begins at p. */
static const char *skip_quoted(const char *p)
{
    char quote = *p++;
    while (*p && *p != quote && *p != '\n')
        p += *p == '\\' && p[1] && p[1] != '\n' ? 2 : 1;
    return *p == quote ? p + 1 : p;
}

static void find_comments(struct source *source, const char *p)
{
    unsigned line = 1;
    const char *line_begin = p;
    while (*p) {
        if (*p == '"' || *p == '\'') {
            p = skip_quoted(p);
        } else if (p[0] == '/' && p[1] == '/') {
            const char *begin = p;
            p += strcspn(p, "\n");
            add_comment(source, line_begin, begin, p, line);
        } else if (p[0] == '/' && p[1] == '*') {
            const char *begin = p;
            for (p += 2; *p && !(p[0] == '*' && p[1] == '/'); p++) {
                if (*p == '\n')
                    line++, line_begin = p + 1;
            }
            p += *p ? 2 : 0;
            add_comment(source, line_begin, begin, p, line);
        } else {
            if (*p++ == '\n')
                line++, line_begin = p;
        }
    }
}

static struct source *get_source(struct source **all, const char *name,
                                 size_t length)
{
    for (struct source *s = *all; s; s = s->next) {
        if (strlen(s->name) == length && memcmp(s->name, name, length) == 0)
            return s;
    }
    struct source *source = allocate(sizeof *source);
    struct content text;
    source->name = format_text("%.*s", (int)length, name);
    if (read_file(source->name, &text))
        find_comments(source, text.bytes);
    source->next = *all;
    return *all = source;
}

/* `# LINE "NAME" FLAGS` at p: where the text that follows is from. A source
 * of NULL: not from a file of the user. */
static bool read_mark(const char *p, unsigned *line, struct source **source,
                      struct source **all)
{
    if (p[0] != '#' || p[1] != ' ' || !isdigit((unsigned char)p[2]))
        return false;
    char *name;
    *line = (unsigned)strtoul(p + 2, &name, 10);
    *source = NULL;
    if (strncmp(name, " \"", 2) != 0)
        return true;
    name += 2;
    size_t length = strcspn(name, "\"\n");
    const char *flags = name + length;
    bool plain = !memchr(name, '\\', length) && name[0] != '<';
    bool system = memchr(flags, '3', strcspn(flags, "\n")) != NULL;
    if (plain && !system)
        *source = get_source(all, name, length);
    return true;
}

/* The line from p to end, with its comments. */
static void put_line(FILE *out, const struct source *source, unsigned line,
                     const char *p, const char *end)
{
    size_t low = 0, high = source->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (source->comment[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    const char *from = p; /* what is not written yet */
    unsigned cases = 0;
    for (; low < source->count && source->comment[low].line == line; low++) {
        const struct comment *comment = &source->comment[low];
        for (p = next_case(p, end); p < end && cases < comment->cases; cases++)
            p = next_case(p + 1, end);
        if (comment->begin[1] == '/') /* it takes all that follows */
            p = end;
        fwrite(from, 1, (size_t)(p - from), out);
        fprintf(out, " %.*s ", (int)comment->length, comment->begin);
        from = p;
    }
    fwrite(from, 1, (size_t)(end - from), out);
}

struct content restore_fallthrough(struct content text)
{
    struct source *all = NULL, *source = NULL;
    unsigned line = 1;
    struct content result;
    FILE *out = open_memstream(&result.bytes, &result.length);
    if (!out)
        die("out of memory");
    for (const char *p = text.bytes, *end = p + text.length; p < end;) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline ? newline : end;
        bool mark = read_mark(p, &line, &source, &all);
        if (!mark && source && *p != '#')
            put_line(out, source, line, p, stop);
        else
            fwrite(p, 1, (size_t)(stop - p), out);
        if (newline)
            fputc('\n', out);
        line += !mark;
        p = stop + 1;
    }
    if (fclose(out) != 0)
        die("out of memory");
    free(text.bytes);
    return result;
}
