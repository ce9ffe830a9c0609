/* pirn_walk gives each entry once, what is in a directory right behind it, down
 * to the depth that is asked for, and reads no further than it is asked.
 * Directories that cannot be read are given with their errors; of the first
 * one, the walk fails. Links are not followed. It may be closed and cancelled
 * anywhere. */
// asan
// workers: any
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANY = 1000 };

static void touch(const char *path)
{
    close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* All that is in path, in the order of the alphabet. */
static async void show(const char *path, unsigned depth)
{
    static char lines[16][64];
    int count = 0, rc;
    gen(struct pirn_entry) g = pirn_walk(path, depth);
    struct pirn_entry e;
    while ((rc = await pirn_next(g, &e)) == 1)
        snprintf(lines[count++], sizeof lines[0], "%s %s %u %s", e.path, e.name,
                 e.depth,
                 e.type == DT_DIR   ? "directory"
                 : e.type == DT_LNK ? "link"
                                    : "file");
    await pirn_gen_close(g);
    qsort(lines, (size_t)count, sizeof lines[0], by_text);
    for (int i = 0; i < count; i++)
        printf("%s\n", lines[i]);
    printf("end %d\n", rc);
}

/* A directory is gone when the walk comes to it. */
static async void remove_on_the_way(void)
{
    gen(struct pirn_entry) g = pirn_walk("many", 2);
    struct pirn_entry e;
    int files = 0, directories = 0, errors = 0;
    mkdir("many/in", 0700);
    while (await pirn_next(g, &e) == 1) {
        files += e.type == DT_REG;
        directories += e.type == DT_DIR && !e.error;
        errors += e.error == -ENOENT && strcmp(e.path, "many/in") == 0;
        if (e.type == DT_DIR && !e.error)
            rmdir(e.path);
    }
    printf("%d files, %d directory, %d error\n", files, directories, errors);
    await pirn_gen_close(g);
}

static async void stop_anywhere(void)
{
    struct pirn_entry e;
    gen(struct pirn_entry) g = pirn_walk("missing", 1);
    printf("%d\n", await pirn_next(g, &e) == -ENOENT);
    await pirn_gen_close(g);
    g = pirn_walk("many/1", 1);
    printf("%d\n", await pirn_next(g, &e) == -ENOTDIR);
    await pirn_gen_close(g);
    g = pirn_walk("many", 1);
    await pirn_gen_close(g);
    g = pirn_walk("many", 1);
    scope (s) {
        printf("%d ", await pirn_next(g, &e));
        pirn_scope_cancel(s);
        printf("%d\n", await pirn_next(g, &e) == -ECANCELED);
    }
    await pirn_gen_close(g);
}

async int main(void)
{
    char directory[] = "/tmp/pirn-walk-XXXXXX", path[32];
    if (!mkdtemp(directory) || chdir(directory) < 0)
        return 1;
    mkdir("t", 0700);
    mkdir("t/d", 0700);
    mkdir("t/d/e", 0700);
    touch("t/a");
    touch("t/d/b");
    touch("t/d/e/c");
    if (symlink("..", "t/d/up") < 0)
        return 1;
    await show("t", UINT_MAX);
    // expect: t/a a 1 file
    // expect: t/d d 1 directory
    // expect: t/d/b b 2 file
    // expect: t/d/e e 2 directory
    // expect: t/d/e/c c 3 file
    // expect: t/d/up up 2 link
    // expect: end 0
    await show("t/d/", 1);
    // expect: t/d/b b 1 file
    // expect: t/d/e e 1 directory
    // expect: t/d/up up 1 link
    // expect: end 0
    mkdir("many", 0700);
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "many/%d", i);
        touch(path);
    }
    await remove_on_the_way();
    // expect: 1000 files, 1 directory, 1 error
    await stop_anywhere();
    // expect: 1
    // expect: 1
    // expect: 1 1
    if ((system)("rm -r t many") != 0 || rmdir(directory) < 0)
        return 1;
    return 0;
}
