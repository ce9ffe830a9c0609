/* A descriptor is closed on one worker while another waits for it, and its file
 * stays open by another number: the kernel watches it for nobody any more, and
 * what comes there wakes nobody. */
// threads: no, the kernel watches nothing for them
// expect: they are told -EBADF, and 0 are left
#include "parts/two_workers.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILES = 20 };

static int closed[FILES], copies[FILES], peers[FILES];

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool is_closed(int fd)
{
    for (int i = 0; i < FILES; i++)
        if (closed[i] == fd)
            return true;
    return false;
}

/* How many of them are in some epoll instance of this process. */
static int count_registered(void)
{
    int count = 0, fd;
    char path[300], line[200];
    struct dirent *entry;
    DIR *directory = opendir("/proc/self/fdinfo");
    must(directory != NULL);
    while ((entry = readdir(directory))) {
        snprintf(path, sizeof path, "/proc/self/fdinfo/%s", entry->d_name);
        FILE *f = fopen(path, "r");
        while (f && fgets(line, sizeof line, f))
            count += sscanf(line, "tfd: %d", &fd) == 1 && is_closed(fd);
        if (f)
            fclose(f);
    }
    closedir(directory);
    return count;
}

static async ssize_t read_one(int fd)
{
    char c;
    return await pirn_read(fd, &c, 1);
}

static async int all(void)
{
    task(ssize_t) t[FILES];
    scope (s, .pinned = true) {
        for (int i = 0; i < FILES; i++) {
            int ends[2];
            must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
            closed[i] = ends[0];
            peers[i] = ends[1];
            copies[i] = dup(ends[0]);
            t[i] = spawn_on(1) read_one(ends[0]);
        }
        while (count_registered() < FILES)
            await pirn_yield_now();
        for (int i = 0; i < FILES; i++)
            await pirn_close(closed[i]);
        for (int i = 0; i < FILES; i++)
            must(await t[i] == -EBADF);
    }
    printf("they are told -EBADF, and %d are left\n", count_registered());
    for (int i = 0; i < FILES; i++) {
        close(copies[i]);
        close(peers[i]);
    }
    return 0;
}
