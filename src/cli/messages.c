/* What compilers and the translator say of the user's files.
 *
 * Text is passed on as it is. With -fdiagnostics-format=json gcc writes an
 * array of messages, on a line, each time that it runs, and we let it run
 * several times, so that what all of them say, and the translator, is put
 * together: a program that reads the messages of one compiler gets one array.
 * Lines that are no JSON, such as those of the linker, are passed on. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static FILE *collected; /* what stands between the brackets; NULL: text */
static char *objects;
static size_t size;
static bool is_begun; /* there is an array, though it may be empty */

void messages_are_json(void)
{
    if (!collected && !(collected = open_memstream(&objects, &size)))
        die("out of memory");
    atexit(messages_end);
}

/* A message, or several with commas between them. */
static void collect(const char *text, size_t length)
{
    is_begun = true;
    if (length == 0)
        return;
    fflush(collected);
    fprintf(collected, "%s%.*s", size ? ", " : "", (int)length, text);
}

static void say_line(const char *line, size_t length)
{
    size_t last = length && line[length - 1] == '\n' ? length - 1 : length;
    char first = last > 1 ? line[0] : '\0';
    if (first == '[' && line[last - 1] == ']')
        collect(line + 1, last - 2);
    else if (first == '{' && line[last - 1] == '}')
        collect(line, last);
    else
        fwrite(line, 1, length, stderr);
}

void messages_say(const char *text, size_t length)
{
    if (!collected) {
        fwrite(text, 1, length, stderr);
        return;
    }
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t line = end ? (size_t)(end + 1 - text) : length;
        say_line(text, line);
        text += line;
        length -= line;
    }
}

void messages_end(void)
{
    if (!collected)
        return;
    fclose(collected);
    if (is_begun)
        fprintf(stderr, "[%s]\n", objects);
    free(objects);
    collected = NULL;
    is_begun = false;
}
