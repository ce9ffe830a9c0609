/* Files and directories: a diary that is saved as a whole or not at all, read
 * again by several tasks, and watched by another.
 *
 *     pirn run examples/22_files.c
 *
 * What may wait for a disk is done by threads of the pool, so that no task is
 * held up by another one's file. */
// asan
// workers: any
// threads: any order, tsan
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pirn.h>

/* A program that opens path finds the old text or the new one, at any time. */
static async int save(const char *path, const char *text)
{
    char beside[PATH_MAX];
    bool saved = false;
    snprintf(beside, sizeof beside, "%s.new", path);
    int fd = await pirn_open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0)
        return fd;
    defer if (!saved) await pirn_unlink(beside);
    defer await pirn_close(fd);
    int rc = await pirn_write_all(fd, text, strlen(text), NULL);
    if (rc == 0)
        rc = await pirn_fsync(fd);
    if (rc == 0)
        rc = await pirn_rename(beside, path);
    saved = rc == 0;
    return rc;
}

/* Tells of the files that are saved, until there were so many. */
static async void watch(const char *directory, int many,
                        struct pirn_event *watching)
{
    gen(struct pirn_watch_event) events =
        pirn_watch(&directory, 1, IN_MOVED_TO);
    defer await pirn_gen_close(events);
    struct pirn_watch_event event;
    while (many > 0 && await pirn_next(events, &event) == 1) {
        if (event.mask == 0) {
            pirn_event_set(watching); /* from now on nothing is missed */
        } else {
            printf("%s has been saved\n", event.name);
            many--;
        }
    }
}

/* Owns path. */
static async void count_lines(char *path, _Atomic long *lines)
{
    char block[4096];
    ssize_t n = 0;
    defer free(path);
    int fd = await pirn_open(path, O_RDONLY, 0);
    if (fd < 0)
        return;
    defer await pirn_close(fd);
    for (int64_t at = 0;
         (n = await pirn_pread(fd, block, sizeof block, at)) > 0; at += n)
        for (ssize_t i = 0; i < n; i++)
            if (block[i] == '\n')
                ++*lines;
}

/* Counts the lines of all files below the directory, four of them at a time. */
static async long count_all(const char *directory)
{
    gen(struct pirn_entry) entries = pirn_walk(directory, UINT_MAX);
    defer await pirn_gen_close(entries);
    struct pirn_entry entry;
    _Atomic long lines = 0;
    int rc;
    scope (s, .limit = 4) {
        while ((rc = await pirn_next(entries, &entry)) == 1) {
            struct stat what;
            if (entry.error)
                printf("%s: %s\n", entry.path, strerror(-entry.error));
            else if (await pirn_lstat(entry.path, &what) == 0 &&
                     S_ISREG(what.st_mode))
                spawn count_lines(strdup(entry.path), &lines);
        }
    }
    return rc < 0 ? rc : lines;
}

async int main(void)
{
    static struct pirn_event watching;
    char directory[] = "/tmp/diary.XXXXXX";
    if (!mkdtemp(directory) || chdir(directory) < 0)
        return 1;
    scope (s) {
        spawn watch(".", 2, &watching);
        await pirn_event_wait(&watching);
        await save("monday", "rain\n");
        await save("tuesday", "rain\nand snow\n");
        await pirn_mkdir("1999", 0777);
        await save("1999/friday", "snow\n");
    }
    printf("%ld lines\n", await count_all("."));
    printf("no such place: %s\n", strerror((int)-await count_all("2000")));
    await pirn_unlink("1999/friday");
    await pirn_unlink("monday");
    await pirn_unlink("tuesday");
    await pirn_rmdir("1999");
    return await pirn_rmdir(directory) < 0;
}

// expect: monday has been saved
// expect: tuesday has been saved
// expect: 4 lines
// expect: no such place: No such file or directory
