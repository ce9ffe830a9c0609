/* What a trace calls things: text for JSON, places, and why a task stopped. */
#include "runtime/runtime.h"
#include "runtime/tools/trace.h"

/* The bytes of the sequence of UTF-8 that text begins with; 0: it is none. */
static size_t utf8_length(const unsigned char *text)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (text[0] < 0x80)
        return 1;
    size_t n = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    uint32_t c = text[0] & (0xffu >> (n + 1));
    if (text[0] < 0xc2 || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (text[i] & 0x3f);
    }
    return c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : n;
}

/* As JSON, without the quotes. What is no text becomes U+FFFD. */
void pirn__trace_text(FILE *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        size_t n = utf8_length(at);
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at < 0x20 || *at == 0x7f)
            fprintf(out, "\\u%04x", *at);
        else if (n)
            fwrite(at, 1, n, out);
        else
            fputs("\\ufffd", out);
        at += n ? n : 1;
    }
}

void pirn__trace_line(char *out, size_t size, const char *file, uint32_t line,
                      const char *function)
{
    snprintf(out, size, "%s:%u in %s", pirn__file_name(file), line, function);
}

/* "": unknown. */
void pirn__trace_place(char *out, size_t size, const struct pirn__event *event)
{
    *out = 0;
    if (event->state == PIRN__TRACE_PLACE) {
        const struct pirn__place *place = event->place;
        pirn__trace_line(out, size, place->file, place->line, place->function);
        return;
    }
    const struct pirn_table *table =
        event->step ? pirn__table_of(event->step) : NULL;
    uint32_t line = table ? pirn__line_in(table, event->state) : 0;
    if (line)
        pirn__trace_line(out, size, table->file, line, table->name);
}

const char *pirn__trace_stop_name(unsigned how)
{
    return how == PIRN__WAIT_NONE   ? "gives way"
           : how == PIRN__WAIT_GONE ? "ends"
                                    : pirn__wait_kinds[how]->name;
}
