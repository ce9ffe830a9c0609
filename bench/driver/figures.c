/* Figures: from the file `rows` and the contestants' output to medians, the
 * table and the JSON file. */
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what)
{
    perror(what);
    exit(2);
}

/* Reading. */

int peer_compare(const char *a, const char *b)
{
    int ours = !strcmp(b, "pirn") - !strcmp(a, "pirn");
    return ours ? ours : strcmp(a, b);
}

static int is_wanted(const char *name, char **wanted)
{
    size_t row = strcspn(name, ".");
    if (!*wanted)
        return 1;
    for (; *wanted; wanted++)
        if (!strcmp(name, *wanted) ||
            (strlen(*wanted) == row && !memcmp(name, *wanted, row)))
            return 1;
    return 0;
}

static void read_aims(struct figure *f, char *text)
{
    for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
        char *most = strstr(word, "<=");
        if (!most || f->aim_count == MOST_AIMS) {
            fprintf(stderr, "rows: bad aim '%s' of %s\n", word, f->name);
            exit(2);
        }
        struct aim *a = &f->aims[f->aim_count++];
        snprintf(a->peer, NAME, "%.*s", (int)(most - word), word);
        a->most = atof(most + 2);
    }
}

void figures_read(struct figures *all, const char *path, char **wanted)
{
    char line[512];
    int aims;
    FILE *file = fopen(path, "r");
    if (!file)
        die(path);
    while (fgets(line, sizeof line, file)) {
        if (all->count == MOST_FIGURES) {
            fprintf(stderr, "%s: more than %d figures\n", path, MOST_FIGURES);
            exit(2);
        }
        struct figure *f = &all->figures[all->count];
        if (line[0] == '#' || sscanf(line, "%63s %63s %63s %n", f->name,
                                     f->question, f->argument, &aims) < 3)
            continue;
        if (!is_wanted(f->name, wanted))
            continue;
        read_aims(f, line + aims);
        all->count++;
    }
    fclose(file);
}

/* The samples of peer, which are made if there are none. They are kept in
 * order: Pirn's, then by name. */
static struct samples *samples_of(struct figure *f, const char *peer)
{
    int at = 0;
    while (at < f->peer_count && peer_compare(f->peers[at].peer, peer) < 0)
        at++;
    struct samples *s = &f->peers[at];
    if (at < f->peer_count && !strcmp(s->peer, peer))
        return s;
    if (f->peer_count == MOST_PEERS)
        return NULL;
    memmove(s + 1, s, (size_t)(f->peer_count++ - at) * sizeof *s);
    *s = (struct samples){.count = 0};
    snprintf(s->peer, NAME, "%s", peer);
    return s;
}

static void take(struct figures *all, const char *peer, const char *name,
                 double value, const char *unit)
{
    for (int i = 0; i < all->count; i++) {
        struct figure *f = &all->figures[i];
        if (strcmp(f->name, name))
            continue;
        struct samples *s = samples_of(f, peer);
        snprintf(f->unit, NAME, "%s", unit);
        if (s && s->count < MOST_ROUNDS)
            s->values[s->count++] = value;
    }
}

void figures_take(struct figures *all, const char *peer, const char *printed)
{
    char name[NAME], unit[NAME];
    double value;
    int length;
    while (sscanf(printed, "%63s %lf %63s %n", name, &value, unit, &length) ==
           3) {
        take(all, peer, name, value, unit);
        printed += length;
    }
}

/* Telling. */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value below which the fraction q of the samples lies. */
static double quantile(const struct samples *s, double q)
{
    double sorted[MOST_ROUNDS];
    memcpy(sorted, s->values, sizeof sorted);
    qsort(sorted, (size_t)s->count, sizeof *sorted, compare);
    double place = q * (s->count - 1);
    int below = (int)place, above = below + (below + 1 < s->count);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

static double median(const struct samples *s)
{
    return quantile(s, 0.5);
}

/* Pirn's samples, or NULL. */
static const struct samples *ours(const struct figure *f)
{
    return f->peer_count && !strcmp(f->peers[0].peer, "pirn") ? &f->peers[0]
                                                              : NULL;
}

static double ratio(const struct figure *f, const struct samples *peer)
{
    return median(ours(f)) / median(peer);
}

/* The aim that concerns this peer ("" for pirn itself), or NULL. */
static const struct aim *aim_of(const struct figure *f, const char *peer)
{
    for (int i = 0; i < f->aim_count; i++)
        if (!strcmp(f->aims[i].peer, peer))
            return &f->aims[i];
    return NULL;
}

/* Three digits that count, in a column nine wide. */
static void print_number(double n)
{
    int digits = n >= 100 || n <= -100 ? 0 : n >= 10 ? 1 : n >= 1 ? 2 : 3;
    printf("%9.*f", n < 0.1 ? 4 : digits, n);
}

static void print_aim(const struct aim *a, double reached)
{
    if (a)
        printf("  <= %g %s", a->most, reached <= a->most ? "" : "MISSED");
}

static void print_peer(const struct figure *f, const struct samples *s,
                       int first)
{
    int is_ours = s == ours(f);
    printf("%-17s %-10s", first ? f->name : "", s->peer);
    print_number(median(s));
    printf(" %-9s", f->unit);
    print_number(quantile(s, 0.25));
    print_number(quantile(s, 0.75));
    if (is_ours) {
        const struct aim *a = aim_of(f, "");
        printf("%9s", "");
        print_aim(a, median(s));
    } else if (ours(f)) {
        print_number(ratio(f, s));
        print_aim(aim_of(f, s->peer), ratio(f, s));
    }
    printf("\n");
}

void figures_print(const struct figures *all, int from, int to, int header)
{
    if (header)
        printf("%-17s %-10s%9s %-9s%9s%9s%9s  %s\n", "row", "who", "median", "",
               "quartile", "quartile", "pirn/it", "aim");
    for (int i = from; i < to; i++) {
        const struct figure *f = &all->figures[i];
        for (int p = 0; p < f->peer_count; p++)
            print_peer(f, &f->peers[p], p == 0);
        if (!f->peer_count)
            printf("%-17s nothing was measured\n", f->name);
    }
    fflush(stdout);
}

static void write_spread(FILE *file, const struct samples *s)
{
    fprintf(file, "[%.6g, %.6g]", quantile(s, 0.25), quantile(s, 0.75));
}

static void write_figure(FILE *file, const struct figure *f)
{
    const char *comma = "";
    fprintf(file, "{\"row\": \"%s\", \"ours\": ", f->name);
    if (ours(f)) {
        fprintf(file, "%.6g, \"spread\": ", median(ours(f)));
        write_spread(file, ours(f));
    } else {
        fprintf(file, "null");
    }
    fprintf(file, ", \"unit\": \"%s\",\n  \"ratios\": {", f->unit);
    for (int i = 1; ours(f) && i < f->peer_count; i++, comma = ", ")
        fprintf(file, "%s\"%s\": %.4g", comma, f->peers[i].peer,
                ratio(f, &f->peers[i]));
    fprintf(file, "},\n  \"peers\": {");
    comma = "";
    for (int i = ours(f) ? 1 : 0; i < f->peer_count; i++, comma = ", ") {
        const struct samples *s = &f->peers[i];
        fprintf(file, "%s\"%s\": {\"median\": %.6g, \"spread\": ", comma,
                s->peer, median(s));
        write_spread(file, s);
        fprintf(file, ", \"rounds\": %d}", s->count);
    }
    fprintf(file, "}}");
}

void figures_write(const struct figures *all, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        die(path);
    fprintf(file, "[");
    for (int i = 0; i < all->count; i++) {
        fprintf(file, i ? ",\n " : "\n ");
        write_figure(file, &all->figures[i]);
    }
    fprintf(file, "\n]\n");
    if (fclose(file))
        die(path);
}
