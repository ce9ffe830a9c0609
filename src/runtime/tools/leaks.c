/* PIRN_DEBUG=1: what the program has not closed at its exit, by the place that
 * made it: generators, and descriptors that Pirn has opened. Without the
 * variable nothing is kept. */
#include "runtime/tools/dump.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct record {
    struct record *next;
    const struct pirn_gen *gen; /* NULL: a descriptor */
    int fd;
    dev_t device;      /* of the descriptor's file, as its number may */
    ino_t inode;       /* belong to another later */
    const char *place; /* "file:line"; NULL: unknown */
    pirn_step step;    /* of a generator */
};

enum { SLOTS = 4096 };

pthread_mutex_t pirn__leaks_lock = PTHREAD_MUTEX_INITIALIZER;
static struct record *slots[SLOTS];

/* Keeping ------------------------------------------------------------------ */

static struct record **slot_of(const struct pirn_gen *gen, int fd)
{
    uint64_t key = gen ? (uintptr_t)gen : (uint64_t)fd << 1 | 1;
    return &slots[(key * 0x9e3779b97f4a7c15u >> 32) % SLOTS];
}

static struct record **find(const struct pirn_gen *gen, int fd)
{
    struct record **at = slot_of(gen, fd);
    while (*at && ((*at)->gen != gen || (*at)->fd != fd))
        at = &(*at)->next;
    return at;
}

/* In the place of one that had the same number. */
static void keep(struct record record)
{
    pthread_mutex_lock(&pirn__leaks_lock);
    struct record **at = find(record.gen, record.fd);
    if (!*at)
        *at = calloc(1, sizeof **at);
    if (*at) {
        record.next = (*at)->next;
        **at = record;
    }
    pthread_mutex_unlock(&pirn__leaks_lock);
}

static void drop(const struct pirn_gen *gen, int fd)
{
    pthread_mutex_lock(&pirn__leaks_lock);
    struct record **at = find(gen, fd), *record = *at;
    if (record) {
        *at = record->next;
        free(record);
    }
    pthread_mutex_unlock(&pirn__leaks_lock);
}

static void gen_made(struct pirn_gen *g)
{
    keep((struct record){.gen = g, .fd = -1, .step = g->step});
}

/* Of the generator that the caller has just made. */
void pirn__gen_made(void *g, const char *place)
{
    if (!pirn__ledger)
        return;
    pthread_mutex_lock(&pirn__leaks_lock);
    struct record *record = *find(g, -1);
    if (record)
        record->place = place;
    pthread_mutex_unlock(&pirn__leaks_lock);
}

static void gen_closed(struct pirn_gen *g)
{
    drop(g, -1);
}

static void fd_made(int fd, const char *place)
{
    struct stat status;
    if (fd >= 0 && fstat(fd, &status) == 0)
        keep((struct record){.fd = fd,
                             .device = status.st_dev,
                             .inode = status.st_ino,
                             .place = place});
}

static void fd_closed(int fd)
{
    drop(NULL, fd);
}

__attribute__((constructor)) static void begin(void)
{
    static const struct pirn__ledger ledger = {gen_made, gen_closed, fd_made,
                                               fd_closed};
    const char *wanted = getenv("PIRN_DEBUG");
    if (wanted && strcmp(wanted, "1") == 0)
        pirn__ledger = &ledger;
}

/* Telling ------------------------------------------------------------------ */

/* A descriptor may have been closed by others than Pirn. */
static bool is_left(const struct record *record)
{
    struct stat status;
    if (record->gen)
        return true;
    return fstat(record->fd, &status) == 0 && status.st_dev == record->device &&
           status.st_ino == record->inode;
}

static int by_place(const void *a, const void *b)
{
    const struct record *x = *(struct record *const *)a,
                        *y = *(struct record *const *)b;
    if (!x->gen != !y->gen)
        return !x->gen - !y->gen;
    int order = strcmp(x->place ? x->place : "", y->place ? y->place : "");
    if (order == 0 && x->step != y->step)
        order = (uintptr_t)x->step < (uintptr_t)y->step ? -1 : 1;
    return order ? order : (x->fd > y->fd) - (x->fd < y->fd);
}

static void tell_generators(const struct record *record, size_t count)
{
    const struct pirn_table *table = pirn__table_of(record->step);
    char place[256];
    if (record->place)
        snprintf(place, sizeof place, "made at %s",
                 pirn__file_name(record->place));
    else if (table)
        snprintf(place, sizeof place, "of %s:%u", pirn__file_name(table->file),
                 table->line);
    else
        snprintf(place, sizeof place, "of unknown place");
    dprintf(STDERR_FILENO, "pirn: %zu %s '%s' %s %s never closed\n", count,
            count == 1 ? "generator" : "generators", table ? table->name : "?",
            place, count == 1 ? "was" : "were");
}

static void tell_descriptor(const struct record *record)
{
    dprintf(STDERR_FILENO, "pirn: descriptor %d%s%s was left open\n",
            record->fd, record->place ? " opened at " : "",
            record->place ? pirn__file_name(record->place) : "");
}

static void tell(struct record **records, size_t count)
{
    qsort(records, count, sizeof *records, by_place);
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        if (!records[i]->gen) {
            tell_descriptor(records[i]);
            continue;
        }
        while (next < count && by_place(&records[i], &records[next]) == 0)
            next++;
        tell_generators(records[i], next - i);
    }
}

__attribute__((destructor)) static void end(void)
{
    struct record **records = NULL;
    size_t count = 0, all = 0;
    if (!pirn__ledger || pirn__is_forked || !pirn__tables_open())
        return;
    pthread_mutex_lock(&pirn__leaks_lock);
    for (size_t i = 0; i < SLOTS; i++)
        for (struct record *record = slots[i]; record; record = record->next)
            all++;
    if (all > 0)
        records = malloc(all * sizeof *records);
    for (size_t i = 0; records && i < SLOTS; i++)
        for (struct record *record = slots[i]; record; record = record->next)
            if (is_left(record))
                records[count++] = record;
    if (count > 0)
        tell(records, count);
    free(records);
    pthread_mutex_unlock(&pirn__leaks_lock);
    pirn__tables_close();
}
