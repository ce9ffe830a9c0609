/* pirn_watch gives what happens to paths in its order, tells of both halves of
 * a rename, of events that the kernel has dropped, and ends when all paths are
 * gone; two paths of one file are one. A path that is missing, and a cancelled
 * wait, are failures. */
// asan
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MASK = IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE | IN_DELETE_SELF
};

static void touch(const char *path)
{
    close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static const char *title(uint32_t mask)
{
    return mask & IN_CREATE        ? "created"
           : mask & IN_DELETE      ? "deleted"
           : mask & IN_MOVED_FROM  ? "moved from"
           : mask & IN_MOVED_TO    ? "moved to"
           : mask & IN_CLOSE_WRITE ? "written"
           : mask & IN_DELETE_SELF ? "gone"
                                   : "?";
}

static async void change(void)
{
    touch("one/a");
    await pirn_yield_now();
    rename("one/a", "two/b");
    unlink("two/b");
    rmdir("one");
    rmdir("two");
}

static async void show_all(struct pirn_scope *s)
{
    const char *paths[] = {"one", "two", "one/../one"};
    gen(struct pirn_watch_event) g = pirn_watch(paths, 3, MASK);
    struct pirn_watch_event event;
    uint32_t cookie = 0;
    int rc = await pirn_next(g, &event);
    printf("begin %d, path %zu, mask %u\n", rc, event.path, event.mask);
    spawn_in(s) change();
    while ((rc = await pirn_next(g, &event)) == 1) {
        printf("%s %s %s%s\n", paths[event.path], title(event.mask),
               *event.name ? event.name : "itself",
               event.cookie && event.cookie == cookie ? ", as before" : "");
        cookie = event.cookie;
    }
    printf("end %d\n", rc);
    await pirn_gen_close(g);
}

/* Twice as many files as the kernel keeps events. */
static void touch_many(void)
{
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    long most = 0;
    if (!file || fscanf(file, "%ld", &most) != 1)
        exit(1);
    fclose(file);
    for (long i = 0; i < 2 * most; i++) {
        touch(i % 2 ? "many/odd" : "many/even");
        unlink(i % 2 ? "many/odd" : "many/even");
    }
}

static async void miss_some(void)
{
    const char *paths[] = {"many"};
    gen(struct pirn_watch_event) g = pirn_watch(paths, 1, IN_CREATE);
    struct pirn_watch_event event;
    mkdir("many", 0700);
    await pirn_next(g, &event);
    touch_many();
    printf("first %d %s %s\n", await pirn_next(g, &event), title(event.mask),
           event.name);
    while (await pirn_next(g, &event) == 1 && event.mask & IN_CREATE)
        ;
    printf("overflow %d, path %zu\n", (event.mask & IN_Q_OVERFLOW) != 0,
           event.path);
    await pirn_gen_close(g);
    rmdir("many");
}

static async void fail(void)
{
    const char *paths[] = {".", "missing"};
    gen(struct pirn_watch_event) g = pirn_watch(paths, 2, IN_CREATE);
    struct pirn_watch_event event;
    printf("%d\n", await pirn_next(g, &event) == -ENOENT);
    await pirn_gen_close(g);
    g = pirn_watch(paths, 1, IN_CREATE);
    await pirn_next(g, &event);
    scope (s, .timeout = PIRN_MS)
        printf("%d\n", await pirn_next(g, &event) == -ECANCELED);
    await pirn_gen_close(g);
}

async int main(void)
{
    char directory[] = "/tmp/pirn-watch-XXXXXX";
    if (!mkdtemp(directory) || chdir(directory) < 0)
        return 1;
    mkdir("one", 0700);
    mkdir("two", 0700);
    scope (s)
        await show_all(s);
    // expect: begin 1, path 3, mask 0
    // expect: one created a
    // expect: one written a
    // expect: one moved from a
    // expect: two moved to b, as before
    // expect: two deleted b
    // expect: one gone itself
    // expect: two gone itself
    // expect: end 0
    await miss_some();
    // expect: first 1 created even
    // expect: overflow 1, path 1
    await fail();
    // expect: 1
    // expect: 1
    rmdir(directory);
    return 0;
}
