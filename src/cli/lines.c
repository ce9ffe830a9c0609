/* The lines that messages are about, with carets, for a compiler that was told
 * not to show its own: it would show a text that the user has not written.
 *
 * A message is known by its beginning, file:line:column: kind:, which may have
 * terminal colours in it. */
#include "cli.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct place {
    char *file;
    unsigned line, column;
};

/* The text up to the end of its line, without what sets colours. */
static char *plain_line(const char *text)
{
    size_t length = strcspn(text, "\n");
    char *plain = allocate(length + 1), *to = plain;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\033') {
            while (i < length && text[i] != 'm')
                i++;
            continue;
        }
        *to++ = text[i];
    }
    return plain;
}

/* :12 at *at, which then stands behind it. */
static bool take_number(char **at, unsigned *number)
{
    if (**at != ':' || !isdigit((unsigned char)(*at)[1]))
        return false;
    *number = (unsigned)strtoul(*at + 1, at, 10);
    return true;
}

static bool read_place(char *message, struct place *place)
{
    static const char *const KINDS[] = {": error: ", ": warning: ", ": note: ",
                                        ": fatal error: ", ": remark: "};
    for (char *at = message; (at = strchr(at, ':')); at++) {
        char *end = at;
        if (!take_number(&end, &place->line) ||
            !take_number(&end, &place->column))
            continue;
        for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
            if (!starts_with(end, KINDS[i]))
                continue;
            *at = '\0';
            place->file = message;
            return true;
        }
    }
    return false;
}

static void add_line(FILE *out, const struct place *place)
{
    FILE *file = fopen(place->file, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length = -1;
    if (!file)
        return;
    for (unsigned i = 0; i < place->line; i++)
        if ((length = getline(&line, &room, file)) < 0)
            break;
    fclose(file);
    if (length >= 0) {
        size_t shown = strcspn(line, "\r\n");
        fprintf(out, "%.*s\n", (int)shown, line);
        if (place->column <= shown + 1) { /* else it is not the user's */
            for (size_t i = 0; i + 1 < place->column; i++)
                putc(line[i] == '\t' ? '\t' : ' ', out);
            fputs("^\n", out);
        }
    }
    free(line);
}

void show_lines(struct content *messages)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    if (!out)
        die("out of memory");
    for (const char *at = messages->bytes; at && *at;) {
        struct place place;
        size_t size = strcspn(at, "\n");
        char *plain = plain_line(at);
        fprintf(out, "%.*s\n", (int)size, at);
        if (read_place(plain, &place))
            add_line(out, &place);
        free(plain);
        at += size + (at[size] == '\n');
    }
    fclose(out);
    free(messages->bytes);
    *messages = (struct content){bytes, length};
}
