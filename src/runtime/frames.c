/* The report of `pirn frames`, written by a program that is made of the file
 * in question and runs nothing of it: the compiler has filled in the tables,
 * so only it had to know the sizes. */
#include "debug.h"
#include "runtime.h"
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

struct variables {
    const struct pirn_variable **at;
    size_t count;
};

static bool is_same(const struct pirn_variable *a,
                    const struct pirn_variable *b)
{
    return a->line == b->line && a->offset == b->offset &&
           strcmp(a->name, b->name) == 0;
}

static void add_variable(struct variables *all,
                         const struct pirn_variable *variable)
{
    for (size_t i = 0; i < all->count; i++)
        if (is_same(all->at[i], variable))
            return;
    all->at[all->count++] = variable;
}

static int by_size(const void *a, const void *b)
{
    const struct pirn_variable *x = *(const struct pirn_variable *const *)a,
                               *y = *(const struct pirn_variable *const *)b;
    if (x->size != y->size)
        return x->size < y->size ? 1 : -1;
    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static struct variables variables_of(const struct pirn_table *table)
{
    struct variables all = {NULL, 0};
    size_t most = 0;
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++)
        for (const struct pirn_variable *v = s->kept; v->name; v = v->next)
            most++;
    all.at = new_array(most, sizeof *all.at);
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++)
        for (const struct pirn_variable *v = s->kept; v->name; v = v->next)
            add_variable(&all, v);
    qsort(all.at, all.count, sizeof *all.at, by_size);
    return all;
}

static bool is_kept(const struct pirn_suspension *suspension,
                    const struct pirn_variable *variable)
{
    for (const struct pirn_variable *v = suspension->kept; v->name; v = v->next)
        if (is_same(v, variable))
            return true;
    return false;
}

/* The first line after `line` at whose suspensions it is kept; 0: none. */
static uint32_t next_line(const struct pirn_table *table,
                          const struct pirn_variable *variable, uint32_t line)
{
    uint32_t next = 0;
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++)
        if (s->state && s->line > line && (!next || s->line < next) &&
            is_kept(s, variable))
            next = s->line;
    return next;
}

/* -- printing -- */

static void print_variable(const struct pirn_table *table,
                           const struct pirn_variable *variable, int width)
{
    printf("%8u  %-*s  ", variable->size, width, variable->name);
    bool waits = is_kept(table->suspensions, variable);
    uint32_t line = next_line(table, variable, 0);
    uint32_t second = line ? next_line(table, variable, line) : 0;
    if (waits)
        printf(line ? "start, " : "start");
    if (line)
        printf("%s %u", second ? "lines" : "line", line);
    for (; second; second = next_line(table, variable, second))
        printf(", %u", second);
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
        print_variable(table, all.at[i], width);
    if (all.count > 0)
        printf("%8u  (header)\n", header);
    free(all.at);
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
