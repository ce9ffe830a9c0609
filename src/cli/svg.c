/* The picture of `pirn view --svg`: for documents, so it has a width that fits
 * a page, a light ground, and no scripts. A lane for each thread: above, the
 * bars of what runs there; below, a line for each task that waits, from where
 * it stopped on that thread to where it goes on. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 960,
    LEFT = 96,  /* where time begins */
    RIGHT = 24, /* so far from the edge it ends */
    TOP = 18,   /* above a lane, for arrows */
    BAR = 28,   /* the height of a bar */
    LINE = 17,  /* from one line of those who wait to the next */
    GAP = 14,   /* between lanes */
    AXIS = 30,
    LEGEND = 24,
    LETTER = 7,        /* wide, about, at 12 px */
    NARROW = 2,        /* a bar has this width at least */
    MOST_WAITING = 12, /* with more tasks there are no lines of those */
    MOST_BARS = 20000,
};

static const char *const colours[] = {"#8093a8", "#e8853d", "#3a87c8",
                                      "#4fa65b", "#b569b0", "#d9b02f",
                                      "#d65a5c", "#3fb0ad", "#9a735c"};
enum { COLOURS = sizeof colours / sizeof *colours };

struct picture {
    FILE *out;
    const struct trace *trace;
    uint32_t *colour_of; /* by task: tasks of one name have one */
    uint32_t *names;     /* in the order of their colours */
    uint32_t name_count;
    size_t *next;  /* of each bar of a task, the one in which it goes on; or
                      itself */
    int *row;      /* by lane and task: its line below; -1: none */
    int *rows;     /* by lane */
    double *y;     /* of the bars of each lane */
    double height; /* up to the axis */
    bool shows_waiting;
};

/* Text --------------------------------------------------------------------- */

static void print_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '<')
            fputs("&lt;", out);
        else if (c == '&')
            fputs("&amp;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else
            putc(c < 0x20 || c == 0x7f ? ' ' : c, out);
    }
}

static const char *text_of(const struct picture *picture, uint32_t text)
{
    return text == NONE ? "?" : picture->trace->texts.text[text];
}

static const char *name_of(const struct picture *picture, uint32_t task)
{
    return text_of(picture, picture->trace->tasks[task].name);
}

static const char *time_text(double ns)
{
    return ns >= 1e9    ? format_text("%g s", ns / 1e9)
           : ns >= 1e6  ? format_text("%g ms", ns / 1e6)
           : ns >= 1000 ? format_text("%g µs", ns / 1000)
                        : format_text("%g ns", ns);
}

/* Places ------------------------------------------------------------------- */

static double x_of(const struct picture *picture, int64_t time)
{
    double end = picture->trace->end > 0 ? (double)picture->trace->end : 1;
    return LEFT + (double)time / end * (WIDTH - LEFT - RIGHT);
}

static const char *colour_of(const struct picture *picture, uint32_t task)
{
    return colours[picture->colour_of[task] % COLOURS];
}

static void choose_colours(struct picture *picture)
{
    const struct trace *trace = picture->trace;
    uint32_t *seen = allocate((trace->texts.count + 1) * sizeof *seen);
    for (uint32_t i = 0; i < trace->task_count; i++) {
        uint32_t name = trace->tasks[i].name;
        uint32_t *at = &seen[name == NONE ? trace->texts.count : name];
        if (!*at) {
            picture->names[picture->name_count++] = i;
            *at = picture->name_count;
        }
        picture->colour_of[i] = *at - 1;
    }
    free(seen);
}

static const struct bar *sorted;

static int by_begin(const void *a, const void *b)
{
    const struct bar *x = &sorted[*(const size_t *)a],
                     *y = &sorted[*(const size_t *)b];
    return x->begin != y->begin ? (x->begin < y->begin ? -1 : 1)
           : x->lane < y->lane  ? -1
                                : x->lane > y->lane;
}

/* Where each task goes on after each of its bars. */
static void link_bars(struct picture *picture)
{
    const struct trace *trace = picture->trace;
    size_t count = trace->bar_count;
    size_t *order = allocate((count + 1) * sizeof *order);
    size_t *last = allocate((trace->task_count + 1) * sizeof *last);
    for (size_t i = 0; i < count; i++)
        order[i] = picture->next[i] = i;
    sorted = trace->bars;
    qsort(order, count, sizeof *order, by_begin);
    for (size_t i = 0; i < count; i++) {
        uint32_t task = trace->bars[order[i]].task;
        if (task == NONE)
            continue;
        if (last[task])
            picture->next[last[task] - 1] = order[i];
        last[task] = order[i] + 1;
    }
    free(order);
    free(last);
}

/* The x of both ends of the wait after a bar; false: too short to be seen, or
 * it is the thread that waits. */
static bool wait_after(const struct picture *picture, size_t i, double *from,
                       double *to)
{
    const struct bar *bar = &picture->trace->bars[i];
    const struct bar *next = &picture->trace->bars[picture->next[i]];
    const struct lane *lane = &picture->trace->lanes[bar->lane];
    if (bar->task == NONE || next == bar)
        return false;
    if (i + 1 < lane->first + lane->count && bar[1].kind == BAR_BLOCKED)
        return false;
    *from = x_of(picture, bar->end);
    *to = x_of(picture, next->begin);
    return *to - *from > 4;
}

static void place_lanes(struct picture *picture)
{
    const struct trace *trace = picture->trace;
    double y = 10, from, to;
    for (size_t i = 0; picture->shows_waiting && i < trace->bar_count; i++) {
        const struct bar *bar = &trace->bars[i];
        if (!wait_after(picture, i, &from, &to))
            continue;
        int *row = &picture->row[bar->lane * trace->task_count + bar->task];
        if (*row < 0)
            *row = picture->rows[bar->lane]++;
    }
    for (uint32_t i = 0; i < trace->lane_count; i++) {
        picture->y[i] = y + TOP;
        y += TOP + BAR + GAP + LINE * picture->rows[i];
    }
    picture->height = y;
}

/* Drawing ------------------------------------------------------------------ */

static void print_blocked(const struct picture *picture, const struct bar *bar,
                          double x, double width)
{
    const char *words = text_of(picture, bar->stop);
    if ((double)strlen(words) * LETTER > width)
        words = "blocked";
    if ((double)strlen(words) * LETTER > width)
        return;
    fprintf(picture->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"on\">",
            x + width / 2, picture->y[bar->lane] + BAR / 2.0 + 4);
    print_text(picture->out, words);
    fputs("</text>\n", picture->out);
}

static void print_bar(const struct picture *picture, const struct bar *bar,
                      double x, double width)
{
    double y = picture->y[bar->lane];
    fprintf(picture->out,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" ", x, y,
            width, BAR);
    if (bar->kind != BAR_RUN) {
        fprintf(picture->out, "fill=\"url(#%s)\" stroke=\"%s\"/>\n",
                bar->kind == BAR_IDLE ? "idle" : "blocked",
                bar->kind == BAR_IDLE ? "#d5dae0" : "#d65a5c");
        if (bar->kind == BAR_BLOCKED)
            print_blocked(picture, bar, x, width);
        return;
    }
    const char *name = name_of(picture, bar->task);
    fprintf(picture->out, "rx=\"2\" fill=\"%s\"><title>",
            colour_of(picture, bar->task));
    print_text(picture->out, name);
    fprintf(picture->out, ", %s</title></rect>\n",
            time_text((double)(bar->end - bar->begin)));
    if ((double)strlen(name) * LETTER + 6 > width)
        return;
    fprintf(picture->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"in\">",
            x + width / 2, y + BAR / 2.0 + 4);
    print_text(picture->out, name);
    fputs("</text>\n", picture->out);
}

/* Of those that fall on one place only the first is printed. */
static void print_bars(const struct picture *picture)
{
    const struct trace *trace = picture->trace;
    double drawn = -1;
    uint32_t lane = NONE;
    for (size_t i = 0; i < trace->bar_count; i++) {
        const struct bar *bar = &trace->bars[i];
        double x = x_of(picture, bar->begin);
        double width = x_of(picture, bar->end) - x;
        if (bar->lane != lane)
            drawn = -1;
        lane = bar->lane;
        if (x + width < drawn + 0.5)
            continue;
        if (bar->kind == BAR_RUN && width < NARROW)
            width = NARROW;
        print_bar(picture, bar, x, width);
        drawn = x + width;
    }
}

static void print_waits(const struct picture *picture)
{
    const struct trace *trace = picture->trace;
    double from, to;
    for (size_t i = 0; picture->shows_waiting && i < trace->bar_count; i++) {
        const struct bar *bar = &trace->bars[i];
        if (!wait_after(picture, i, &from, &to))
            continue;
        const char *name = name_of(picture, bar->task);
        const char *stop = text_of(picture, bar->stop);
        double y =
            picture->y[bar->lane] + BAR + 11 +
            LINE * picture->row[bar->lane * trace->task_count + bar->task];
        fprintf(picture->out,
                "<path d=\"M%.1f %.1fv5m0 -2.5H%.1fm0 -2.5v5\" "
                "stroke=\"%s\" class=\"wait\"/>\n",
                from, y - 2.5, to, colour_of(picture, bar->task));
        double room = (to - from) / (LETTER - 1) - 2;
        if ((double)strlen(name) > room)
            continue;
        fprintf(picture->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"under\">",
                (from + to) / 2, y + 4);
        print_text(picture->out, name);
        if ((double)(strlen(name) + strlen(stop) + 1) <= room) {
            putc(' ', picture->out);
            print_text(picture->out, stop);
        }
        fputs("</text>\n", picture->out);
    }
}

static const char *const kinds[] = {"spawn", "wake", "move"};

/* An arrow that is too short to be seen is left out. */
static bool is_seen(const struct picture *picture, const struct arrow *arrow)
{
    return arrow->from_lane != arrow->to_lane ||
           x_of(picture, arrow->to) - x_of(picture, arrow->from) >= 6;
}

/* From lane to lane, or over the lane. */
static void print_arrows(const struct picture *picture)
{
    const struct trace *trace = picture->trace;
    for (size_t i = 0; i < trace->arrow_count; i++) {
        const struct arrow *arrow = &trace->arrows[i];
        double x = x_of(picture, arrow->from), to = x_of(picture, arrow->to);
        double y = picture->y[arrow->from_lane];
        double to_y = picture->y[arrow->to_lane];
        bool is_down = to_y > y;
        if (!is_seen(picture, arrow))
            continue;
        fprintf(picture->out, "<path class=\"arrow %s\" d=\"",
                kinds[arrow->kind]);
        if (arrow->from_lane == arrow->to_lane)
            fprintf(picture->out, "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", x,
                    y, x + 4, y - TOP, to - 4, y - TOP, to, y - 1);
        else
            fprintf(picture->out, "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", x,
                    y + (is_down ? BAR : 0), x, (y + to_y) / 2, to,
                    (y + to_y) / 2, to, to_y + (is_down ? -1 : BAR + 1));
        fprintf(picture->out, "\" marker-end=\"url(#%s)\"/>\n",
                kinds[arrow->kind]);
    }
}

static void print_lanes(const struct picture *picture)
{
    const struct trace *trace = picture->trace;
    for (uint32_t i = 0; i < trace->lane_count; i++) {
        fprintf(picture->out, "<text x=\"%d\" y=\"%.1f\" class=\"lane\">",
                LEFT - 10, picture->y[i] + BAR / 2.0 + 4);
        print_text(picture->out, trace->lanes[i].name);
        fprintf(picture->out,
                "</text>\n<path d=\"M%d %.1fH%d\" stroke=\"#e3e7eb\"/>\n", LEFT,
                picture->y[i] + BAR / 2.0, WIDTH - RIGHT);
    }
}

/* A tick at each 1, 2 or 5 of some power of ten. */
static void print_axis(const struct picture *picture)
{
    double end = (double)picture->trace->end, step = 1;
    double y = picture->height;
    static const double factors[] = {2, 2.5, 2};
    for (int i = 0; end / step > 9; i++)
        step *= factors[i % 3];
    fprintf(picture->out, "<path d=\"M%d %.1fH%d\" stroke=\"#8a939c\"/>\n",
            LEFT, y, WIDTH - RIGHT);
    for (double time = 0; time <= end; time += step) {
        double x = x_of(picture, (int64_t)time);
        fprintf(picture->out,
                "<path d=\"M%.1f %.1fv5\" stroke=\"#8a939c\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" class=\"tick\">%s</text>\n",
                x, y, x, y + 18, time_text(time));
    }
}

static double legend_tasks(const struct picture *picture, double x, double y)
{
    for (uint32_t i = 0; i < picture->name_count && i < COLOURS; i++) {
        const char *name = name_of(picture, picture->names[i]);
        fprintf(picture->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" "
                "rx=\"2\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">",
                x, y, colours[i], x + 17, y + 10.5);
        print_text(picture->out, name);
        fputs("</text>\n", picture->out);
        x += 36 + (double)strlen(name) * LETTER;
    }
    return x;
}

static double legend_threads(const struct picture *picture, double x, double y)
{
    bool has[3] = {false};
    for (size_t i = 0; i < picture->trace->bar_count; i++)
        has[picture->trace->bars[i].kind] = true;
    for (int kind = BAR_IDLE; kind <= BAR_BLOCKED; kind++) {
        const char *what = kind == BAR_IDLE ? "thread idle" : "thread blocked";
        if (!has[kind])
            continue;
        fprintf(picture->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"22\" height=\"12\" "
                "fill=\"url(#%s)\" stroke=\"%s\"/>"
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                x, y, kind == BAR_IDLE ? "idle" : "blocked",
                kind == BAR_IDLE ? "#d5dae0" : "#d65a5c", x + 27, y + 10.5,
                what);
        x += 46 + (double)strlen(what) * LETTER;
    }
    return x;
}

static void legend_arrows(const struct picture *picture, double x, double y)
{
    bool has[3] = {false};
    for (size_t i = 0; i < picture->trace->arrow_count; i++)
        if (is_seen(picture, &picture->trace->arrows[i]))
            has[picture->trace->arrows[i].kind] = true;
    for (int i = 0; i < 3; i++) {
        if (!has[i])
            continue;
        fprintf(picture->out,
                "<path d=\"M%.1f %.1fh22\" class=\"arrow %s\" "
                "marker-end=\"url(#%s)\"/><text x=\"%.1f\" y=\"%.1f\">%s"
                "</text>\n",
                x, y + 6, kinds[i], kinds[i], x + 28, y + 10.5, kinds[i]);
        x += 46 + (double)strlen(kinds[i]) * LETTER;
    }
}

static void print_legend(const struct picture *picture)
{
    double y = picture->height + AXIS + 4;
    double x = legend_tasks(picture, LEFT, y);
    legend_arrows(picture, legend_threads(picture, x, y), y);
}

static const char style[] =
    "<style>text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,"
    "'DejaVu Sans',sans-serif;fill:#2b333b}"
    ".in{fill:#fff;font-weight:600;text-anchor:middle}"
    ".on{text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    ".under{font-size:11px;text-anchor:middle;paint-order:stroke;stroke:#fff;"
    "stroke-width:4px}"
    ".lane{text-anchor:end;font-weight:600}"
    ".tick{text-anchor:middle;fill:#59636d;font-size:11px}"
    ".wait{fill:none;stroke-width:1.6;stroke-dasharray:3 2}"
    ".arrow{fill:none;stroke-width:1.3}"
    ".spawn{stroke:#3a6ea5}.wake{stroke:#59636d}.move{stroke:#c0392b}"
    "</style>\n";

static void print_definitions(FILE *out)
{
    static const char *const markers[][2] = {
        {"spawn", "#3a6ea5"}, {"wake", "#59636d"}, {"move", "#c0392b"}};
    static const char *const patterns[][3] = {
        {"idle", "#f4f6f8", "#d5dae0"}, {"blocked", "#fdf0f0", "#d65a5c"}};
    fputs("<defs>\n", out);
    for (int i = 0; i < 3; i++)
        fprintf(out,
                "<marker id=\"%s\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
                "markerWidth=\"6\" markerHeight=\"6\" orient=\"auto\">"
                "<path d=\"M0 0L8 4L0 8z\" fill=\"%s\"/></marker>\n",
                markers[i][0], markers[i][1]);
    for (int i = 0; i < 2; i++)
        fprintf(out,
                "<pattern id=\"%s\" width=\"7\" height=\"7\" "
                "patternUnits=\"userSpaceOnUse\" "
                "patternTransform=\"rotate(45)\">"
                "<rect width=\"7\" height=\"7\" fill=\"%s\"/>"
                "<path d=\"M0 0V7\" stroke=\"%s\" stroke-width=\"2\"/>"
                "</pattern>\n",
                patterns[i][0], patterns[i][1], patterns[i][2]);
    fputs("</defs>\n", out);
}

void svg_print(FILE *out, const struct trace *trace)
{
    bool shows_waiting = trace->task_count <= MOST_WAITING;
    size_t cells =
        shows_waiting ? (size_t)trace->lane_count * trace->task_count + 1 : 1;
    if (trace->bar_count > MOST_BARS)
        die("a picture of %zu bars shows nothing: make a page, without --svg",
            trace->bar_count);
    struct picture picture = {
        .out = out,
        .trace = trace,
        .colour_of = allocate((trace->task_count + 1) * sizeof(uint32_t)),
        .names = allocate((trace->task_count + 1) * sizeof(uint32_t)),
        .next = allocate((trace->bar_count + 1) * sizeof(size_t)),
        .row = allocate(cells * sizeof(int)),
        .rows = allocate((trace->lane_count + 1) * sizeof(int)),
        .y = allocate((trace->lane_count + 1) * sizeof(double)),
        .shows_waiting = shows_waiting,
    };
    for (size_t i = 0; i < cells; i++)
        picture.row[i] = -1;
    choose_colours(&picture);
    link_bars(&picture);
    place_lanes(&picture);
    double height = picture.height + AXIS + LEGEND;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
            "height=\"%.0f\" viewBox=\"0 0 %d %.0f\">\n%s",
            WIDTH, height, WIDTH, height, style);
    print_definitions(out);
    fprintf(out,
            "<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%.0f\" rx=\"6\" "
            "fill=\"#fff\" stroke=\"#d5dae0\"/>\n",
            WIDTH - 1, height - 1);
    print_lanes(&picture);
    print_bars(&picture);
    print_waits(&picture);
    print_arrows(&picture);
    print_axis(&picture);
    print_legend(&picture);
    fputs("</svg>\n", out);
}
