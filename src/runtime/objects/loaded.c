/* Which objects may use this copy of the runtime: those that were translated
 * for its version, and built as it is. Those that are linked with it are known
 * to the linker by the symbols below. Libraries that are loaded are known by
 * their stamps (pirn__stamp in abi.h), and by the copy that they bring. */
#include "runtime/base/common.h"
#include <elf.h>
#include <link.h>

/* Names for the linker ----------------------------------------------------- */

#ifdef PIRN__AS_THREADS
enum { AS_THREADS = true };
#define BUILD_NAME PIRN__THREADS_NAME
#else
enum { AS_THREADS = false };
#define BUILD_NAME PIRN__PLAIN_NAME
#endif

#define NAME(TEXT)                                                             \
    extern const char TEXT __attribute__((visibility("default")));             \
    const char TEXT = 0

NAME(PIRN__ABI_NAME(PIRN__ABI));
NAME(BUILD_NAME);

/* Stamps ------------------------------------------------------------------- */

static bool is_in_segment(const struct dl_phdr_info *object,
                          const ElfW(Phdr) * segment, uintptr_t address)
{
    return segment->p_type == PT_LOAD &&
           address - (object->dlpi_addr + segment->p_vaddr) < segment->p_memsz;
}

static bool is_in_object(const struct dl_phdr_info *object, const void *address)
{
    for (int i = 0; i < object->dlpi_phnum; i++)
        if (is_in_segment(object, &object->dlpi_phdr[i], (uintptr_t)address))
            return true;
    return false;
}

struct search {
    const void *address;
    const char *file;
};

static int search(struct dl_phdr_info *object, size_t size, void *arg)
{
    struct search *search = arg;
    (void)size;
    if (!is_in_object(object, search->address))
        return 0;
    search->file = *object->dlpi_name ? object->dlpi_name : "the program";
    return 1;
}

static const char *file_of(const void *address)
{
    struct search found = {address, "a library"};
    dl_iterate_phdr(search, &found);
    return found.file;
}

static const char *build(bool as_threads)
{
    return as_threads ? "with --threads" : "without --threads";
}

void pirn__loaded(const struct pirn__stamp *stamp)
{
    static const struct pirn__stamp own = {PIRN__ABI, AS_THREADS};
    if (stamp->abi != own.abi)
        pirn__die("%s was translated for version %u of Pirn's ABI, and the "
                  "runtime in %s is of version %u: recompile it with this Pirn",
                  file_of(stamp), stamp->abi, file_of(&own), own.abi);
    if (stamp->as_threads != own.as_threads)
        pirn__die("%s was built %s, and the runtime in %s %s: build both alike",
                  file_of(stamp), build(stamp->as_threads), file_of(&own),
                  build(own.as_threads));
}

/* A second copy of the runtime -----------------------------------------------
 *
 * A library may have been linked with the runtime, as the program has. Mostly
 * its copy lies idle, because what the program exports, or a library loaded
 * before, comes first. But if the program exports nothing (it was linked
 * without -rdynamic) and the library is loaded by dlopen(3), then the
 * coroutines of the one would use the runtime of the other by half. A note
 * tells that a program has a copy of the runtime. */

#define NOTE_NAME "Pirn"
enum { NOTE_TYPE = 1 };

__asm__(".pushsection .note.pirn, \"a\", %note\n"
        ".balign 4\n"
        ".long 5, 0, 1\n" /* of the name, of nothing behind it, the type */
        ".asciz \"Pirn\"\n"
        ".balign 4\n"
        ".popsection\n");

/* By that name the copy is found that is used; by the other one, this. */
__attribute__((visibility("default"))) void pirn__copy(void);
void pirn__copy(void)
{
}
void pirn__this_copy(void)
    __attribute__((alias("pirn__copy"), visibility("hidden")));

static bool is_note_of_pirn(const ElfW(Nhdr) * note)
{
    return note->n_type == NOTE_TYPE && note->n_namesz == sizeof NOTE_NAME &&
           memcmp(note + 1, NOTE_NAME, sizeof NOTE_NAME) == 0;
}

static bool has_note(const struct dl_phdr_info *object,
                     const ElfW(Phdr) * segment)
{
    const char *note = (const char *)(object->dlpi_addr + segment->p_vaddr);
    const char *end = note + segment->p_memsz;
    size_t align = segment->p_align == 8 ? 8 : 4;
    if (segment->p_type != PT_NOTE)
        return false;
    while (end - note >= (ptrdiff_t)sizeof(ElfW(Nhdr))) {
        const ElfW(Nhdr) *head = (const ElfW(Nhdr) *)note;
        size_t size = sizeof *head + head->n_namesz;
        if (is_note_of_pirn(head))
            return true;
        size = (size + align - 1) / align * align + head->n_descsz;
        note += (size + align - 1) / align * align;
    }
    return false;
}

/* What a walk through all that is loaded finds; the program comes first. */
struct walk {
    bool has_program; /* it has been met, ... */
    bool has_runtime; /* ... with the note */
    const char *name; /* of the file with this copy; NULL: not met yet */
};

static int visit(struct dl_phdr_info *object, size_t size, void *arg)
{
    struct walk *walk = arg;
    bool is_here = is_in_object(object, (const void *)pirn__this_copy);
    (void)size;
    for (int i = 0; i < object->dlpi_phnum && !walk->has_program; i++)
        walk->has_runtime |= has_note(object, &object->dlpi_phdr[i]);
    if (is_here)
        walk->name = walk->has_program ? object->dlpi_name : "";
    walk->has_program = true;
    return is_here || !walk->has_runtime;
}

__attribute__((constructor)) static void refuse_second_copy(void)
{
    struct walk walk = {false, false, NULL};
    if (pirn__copy != pirn__this_copy)
        return;
    dl_iterate_phdr(visit, &walk);
    if (walk.has_runtime && walk.name && *walk.name)
        pirn__die("%s brings a second runtime beside the program's: link the "
                  "program with -rdynamic, so that the library finds that one",
                  walk.name);
}
