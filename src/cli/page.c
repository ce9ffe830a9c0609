/* The page of `pirn view`: the files in page/, as the build has put them into
 * this one, with the trace between them. A million bars have to come in soon,
 * so they come as numbers of few bytes (LEB128), most of them differences, in
 * base64; page/trace.js reads them in the order in which they are written
 * here. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

/* The build says where they are. Each ends with a NUL. */
#define PART(NAME, FILE)                                                       \
    __asm__(".section .rodata\n" #NAME ": .incbin \"" PIRN_PAGE "/" FILE       \
            "\"\n.byte 0\n.previous");                                         \
    extern const char NAME[]

PART(page_html, "page.html");
PART(page_css, "page.css");
PART(page_trace_js, "trace.js");
PART(page_draw_js, "draw.js");
PART(page_table_js, "table.js");
PART(page_js, "page.js");

/* Numbers ------------------------------------------------------------------ */

struct bytes {
    unsigned char *byte;
    size_t count, room;
};

static void add(struct bytes *bytes, uint64_t value)
{
    do {
        RESERVE(bytes->byte, bytes->count, bytes->room);
        bytes->byte[bytes->count++] =
            (unsigned char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    } while ((value >>= 7));
}

/* Small ones are short, whatever their sign. */
static void add_signed(struct bytes *bytes, int64_t value)
{
    add(bytes, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

/* NONE is 0. */
static void add_number(struct bytes *bytes, uint32_t number)
{
    add(bytes, number == NONE ? 0 : (uint64_t)number + 1);
}

static void print_bytes(FILE *out, const char *name, struct bytes *bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";
    size_t count = bytes->count;
    const unsigned char *byte = bytes->byte;
    fprintf(out, ",\n\"%s\":\"", name);
    for (size_t i = 0; i < count; i += 3) {
        unsigned value = (unsigned)byte[i] << 16;
        if (i + 1 < count)
            value |= (unsigned)byte[i + 1] << 8;
        if (i + 2 < count)
            value |= byte[i + 2];
        putc(digits[value >> 18], out);
        putc(digits[value >> 12 & 63], out);
        putc(i + 1 < count ? digits[value >> 6 & 63] : '=', out);
        putc(i + 2 < count ? digits[value & 63] : '=', out);
    }
    putc('"', out);
    free(bytes->byte);
}

/* Text --------------------------------------------------------------------- */

/* It stands in a script: no "</script" may be in it. */
static void print_text(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == '<' || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

/* -------------------------------------------------------------------------- */

static void print_tasks(FILE *out, const struct trace *trace)
{
    struct bytes bytes = {0};
    for (uint32_t i = 0; i < trace->task_count; i++) {
        const struct task *task = &trace->tasks[i];
        add(&bytes, task->number);
        add_number(&bytes, task->name);
        add_number(&bytes, task->parent);
        add_number(&bytes, task->spawned);
    }
    print_bytes(out, "tasks", &bytes);
}

/* Times count from the end of the bar before in the lane. */
static void print_bars(FILE *out, const struct trace *trace)
{
    struct bytes bytes = {0};
    for (uint32_t lane = 0; lane < trace->lane_count; lane++) {
        int64_t time = 0;
        for (size_t i = 0; i < trace->lanes[lane].count; i++) {
            const struct bar *bar = &trace->bars[trace->lanes[lane].first + i];
            add_signed(&bytes, bar->begin - time);
            add(&bytes, (uint64_t)(bar->end - bar->begin));
            add(&bytes, bar->kind);
            add_number(&bytes, bar->task);
            add_number(&bytes, bar->stop);
            add_number(&bytes, bar->place);
            add_number(&bytes, bar->woken);
            add_number(&bytes, bar->by);
            time = bar->end;
        }
    }
    print_bytes(out, "bars", &bytes);
}

static void print_arrows(FILE *out, const struct trace *trace)
{
    struct bytes bytes = {0};
    int64_t time = 0;
    for (size_t i = 0; i < trace->arrow_count; i++) {
        const struct arrow *arrow = &trace->arrows[i];
        add_signed(&bytes, arrow->to - time);
        add_signed(&bytes, arrow->to - arrow->from);
        add(&bytes, arrow->kind);
        add(&bytes, arrow->from_lane);
        add(&bytes, arrow->to_lane);
        time = arrow->to;
    }
    print_bytes(out, "arrows", &bytes);
}

static void print_trace(FILE *out, const struct trace *trace)
{
    fputs("{\"program\":", out);
    print_text(out, trace->program ? trace->program : "");
    fprintf(out,
            ",\"dropped\":%.0f,\"end\":%lld,\"taskCount\":%u,\"barCount\":%zu,"
            "\"arrowCount\":%zu,\n\"texts\":[",
            trace->dropped, (long long)trace->end, trace->task_count,
            trace->bar_count, trace->arrow_count);
    for (uint32_t i = 0; i < trace->texts.count; i++) {
        fputs(i ? "," : "", out);
        print_text(out, trace->texts.text[i]);
    }
    fputs("],\n\"lanes\":[", out);
    for (uint32_t i = 0; i < trace->lane_count; i++) {
        fputs(i ? ",[" : "[", out);
        print_text(out, trace->lanes[i].name);
        fprintf(out, ",%zu]", trace->lanes[i].count);
    }
    fputs("]", out);
    print_tasks(out, trace);
    print_bars(out, trace);
    print_arrows(out, trace);
    fputs("}", out);
}

/* Prints the page up to the mark. Returns what comes behind that. */
static const char *print_to(FILE *out, const char *page, const char *mark)
{
    const char *at = strstr(page, mark);
    fwrite(page, 1, (size_t)(at - page), out);
    return at + strlen(mark);
}

void page_print(FILE *out, const struct trace *trace)
{
    static const char *const scripts[] = {page_trace_js, page_draw_js,
                                          page_table_js, page_js};
    const char *page = print_to(out, page_html, "/*STYLE*/");
    fputs(page_css, out);
    page = print_to(out, page, "/*TRACE*/");
    print_trace(out, trace);
    page = print_to(out, page, "/*SCRIPT*/");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        fputs(scripts[i], out);
    fputs(page, out);
}
