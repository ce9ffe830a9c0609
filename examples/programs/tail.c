/* tail FILE...: the last ten lines of each file, and then what is written to
 * any of them, until it is interrupted. A file may be renamed and another take
 * its name, as logs are rotated; it may be cut, and it may come only later.
 *
 * It watches the directories, all by one generator: what happens to a name that
 * is asked for leads to the bytes that are new. */
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES = 10, BLOCK = 1 << 16 };

struct file {
    const char *path, *name; /* name: the last part of path */
    char *directory;
    struct stat in; /* the directory, as two paths may lead to one */
    int fd;         /* -1: there is none */
};

static struct file *files;
static size_t count;
static const struct file *last; /* that has printed something */

static void complain(const char *path, const char *what)
{
    fprintf(stderr, "tail: %s: %s\n", path, what);
}

/* Where the last lines of the file begin. */
static off_t find_last_lines(int fd)
{
    static char block[BLOCK];
    int lines = 0;
    off_t end = lseek(fd, 0, SEEK_END);
    for (off_t to = end; to > 0;) {
        off_t from = to > BLOCK ? to - BLOCK : 0;
        ssize_t got = pread(fd, block, (size_t)(to - from), from);
        if (got <= 0)
            break;
        for (off_t at = from + got; at-- > from;)
            if (block[at - from] == '\n' && at + 1 < end && ++lines == LINES)
                return at + 1;
        to = from;
    }
    return 0;
}

/* Prints what is new in f, with its name if another one was printed last. */
static async int print_new(struct file *f)
{
    static char block[BLOCK]; /* for one call at a time: there is one task */
    struct stat now;
    ssize_t got;
    if (f->fd < 0)
        return 0;
    if (fstat(f->fd, &now) == 0 && now.st_size < lseek(f->fd, 0, SEEK_CUR)) {
        complain(f->path, "has been cut");
        lseek(f->fd, 0, SEEK_SET);
    }
    while ((got = await pirn_read(f->fd, block, sizeof block)) > 0) {
        if (count > 1 && last != f)
            printf("%s==> %s <==\n", last ? "\n" : "", f->path);
        fflush(stdout);
        last = f;
        int rc = await pirn_write_all(1, block, (size_t)got, NULL);
        if (rc < 0)
            return rc;
    }
    return (int)got;
}

/* The file of that name is another one now, or there for the first time. */
static async int take_up(struct file *f)
{
    int rc = await print_new(f);
    if (f->fd >= 0)
        await pirn_close(f->fd);
    f->fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0 || rc < 0)
        return rc;
    return await print_new(f);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Something has happened to name, in the directory of files[which]. */
static async int follow_name(size_t which, const char *name, uint32_t mask)
{
    int rc = 0;
    for (size_t i = 0; i < count && rc >= 0; i++) {
        struct file *f = &files[i];
        if (strcmp(f->name, name) != 0 || !is_same(&f->in, &files[which].in))
            continue;
        if (mask & (IN_CREATE | IN_MOVED_TO))
            rc = await take_up(f);
        else
            rc = await print_new(f);
    }
    return rc;
}

/* From here on, it is told what happens: any file may have changed before. */
static async int look_at_all(void)
{
    int rc = 0;
    for (size_t i = 0; i < count && rc >= 0; i++) {
        struct stat here, there;
        struct file *f = &files[i];
        if (stat(f->path, &there) == 0 &&
            (f->fd < 0 || fstat(f->fd, &here) < 0 || !is_same(&here, &there)))
            rc = await take_up(f);
        else
            rc = await print_new(f);
    }
    return rc;
}

static async int follow(void)
{
    const char **directories = calloc(count, sizeof *directories);
    defer free(directories);
    if (!directories)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        directories[i] = files[i].directory;
    gen(struct pirn_watch_event) changes =
        pirn_watch(directories, count, IN_MODIFY | IN_CREATE | IN_MOVED_TO);
    defer await pirn_gen_close(changes);
    struct pirn_watch_event event;
    int rc;
    while ((rc = await pirn_next(changes, &event)) == 1) {
        if (event.path == count)
            rc = await look_at_all();
        else
            rc = await follow_name(event.path, event.name, event.mask);
        if (rc < 0)
            break;
    }
    return rc;
}

static void begin(struct file *f, const char *path)
{
    const char *slash = strrchr(path, '/');
    f->path = path;
    f->name = slash ? slash + 1 : path;
    f->directory =
        slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    if (!f->directory || stat(f->directory, &f->in) < 0) {
        complain(path, "there is no such directory");
        exit(1);
    }
    f->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0)
        complain(path, strerror(errno));
    else
        lseek(f->fd, find_last_lines(f->fd), SEEK_SET);
}

async int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: tail FILE...\n");
        return 2;
    }
    count = (size_t)argc - 1;
    files = calloc(count, sizeof *files);
    for (size_t i = 0; files && i < count; i++)
        begin(&files[i], argv[i + 1]);
    int rc = await follow();
    if (rc < 0)
        complain("stopped", strerror(-rc));
    return 1;
}
