/* What steps are called, for dumps. The translator emits a table for each
 * coroutine, and pointers to them in a section; coroutines by hand have a
 * shorter one of their own. The linker tells where the sections of the
 * program begin; those of shared libraries are looked up in their files, so
 * that a program that is never dumped does nothing for it. */
#include "runtime/base/tables.h"
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <unistd.h>
#include <unwind.h>

typedef const struct pirn_table *const table_pointer;
typedef const struct pirn__native *const native_pointer;

extern table_pointer __start_pirn_tables[] __attribute__((weak));
extern table_pointer __stop_pirn_tables[] __attribute__((weak));
extern native_pointer __start_pirn_natives[] __attribute__((weak));
extern native_pointer __stop_pirn_natives[] __attribute__((weak));
extern const char __start_pirn_entries[] __attribute__((weak));
extern const char __stop_pirn_entries[] __attribute__((weak));

pthread_mutex_t pirn__tables_lock = PTHREAD_MUTEX_INITIALIZER;
static __thread bool is_open;

/* While the lock is held. */
static const struct pirn_table **tables; /* by step */
static size_t table_count, table_room;
static const struct pirn__native **natives;
static size_t native_count, native_room;
static const struct pirn_mark **marks;
static size_t mark_count, mark_room;

/* Collecting --------------------------------------------------------------- */

/* Room for one more in an array; without memory it is left out. */
static bool reserve(void *array, size_t count, size_t *room)
{
    void **at = array;
    if (count < *room)
        return true;
    size_t more = *room ? 2 * *room : 64;
    void *grown = realloc(*at, more * sizeof(void *));
    if (!grown)
        return false;
    *at = grown;
    *room = more;
    return true;
}

static void add_tables(table_pointer *first, table_pointer *end)
{
    for (; first < end; first++)
        if (*first && reserve(&tables, table_count, &table_room))
            tables[table_count++] = *first;
}

static void add_natives(native_pointer *first, native_pointer *end)
{
    for (; first < end; first++)
        if (*first && reserve(&natives, native_count, &native_room))
            natives[native_count++] = *first;
}

static void add_marks(const char *at, const char *end)
{
    while (at + sizeof(struct pirn_mark) < end) {
        const struct pirn_mark *mark = (const void *)at;
        if (reserve(&marks, mark_count, &mark_room))
            marks[mark_count++] = mark;
        size_t size = sizeof *mark + strlen(mark->name) + 1;
        at += (size + _Alignof(struct pirn_mark) - 1) &
              ~(_Alignof(struct pirn_mark) - 1);
    }
}

static bool is_within(const struct dl_phdr_info *module, ElfW(Addr) address,
                      size_t size)
{
    for (int i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        ElfW(Addr) first = module->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_LOAD && address >= first &&
            address + size <= first + segment->p_memsz)
            return true;
    }
    return false;
}

static void add_section(const struct dl_phdr_info *module, int file,
                        const ElfW(Shdr) * section, off_t name)
{
    char text[16] = "";
    ElfW(Addr) first = module->dlpi_addr + section->sh_addr;
    if (pread(file, text, sizeof text - 1, name) <= 0 ||
        section->sh_type != SHT_PROGBITS ||
        !is_within(module, first, section->sh_size))
        return;
    if (strcmp(text, "pirn_tables") == 0)
        add_tables((table_pointer *)first,
                   (table_pointer *)(first + section->sh_size));
    else if (strcmp(text, "pirn_natives") == 0)
        add_natives((native_pointer *)first,
                    (native_pointer *)(first + section->sh_size));
    else if (strcmp(text, "pirn_entries") == 0)
        add_marks((const char *)first, (const char *)first + section->sh_size);
}

static void add_sections(const struct dl_phdr_info *module, int file)
{
    ElfW(Ehdr) head;
    ElfW(Shdr) names, section;
    if (pread(file, &head, sizeof head, 0) != sizeof head ||
        memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
        head.e_shentsize != sizeof section)
        return;
    off_t all = (off_t)head.e_shoff;
    if (pread(file, &names, sizeof names,
              all + (off_t)(head.e_shstrndx * sizeof names)) != sizeof names)
        return;
    for (unsigned i = 0; i < head.e_shnum; i++) {
        if (pread(file, &section, sizeof section,
                  all + (off_t)(i * sizeof section)) != sizeof section)
            return;
        add_section(module, file, &section,
                    (off_t)(names.sh_offset + section.sh_name));
    }
}

static int add_module(struct dl_phdr_info *module, size_t size, void *arg)
{
    (void)size;
    (void)arg;
    if (is_within(module, (ElfW(Addr))(uintptr_t)&pirn__tables_lock, 1))
        return 0; /* its sections are known */
    const char *path =
        module->dlpi_name[0] ? module->dlpi_name : "/proc/self/exe";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        add_sections(module, file);
        close(file);
    }
    return 0;
}

static int by_step(const void *a, const void *b)
{
    const struct pirn_table *x = *(const struct pirn_table *const *)a,
                            *y = *(const struct pirn_table *const *)b;
    uintptr_t s = (uintptr_t)x->step, t = (uintptr_t)y->step;
    return s < t ? -1 : s > t;
}

bool pirn__tables_open(void)
{
    if (is_open)
        return false;
    pthread_mutex_lock(&pirn__tables_lock);
    is_open = true;
    add_tables(__start_pirn_tables, __stop_pirn_tables);
    add_natives(__start_pirn_natives, __stop_pirn_natives);
    add_marks(__start_pirn_entries, __stop_pirn_entries);
    dl_iterate_phdr(add_module, NULL);
    if (table_count)
        qsort(tables, table_count, sizeof *tables, by_step);
    return true;
}

void pirn__tables_close(void)
{
    table_count = native_count = mark_count = 0;
    is_open = false;
    pthread_mutex_unlock(&pirn__tables_lock);
}

/* At the exit of the program, unless a thread that goes on needs them. */
__attribute__((destructor)) static void free_tables(void)
{
    if (is_open || pthread_mutex_trylock(&pirn__tables_lock) != 0)
        return;
    free(tables);
    free(natives);
    free(marks);
    tables = NULL;
    natives = NULL;
    marks = NULL;
    table_room = native_room = mark_room = 0;
    pthread_mutex_unlock(&pirn__tables_lock);
}

void pirn__tables_each(pirn__step_seen *seen, void *arg)
{
    for (size_t i = 0; i < native_count; i++)
        seen(arg, natives[i]->step, true);
    for (size_t i = 0; i < table_count; i++)
        seen(arg, tables[i]->step, false);
}

/* Looking up --------------------------------------------------------------- */

const struct pirn_table *pirn__table_of(pirn_step step)
{
    size_t low = 0, high = table_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)tables[middle]->step < (uintptr_t)step)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table_count && tables[low]->step == step ? tables[low] : NULL;
}

static uintptr_t code_of(const struct pirn_mark *mark)
{
    return (uintptr_t)&mark->code + (uintptr_t)(intptr_t)mark->code;
}

/* The table that a mark speaks of. Should two files have a coroutine of that
 * name in that line, it is the one whose code is near. */
static const struct pirn_table *table_of_mark(const struct pirn_mark *mark)
{
    const struct pirn_table *best = NULL;
    uintptr_t least = UINTPTR_MAX, code = code_of(mark);
    for (size_t i = 0; i < table_count; i++) {
        uintptr_t step = (uintptr_t)tables[i]->step;
        uintptr_t far = step > code ? step - code : code - step;
        if (far < least && tables[i]->line == mark->line &&
            strcmp(tables[i]->name, mark->name) == 0) {
            best = tables[i];
            least = far;
        }
    }
    return best;
}

const struct pirn_table *pirn__table_at(uintptr_t address)
{
    /* Its own mark comes before those of what has been inlined. */
    const struct pirn_mark *first = NULL;
    for (size_t i = 0; i < table_count; i++)
        if ((uintptr_t)tables[i]->step == address)
            return tables[i];
    for (size_t i = 0; i < mark_count; i++)
        if (code_of(marks[i]) >= address &&
            (!first || code_of(marks[i]) < code_of(first)))
            first = marks[i];
    if (!first || (uintptr_t)_Unwind_FindEnclosingFunction(
                      (void *)(code_of(first) + 1)) != address)
        return NULL;
    return table_of_mark(first);
}

const struct pirn__native *pirn__native_of(pirn_step step)
{
    for (size_t i = 0; i < native_count; i++)
        if (natives[i]->step == step)
            return natives[i];
    return NULL;
}

uint32_t pirn__line_in(const struct pirn_table *table, unsigned state)
{
    const unsigned marks = PIRN__GEN_OPEN | PIRN__GEN_CLOSING;
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++)
        if (s->state == state)
            return s->line;
    /* That of a generator may be marked. */
    return state & marks ? pirn__line_in(table, state & ~marks) : 0;
}

const char *pirn__file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
