/* The report of `pirn frames`, written by a program that is made of the file
 * in question and runs nothing of it: the compiler has filled in the tables,
 * so only it had to know the sizes. */
#include "runtime/runtime.h"
#include "runtime/tools/debug.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern const struct pirn_table *const __start_pirn_tables[]
    __attribute__((weak));
extern const struct pirn_table *const __stop_pirn_tables[]
    __attribute__((weak));

static void *new_array(size_t count, size_t size)
{
    void *array = calloc(count + 1, size);
    if (!array)
        pirn__die("out of memory");
    return array;
}

/* -- the variables of a coroutine, each once -- */

/* A variable may stand in several chains of what is kept. All chains of a table
 * are of one array, whose first element ends them; what is told of an element
 * stands at the same index of an array here. */
struct variables {
    const struct pirn_variable *kept; /* the array */
    size_t elements;
    uint32_t *number;                /* of each element's variable */
    uint32_t *depth;                 /* how many elements its chain has */
    const struct pirn_variable **at; /* by number: the largest first */
    bool *at_start;                  /* kept before anything has run */
    size_t count;
};

static int order(const struct pirn_variable *x, const struct pirn_variable *y)
{
    if (x->size != y->size)
        return x->size < y->size ? 1 : -1;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int by_size(const void *a, const void *b)
{
    return order(*(const struct pirn_variable *const *)a,
                 *(const struct pirn_variable *const *)b);
}

static void find_elements(struct variables *all, const struct pirn_table *table)
{
    const struct pirn_variable *last = table->suspensions->kept;
    for (all->kept = last; all->kept->name; all->kept = all->kept->next)
        ;
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++)
        last = s->kept > last ? s->kept : last;
    all->elements = (size_t)(last - all->kept) + 1;
}

static struct variables variables_of(const struct pirn_table *table)
{
    struct variables all = {.count = 0};
    find_elements(&all, table);
    all.number = new_array(all.elements, sizeof *all.number);
    all.depth = new_array(all.elements, sizeof *all.depth);
    all.at = new_array(all.elements, sizeof *all.at);
    all.at_start = new_array(all.elements, sizeof *all.at_start);
    for (size_t i = 1; i < all.elements; i++) {
        all.at[i - 1] = &all.kept[i];
        all.depth[i] = all.depth[all.kept[i].next - all.kept] + 1;
    }
    qsort(all.at, all.elements - 1, sizeof *all.at, by_size);
    for (size_t i = 0; i + 1 < all.elements; i++) {
        const struct pirn_variable *variable = all.at[i];
        if (all.count == 0 || order(all.at[all.count - 1], variable) != 0)
            all.at[all.count++] = variable;
        all.number[variable - all.kept] = (uint32_t)(all.count - 1);
    }
    for (const struct pirn_variable *v = table->suspensions->kept; v->name;
         v = v->next)
        all.at_start[all.number[v - all.kept]] = true;
    return all;
}

static void forget(struct variables *all)
{
    free(all->number);
    free(all->depth);
    free(all->at);
    free(all->at_start);
}

/* -- where they are kept -- */

/* The lines at which a coroutine waits, and for each variable the runs of them
 * across which it is kept. */
struct run {
    uint32_t number;   /* of the variable */
    uint32_t from, to; /* of lines.at */
};
struct lines {
    uint32_t *at;
    size_t count;
    struct run *runs; /* by variable, then by line */
    size_t run_count;
};

static int by_line(const void *a, const void *b)
{
    const struct pirn_suspension *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->state < y->state ? -1 : x->state > y->state;
}

static int by_variable(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

/* Passes from what was kept at the line before to what is kept at this one. All
 * but the heads of the two chains is the same, mostly: it is not looked at. */
static void pass_on(struct lines *lines, const struct variables *all,
                    uint32_t *since, const struct pirn_variable *before,
                    const struct pirn_variable *now, uint32_t line)
{
    while (before != now) {
        size_t i = (size_t)(before - all->kept), k = (size_t)(now - all->kept);
        if (all->depth[i] >= all->depth[k] && before->name) {
            struct run run = {all->number[i], since[i],
                              (uint32_t)lines->count - 1};
            lines->runs[lines->run_count++] = run;
            before = before->next;
        } else {
            since[k] = line;
            now = now->next;
        }
    }
}

static size_t count_runs(const struct variables *all,
                         const struct pirn_suspension *sorted, size_t count)
{
    size_t runs = 0;
    const struct pirn_variable *before = all->kept;
    for (size_t i = 0; i < count; before = sorted[i++].kept) {
        const struct pirn_variable *now = sorted[i].kept;
        for (const struct pirn_variable *was = before; was != now;) {
            if (all->depth[was - all->kept] >= all->depth[now - all->kept]) {
                was = was->next;
            } else {
                now = now->next;
                runs++;
            }
        }
    }
    return runs;
}

static struct lines lines_of(const struct pirn_table *table,
                             const struct variables *all)
{
    struct lines lines = {.count = 0};
    const struct pirn_variable *before = all->kept;
    size_t count = 0;
    while (table->suspensions[count + 1].line)
        count++;
    struct pirn_suspension *sorted = new_array(count, sizeof *sorted);
    uint32_t *since = new_array(all->elements, sizeof *since);
    memcpy(sorted, table->suspensions + 1, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_line);
    lines.at = new_array(count, sizeof *lines.at);
    lines.runs = new_array(count_runs(all, sorted, count), sizeof *lines.runs);
    for (size_t i = 0; i < count; i++) {
        bool is_new = i == 0 || sorted[i].line != sorted[i - 1].line;
        pass_on(&lines, all, since, before, sorted[i].kept,
                (uint32_t)(lines.count - !is_new));
        if (is_new)
            lines.at[lines.count++] = sorted[i].line;
        before = sorted[i].kept;
    }
    pass_on(&lines, all, since, before, all->kept, (uint32_t)lines.count);
    qsort(lines.runs, lines.run_count, sizeof *lines.runs, by_variable);
    free(sorted);
    free(since);
    return lines;
}

/* -- printing -- */

/* A run of more lines than these is told by its first and its last. */
enum { FEW_LINES = 4 };

static void print_run(const struct lines *lines, uint32_t from, uint32_t to,
                      const char *before)
{
    if (to - from >= FEW_LINES) {
        printf("%s%u to %u", before, lines->at[from], lines->at[to]);
        return;
    }
    for (uint32_t i = from; i <= to; i++, before = ", ")
        printf("%s%u", before, lines->at[i]);
}

/* *next is the first of its runs, and then of those of the next variable. */
static void print_variable(const struct variables *all, uint32_t number,
                           const struct lines *lines, size_t *next, int width)
{
    const struct pirn_variable *variable = all->at[number];
    const struct run *run = lines->runs + *next;
    const struct run *end = lines->runs + lines->run_count;
    printf("%8u  %-*s  ", variable->size, width, variable->name);
    if (all->at_start[number])
        fputs("start", stdout);
    const char *before = all->at_start[number] ? ", line " : "line ";
    const char *several = all->at_start[number] ? ", lines " : "lines ";
    while (run < end && run->number == number) {
        uint32_t from = run->from, to = run->to;
        for (run++; run < end && run->number == number && run->from <= to + 1;
             run++)
            to = run->to > to ? run->to : to;
        bool is_one = from == to && (run == end || run->number != number);
        print_run(lines, from, to, is_one ? before : several);
        before = several = ", ";
    }
    *next = (size_t)(run - lines->runs);
    putchar('\n');
}

static void print_when(const struct pirn_table *table)
{
    if (!table->early)
        fputs(table->suspensions[1].line ? "when it first waits"
                                         : "only if it is spawned",
              stdout);
    else
        printf("at the start, because %s", table->early);
    if (table->early && table->early_line != table->line)
        printf(" (line %u)", table->early_line);
    putchar('\n');
}

static void print_coroutine(const struct pirn_table *table)
{
    struct variables all = variables_of(table);
    struct lines lines = lines_of(table, &all);
    size_t next = 0;
    uint32_t header = table->frame_size;
    int width = (int)strlen("variable");
    for (size_t i = 0; i < all.count; i++) {
        int length = (int)strlen(all.at[i]->name);
        width = length > width ? length : width;
        if (all.at[i]->offset < header)
            header = all.at[i]->offset;
    }
    printf("%s:%u: %s: %u bytes, taken ", table->file, table->line, table->name,
           table->frame_size);
    print_when(table);
    if (all.count > 0)
        printf("%8s  %-*s  kept across\n", "bytes", width, "variable");
    for (size_t i = 0; i < all.count; i++)
        print_variable(&all, (uint32_t)i, &lines, &next, width);
    if (all.count > 0)
        printf("%8u  (header)\n", header);
    free(lines.at);
    free(lines.runs);
    forget(&all);
}

static int by_frame(const void *a, const void *b)
{
    const struct pirn_table *x = *(const struct pirn_table *const *)a,
                            *y = *(const struct pirn_table *const *)b;
    if (x->frame_size != y->frame_size)
        return x->frame_size < y->frame_size ? 1 : -1;
    return x->line < y->line ? -1 : x->line > y->line;
}

void pirn__frames_report(void)
{
    size_t count = (size_t)(__stop_pirn_tables - __start_pirn_tables);
    const struct pirn_table **tables = new_array(count, sizeof *tables);
    memcpy(tables, __start_pirn_tables, count * sizeof *tables);
    qsort(tables, count, sizeof *tables, by_frame);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            putchar('\n');
        print_coroutine(tables[i]);
    }
    if (count == 0)
        puts("There are no coroutines in this file.");
    free(tables);
    bool ok = fflush(stdout) == 0;
    if (!ok)
        perror("pirn: error: cannot write to standard output");
    _exit(ok ? 0 : 1);
}
