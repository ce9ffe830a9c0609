/* `@file` arguments. gcc and clang read them as libiberty's buildargv does:
 * words are separated by white space; quotes of both kinds group, and a
 * backslash takes the next character literally, within quotes too. An @file
 * that cannot be opened stands for itself. */
#include "cli.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* As deep as gcc follows them is 2000 files in all; a file that names itself
 * would be without end. */
enum { MOST_FILES = 2000 };

/* The system takes 2 MiB with the environment, unless told otherwise. */
enum { LONG_COMMAND = 512 * 1024 };

/* Cuts the next word off *from, in place. NULL: there is none. */
static char *next_word(char **from)
{
    char *p = *from;
    while (isspace((unsigned char)*p))
        p++;
    if (!*p)
        return NULL;
    char *word = p, *to = p, quote = 0;
    for (; *p && (quote || !isspace((unsigned char)*p)); p++) {
        if (*p == '\\' && p[1])
            *to++ = *++p;
        else if (quote && *p == quote)
            quote = 0;
        else if (!quote && (*p == '"' || *p == '\''))
            quote = *p;
        else
            *to++ = *p;
    }
    *from = *p ? p + 1 : p;
    *to = '\0';
    return word;
}

static void expand(struct words *list, const char *word, unsigned *files)
{
    struct content text;
    if (word[0] != '@' || !word[1] || !read_file(word + 1, &text)) {
        words_add(list, word);
        return;
    }
    if (++*files > MOST_FILES)
        die("%s: too many @files, one within the other", word);
    char *rest = text.bytes, *inner;
    while ((inner = next_word(&rest)))
        expand(list, inner, files);
}

void response_expand(struct words *list, char *const *words, size_t count)
{
    unsigned files = 0;
    for (size_t i = 0; i < count; i++)
        expand(list, words[i], &files);
}

static void write_words(const char *path, const struct words *words)
{
    char *bytes;
    size_t length;
    FILE *file = open_memstream(&bytes, &length);
    if (!file)
        die("out of memory");
    for (size_t i = 0; i < words->count; i++) {
        for (const char *p = words->word[i]; *p; p++) {
            if (isspace((unsigned char)*p) || strchr("\\\"'", *p))
                fputc('\\', file);
            fputc(*p, file);
        }
        if (!*words->word[i])
            fputs("\"\"", file);
        fputc('\n', file);
    }
    fclose(file);
    write_file(path, bytes, length);
    free(bytes);
}

void response_shorten(struct words *command, size_t keep)
{
    static unsigned files;
    size_t length = 0;
    for (size_t i = 0; i < command->count; i++)
        length += strlen(command->word[i]) + 1;
    if (length < LONG_COMMAND)
        return;
    const char *path =
        format_text("%s/arguments-%u", temporary_directory(), files++);
    struct words rest = {.word = command->word + keep,
                         .count = command->count - keep};
    write_words(path, &rest);
    command->count = keep;
    words_add(command, format_text("@%s", path));
}
