/* After pirn_close the kernel reports nothing of the file any more, though
 * another process, or another number, keeps it open. */
// asan
// threads: any order
#include <dirent.h>
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How many times descriptor fd is watched by the epoll descriptor of that
 * name. */
static int watches_of(const char *name, int fd)
{
    char path[64], target[64], line[128];
    int count = 0, watched;
    snprintf(path, sizeof path, "/proc/self/fd/%.20s", name);
    ssize_t n = readlink(path, target, sizeof target - 1);
    target[n > 0 ? n : 0] = '\0';
    if (strcmp(target, "anon_inode:[eventpoll]") != 0)
        return 0;
    snprintf(path, sizeof path, "/proc/self/fdinfo/%.20s", name);
    FILE *info = fopen(path, "r");
    while (info && fgets(line, sizeof line, info))
        count += sscanf(line, "tfd: %d", &watched) == 1 && watched == fd;
    if (info)
        fclose(info);
    return count;
}

static int watches(int fd)
{
    int count = 0;
    struct dirent *entry;
    DIR *all = opendir("/proc/self/fd");
    while (all && (entry = readdir(all)))
        count += watches_of(entry->d_name, fd);
    if (all)
        closedir(all);
    return count;
}

static async int get(int fd)
{
    char c;
    return (int)await pirn_read(fd, &c, 1);
}

async int main(void)
{
    int fd[2], copy;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd))
        return 1;
    copy = dup(fd[0]);
    scope (s) {
        task(int) reader = spawn get(fd[0]);
        await pirn_yield_now();
        (void)!write(fd[1], "x", 1);
        printf("read %d\n", await reader);
        // expect: read 1
    }
    await pirn_close(fd[0]);
    printf("watched %d times\n", watches(fd[0]));
    // expect: watched 0 times
    scope (s) {
        task(int) reader = spawn get(copy);
        await pirn_yield_now();
        await pirn_sleep(PIRN_MS);
        dup2(copy, fd[0]);
        await pirn_close(copy);
        printf("told %d\n", await reader == -EBADF);
        // expect: told 1
    }
    printf("watched %d times\n", watches(copy));
    // expect: watched 0 times
    close(fd[0]);
    close(fd[1]);
    return 0;
}
