/* Whole files, files in memory, and the directory for temporary ones. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool read_descriptor(int fd, struct content *text)
{
    size_t capacity = 1 << 16;
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        capacity = (size_t)status.st_size + 1;
    *text = (struct content){0};
    for (;;) {
        /* The room for one byte more lets the last read find the end. */
        if (!text->bytes || text->length == capacity - 1) {
            capacity = text->bytes ? 2 * capacity : capacity + 1;
            text->bytes = realloc(text->bytes, capacity);
            if (!text->bytes)
                die("out of memory");
        }
        ssize_t n =
            read(fd, text->bytes + text->length, capacity - 1 - text->length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        text->length += (size_t)n;
    }
    text->bytes[text->length] = '\0';
    return true;
}

bool read_file(const char *path, struct content *text)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = read_descriptor(fd, text);
    int error = errno;
    close(fd);
    errno = error;
    return ok;
}

struct content content_join(struct content *first, struct content *second)
{
    struct content both = {allocate(first->length + second->length + 1),
                           first->length + second->length};
    if (first->length)
        memcpy(both.bytes, first->bytes, first->length);
    if (second->length)
        memcpy(both.bytes + first->length, second->bytes, second->length);
    free(first->bytes);
    free(second->bytes);
    return both;
}

void replace_all(struct content *text, const char *from, const char *to)
{
    struct content all = {NULL, 0};
    const char *at = text->bytes, *end = at + text->length, *found;
    size_t length = strlen(from);
    if (!at || !memmem(at, text->length, from, length))
        return;
    FILE *out = open_memstream(&all.bytes, &all.length);
    if (!out)
        die("out of memory");
    for (; (found = memmem(at, (size_t)(end - at), from, length));
         at = found + length) {
        fwrite(at, 1, (size_t)(found - at), out);
        fputs(to, out);
    }
    fwrite(at, 1, (size_t)(end - at), out);
    fclose(out);
    free(text->bytes);
    *text = all;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

void write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || !write_all(fd, bytes, length) || close(fd) < 0)
        die("cannot write %s: %s", path, strerror(errno));
}

int memory_file(const char *name)
{
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0)
        die("cannot make a file in memory: %s", strerror(errno));
    return fd;
}

int open_again(int fd)
{
    int again = open(format_text("/proc/self/fd/%d", fd), O_RDONLY | O_CLOEXEC);
    if (again < 0)
        die("cannot open standard input again: %s", strerror(errno));
    return again;
}

static char *directory; /* the temporary one; NULL while there is none */

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

bool temporary_exists(void)
{
    return directory != NULL;
}

void temporary_remove(void)
{
    if (directory)
        nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    directory = NULL;
}

/* A TMPDIR that is not there or not writable is not our user's concern. */
const char *temporary_directory(void)
{
    if (directory)
        return directory;
    const char *const parents[] = {getenv("TMPDIR"), "/tmp", "/var/tmp", "."};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) {
        if (!parents[i] || !*parents[i])
            continue;
        char *path = realpath(parents[i], NULL); /* a child may change ours */
        if (!path)
            continue;
        path = format_text("%s/pirn-XXXXXX", path);
        if (mkdtemp(path)) {
            atexit(temporary_remove);
            return directory = path;
        }
    }
    die("no directory for temporary files: set TMPDIR to one");
}

const char *temporary_place(void)
{
    static unsigned made;
    char *path = format_text("%s/%u", temporary_directory(), ++made);
    if (mkdir(path, 0700) < 0)
        die("cannot make %s: %m", path);
    return path;
}
