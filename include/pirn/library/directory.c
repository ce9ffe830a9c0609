/* pirn_walk: see <pirn/file.h>. */
#ifdef __PIRN__ /* without the translator there are no generators */
#include <dirent.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory that is being read. */
struct level {
    struct level *up;
    int fd;
    unsigned depth;    /* of its entries */
    size_t path;       /* so much of the text is its path */
    ssize_t at, count; /* bytes of entries that have been used, and are there */
    _Alignas(struct dirent64) char entries[8192];
};

struct walk {
    struct level *level; /* the innermost */
    char *text;          /* a path, and zero */
    size_t room;
};

static int set_name(struct walk *walk, size_t at, const char *name)
{
    size_t need = at + strlen(name) + 2;
    if (need > walk->room) {
        char *text = realloc(walk->text, 2 * need);
        if (!text)
            return -ENOMEM;
        walk->text = text;
        walk->room = 2 * need;
    }
    if (at > 0 && walk->text[at - 1] != '/')
        walk->text[at++] = '/';
    strcpy(walk->text + at, name);
    return 0;
}

/* Goes into the directory whose path the text is; name is its name in the one
 * above. */
static PIRN_ASYNC int enter(struct walk *walk, const char *name)
{
    struct level *up = walk->level, *level = malloc(sizeof *level);
    if (!level)
        return -ENOMEM;
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (up ? O_NOFOLLOW : 0);
    int fd = PIRN_AWAIT pirn_openat(up ? up->fd : AT_FDCWD, name, flags, 0);
    if (fd < 0) {
        free(level);
        return fd;
    }
    level->up = up;
    level->fd = fd;
    level->depth = up ? up->depth + 1 : 1;
    level->path = strlen(walk->text);
    level->at = level->count = 0;
    walk->level = level;
    return 0;
}

static PIRN_ASYNC void leave(struct walk *walk)
{
    struct level *level = walk->level;
    walk->level = level->up;
    PIRN_AWAIT pirn_close(level->fd);
    free(level);
}

static PIRN_ASYNC void end(struct walk *walk)
{
    while (walk->level)
        PIRN_AWAIT leave(walk);
    free(walk->text);
}

/* The next entry of the innermost directory. Returns 1; 0 at its end; -errno.
 */
static PIRN_ASYNC int next(struct level *level, struct dirent64 **entry)
{
    if (pirn_is_cancelled())
        return PIRN_AWAIT pirn_yield_now();
    if (level->at == level->count) {
        ssize_t count = PIRN_AWAIT PIRN_OFFLOAD getdents64(
            level->fd, level->entries, sizeof level->entries);
        level->at = 0;
        level->count = count < 0 ? 0 : count;
        if (count <= 0)
            return count < 0 ? -errno : 0;
    }
    *entry = (struct dirent64 *)(level->entries + level->at);
    level->at += (*entry)->d_reclen;
    return 1;
}

/* Some file systems do not tell the type with the name. */
static PIRN_ASYNC unsigned char type_of(struct level *level,
                                        const struct dirent64 *entry)
{
    struct stat what;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    int rc = PIRN_AWAIT pirn_fstatat(level->fd, entry->d_name, &what,
                                     AT_SYMLINK_NOFOLLOW);
    return rc < 0 ? DT_UNKNOWN : IFTODT(what.st_mode);
}

static bool is_to_be_given(const struct dirent64 *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static struct pirn_entry given(const struct walk *walk, unsigned depth,
                               unsigned char type, int error)
{
    const char *slash = strrchr(walk->text, '/');
    return (struct pirn_entry){
        .path = walk->text,
        .name = slash ? slash + 1 : walk->text,
        .depth = depth,
        .type = type,
        .error = error,
    };
}

PIRN_ASYNC PIRN_GENERATOR struct pirn_entry pirn_walk(const char *path,
                                                      unsigned depth)
{
    struct walk walk = {NULL, NULL, 0};
    PIRN_DEFER PIRN_AWAIT end(&walk);
    int rc = set_name(&walk, 0, path);
    if (rc == 0)
        rc = PIRN_AWAIT enter(&walk, path);
    if (rc < 0)
        pirn_fail(rc);
    while (walk.level) {
        struct level *level = walk.level;
        struct dirent64 *entry = NULL;
        rc = PIRN_AWAIT next(level, &entry);
        if (rc == -ECANCELED || (rc < 0 && level->depth == 1))
            pirn_fail(rc);
        if (rc <= 0) {
            unsigned of_itself = level->depth - 1;
            walk.text[level->path] = '\0';
            PIRN_AWAIT leave(&walk);
            if (rc < 0)
                PIRN_YIELD given(&walk, of_itself, DT_DIR, rc);
            continue;
        }
        if (!is_to_be_given(entry))
            continue;
        rc = set_name(&walk, level->path, entry->d_name);
        if (rc < 0)
            pirn_fail(rc);
        unsigned char type = PIRN_AWAIT type_of(level, entry);
        PIRN_YIELD given(&walk, level->depth, type, 0);
        if (type != DT_DIR || level->depth >= depth)
            continue;
        rc = PIRN_AWAIT enter(&walk, entry->d_name);
        if (rc == -ECANCELED || rc == -ENOMEM)
            pirn_fail(rc);
        if (rc < 0)
            PIRN_YIELD given(&walk, level->depth, DT_DIR, rc);
    }
}
#endif
