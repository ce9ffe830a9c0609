/* pirn_watch: see <pirn/watch.h>. */
#ifdef __PIRN__ /* without the translator there are no generators */
#include <pirn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>

/* Which path a watch is for. inotify numbers them from 1. */
struct pirn__watches {
    size_t *path; /* by number; NOTHING: it is gone */
    size_t size, living;
};
#define NOTHING SIZE_MAX

/* Two paths of one file have one watch: it is that of the first. */
static int add_watch(struct pirn__watches *all, size_t number, size_t path)
{
    if (number >= all->size) {
        size_t size = number + all->size + 1;
        size_t *more = realloc(all->path, size * sizeof *more);
        if (!more)
            return -ENOMEM;
        all->path = more;
        while (all->size < size)
            all->path[all->size++] = NOTHING;
    }
    if (all->path[number] == NOTHING) {
        all->path[number] = path;
        all->living++;
    }
    return 0;
}

static int watch_all(struct pirn__watches *all, int fd,
                     const char *const *paths, size_t count, uint32_t mask)
{
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++) {
        int number = inotify_add_watch(fd, paths[i], mask);
        rc = number < 0 ? -errno : add_watch(all, (size_t)number, i);
    }
    return rc;
}

/* Makes of event what the program gets. Returns whether it is for that. */
static bool is_given(struct pirn__watches *all, size_t count,
                     const struct inotify_event *event,
                     struct pirn_watch_event *given)
{
    bool is_overflow = event->wd < 0;
    if (event->mask & IN_IGNORED) {
        all->path[event->wd] = NOTHING;
        all->living--;
        return false;
    }
    *given = (struct pirn_watch_event){
        .path = is_overflow ? count : all->path[event->wd],
        .mask = event->mask,
        .cookie = event->cookie,
    };
    if (event->len)
        strncpy(given->name, event->name, sizeof given->name - 1);
    return true;
}

PIRN_ASYNC PIRN_GENERATOR struct pirn_watch_event
pirn_watch(const char *const *paths, size_t count, uint32_t mask)
{
    _Alignas(struct inotify_event) char events[4096];
    struct pirn__watches all = {NULL, 0, 0};
    PIRN_DEFER free(all.path);
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0)
        pirn_fail(-errno);
    PIRN_DEFER PIRN_AWAIT pirn_close(fd);
    int rc = watch_all(&all, fd, paths, count, mask);
    if (rc < 0)
        pirn_fail(rc);
    struct pirn_watch_event first = {.path = count};
    PIRN_YIELD first;
    while (all.living > 0) {
        ssize_t size = PIRN_AWAIT pirn_read(fd, events, sizeof events);
        if (size < 0)
            pirn_fail((int)size);
        for (ssize_t at = 0; at < size;) {
            struct inotify_event *event = (struct inotify_event *)(events + at);
            struct pirn_watch_event given;
            at += (ssize_t)(sizeof *event + event->len);
            if (is_given(&all, count, event, &given))
                PIRN_YIELD given;
        }
    }
}
#endif
