/* Lists of strings, and the few things about strings that C leaves out. */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void *allocate(size_t size)
{
    void *block = calloc(1, size ? size : 1);
    if (!block)
        die("out of memory");
    return block;
}

void words_add(struct words *list, const char *word)
{
    if (list->count + 1 >= list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->word = realloc(list->word, list->capacity * sizeof *list->word);
        if (!list->word)
            die("out of memory");
    }
    list->word[list->count++] = (char *)word;
    list->word[list->count] = NULL;
}

void words_add_all(struct words *list, char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        words_add(list, words[i]);
}

char *format_text(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text;
    if (vasprintf(&text, format, arguments) < 0)
        die("out of memory");
    va_end(arguments);
    return text;
}

bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
