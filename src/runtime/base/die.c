/* How the runtime gives up: one sentence that names the culprit, the running
 * task and its place, in one write, and abort(); in release builds too. */
#include "runtime/base/hooks.h"
#include "runtime/base/tables.h"
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

struct text {
    char bytes[1024];
    size_t length;
};

__attribute__((format(printf, 2, 0))) static void
add_list(struct text *text, const char *format, va_list arguments)
{
    size_t room = sizeof text->bytes - text->length;
    int length = vsnprintf(text->bytes + text->length, room, format, arguments);
    if (length > 0)
        text->length += (size_t)length < room ? (size_t)length : room - 1;
}

__attribute__((format(printf, 2, 3))) static void add(struct text *text,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_list(text, format, arguments);
    va_end(arguments);
}

/* The coroutine that runs, if it is not the one that was resumed. */
static void add_innermost(struct text *text, const struct pirn__position *place,
                          bool has_task)
{
    const struct pirn_table *inner = place->running[0];
    if (place->count > 1 ||
        (place->count == 1 && !(has_task && place->resumed)))
        add(text, "%s (%s:%u)", inner->name, pirn__file_name(inner->file),
            inner->line);
}

static void add_resumed(struct text *text, const struct pirn__position *place)
{
    if (!place->resumed || place->count > PIRN__POSITION_DEPTH)
        return;
    const struct pirn_table *table = place->running[place->count - 1];
    uint32_t line =
        place->state ? pirn__line_in(table, place->state) : table->line;
    if (line)
        add(text, ", %s at %s:%u", place->state ? "last resumed" : "begun",
            pirn__file_name(table->file), line);
}

static void add_place(struct text *text)
{
    char task[512];
    struct pirn__position place;
    pirn__position_find(&place);
    bool has_task = pirn__hooks.describe_running &&
                    pirn__hooks.describe_running(task, sizeof task);
    if (!has_task && place.count == 0)
        return;
    add(text, " (in ");
    add_innermost(text, &place, has_task);
    if (has_task && text->bytes[text->length - 1] != ' ')
        add(text, " of ");
    if (has_task)
        add(text, "%s", task);
    add_resumed(text, &place);
    add(text, ")");
}

void pirn__die(const char *sentence, ...)
{
    struct text text = {"pirn: ", 6};
    va_list arguments;
    va_start(arguments, sentence);
    add_list(&text, sentence, arguments);
    va_end(arguments);
    if (pirn__tables_open()) {
        add_place(&text);
        pirn__tables_close();
    }
    add(&text, "\n");
    ssize_t written = write(STDERR_FILENO, text.bytes, text.length);
    (void)written;
    if (pirn__hooks.abort)
        pirn__hooks.abort();
    abort();
}

void pirn__is_null(const char *call, const char *kind)
{
    pirn__die("%s: the %s is NULL", call, kind);
}
