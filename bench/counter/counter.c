/* counter ATOMICS ITEM PART <trace: what happens for each item of a program.
 *
 * The trace is valgrind's (--tool=lackey --trace-mem=yes --trace-sched=yes):
 * each instruction, each access to memory, and which thread goes on. ATOMICS
 * is a file with the addresses of the instructions that lock the bus, ITEM and
 * PART are those of bench_item() and bench_part(). Counted is what happens from
 * the first of these calls to the last:
 *
 * - atomics: atomic read-modify-writes, as many as are executed, in the
 *   libraries too;
 * - lines: cache lines that a thread takes over from others, because another
 *   has written there since it has last been there, or because it writes where
 *   others have been since. That is what caches without end would have to
 *   fetch. Each counts once between two calls of a thread. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 64, MOST_THREADS = 16 };

static void die(const char *what)
{
    fprintf(stderr, "counter: %s\n", what);
    exit(1);
}

/* The instructions that lock the bus: their addresses, in order. */

static uint64_t *atomics;
static size_t atomic_count;

static int by_address(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void read_atomics(const char *path)
{
    char line[64];
    FILE *file = fopen(path, "r");
    if (!file)
        die("no file of addresses");
    while (fgets(line, sizeof line, file)) {
        atomics = realloc(atomics, (atomic_count + 1) * sizeof *atomics);
        if (!atomics)
            die("out of memory");
        atomics[atomic_count++] = strtoull(line, NULL, 16);
    }
    fclose(file);
    qsort(atomics, atomic_count, sizeof *atomics, by_address);
}

static bool is_atomic(uint64_t address)
{
    return bsearch(&address, atomics, atomic_count, sizeof *atomics,
                   by_address) != NULL;
}

/* The lines that have been touched: a hash table. */

struct line {
    uint64_t number;                /* its address / LINE; 0: none */
    uint64_t holders;               /* the threads that have it, a bit each */
    uint64_t counted[MOST_THREADS]; /* for this call of the thread, last */
};

static struct line *lines;
static size_t capacity, line_count;

static struct line *find(uint64_t number)
{
    size_t at = (size_t)(number * 0x9E3779B97F4A7C15u) & (capacity - 1);
    while (lines[at].number && lines[at].number != number)
        at = (at + 1) & (capacity - 1);
    return &lines[at];
}

static void grow(void)
{
    struct line *old = lines;
    size_t was = capacity;
    capacity = was ? 2 * was : 4096;
    lines = calloc(capacity, sizeof *lines);
    if (!lines)
        die("out of memory");
    for (size_t i = 0; i < was; i++)
        if (old[i].number)
            *find(old[i].number) = old[i];
    free(old);
}

static struct line *line_of(uint64_t number)
{
    if (2 * line_count >= capacity)
        grow();
    struct line *line = find(number);
    line_count += !line->number;
    line->number = number;
    return line;
}

/* What has been counted, and as it was at the last call. */

struct counts {
    unsigned long atomics, lines;
};

static struct counts now, at_last;
static unsigned long items;
static bool has_begun;
static unsigned thread;
static uint64_t calls[MOST_THREADS]; /* of each thread so far */

static void touch(uint64_t number, bool writes)
{
    struct line *line = line_of(number);
    uint64_t me = (uint64_t)1 << thread;
    bool is_taken =
        line->holders && (writes ? line->holders != me : !(line->holders & me));
    if (is_taken && line->counted[thread] != calls[thread] + 1) {
        line->counted[thread] = calls[thread] + 1;
        now.lines += has_begun;
    }
    line->holders = writes ? me : line->holders | me;
}

static void access_memory(const char *what, bool writes)
{
    char *end;
    uint64_t address = strtoull(what, &end, 16);
    uint64_t size = *end == ',' ? strtoull(end + 1, NULL, 10) : 1;
    for (uint64_t n = address / LINE; n <= (address + size - 1) / LINE; n++)
        touch(n, writes);
}

static void execute(uint64_t address, uint64_t item, uint64_t part)
{
    now.atomics += has_begun && is_atomic(address);
    if (address != item && address != part)
        return;
    calls[thread]++;
    items += has_begun && address == item;
    has_begun = true;
    at_last = now;
}

/* "--PID--   SCHED[N]:  acquired lock": thread N goes on. */
static void schedule(const char *line)
{
    const char *number = strstr(line, "SCHED[");
    if (!number || !strstr(number, "acquired"))
        return;
    unsigned long n = strtoul(number + strlen("SCHED["), NULL, 10);
    if (n >= MOST_THREADS)
        die("too many threads");
    thread = (unsigned)n;
}

int main(int argc, char **argv)
{
    char line[512];
    if (argc != 4)
        die("counter ATOMICS ITEM PART <trace");
    read_atomics(argv[1]);
    uint64_t item = strtoull(argv[2], NULL, 16);
    uint64_t part = strtoull(argv[3], NULL, 16);
    while (fgets(line, sizeof line, stdin))
        switch (line[1]) {
        case ' ': /* "I  address,size" */
            execute(strtoull(line + 3, NULL, 16), item, part);
            break;
        case 'L':
            access_memory(line + 3, false);
            break;
        case 'S': /* a store */
        case 'M': /* a load and a store */
            access_memory(line + 3, true);
            break;
        case '-':
            schedule(line);
        }
    if (!items)
        die("the program calls bench_item() less than twice");
    printf("%lu %.2f %.2f\n", items, (double)at_last.atomics / (double)items,
           (double)at_last.lines / (double)items);
    return 0;
}
