// With O_NONBLOCK or O_PATH pirn_open takes no thread of the pool, if all of the
// path is in memory; what makes or may wait for the file itself is left to it,
// and so is what the system refuses.
// expect: nonblock: opened, no thread
// expect: path: opened, no thread
// expect: none: -ENOENT
// expect: loop: -ELOOP
// expect: directory: -ENOTDIR
// expect: made: opened
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <pirn.h>

static int threads(void)
{
    char line[100];
    int count = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "Threads: %d", &count) == 1)
            break;
    if (status)
        fclose(status);
    return count;
}

/* Where the system does not know openat2(2) the pool opens all. */
static bool knows_openat2(void)
{
    return syscall(SYS_openat2, -1, NULL, NULL, 0) < 0 && errno != ENOSYS;
}

static const char *word(int rc)
{
    return rc >= 0           ? "opened"
           : rc == -ENOENT  ? "-ENOENT"
           : rc == -ELOOP   ? "-ELOOP"
           : rc == -ENOTDIR ? "-ENOTDIR"
                             : "?";
}

static async void open_one(const char *what, const char *path, int flags,
                           bool takes_none)
{
    int before = threads();
    int rc = await pirn_open(path, flags | O_CLOEXEC, 0600);
    bool took_none = threads() == before || !knows_openat2();
    printf("%s: %s%s\n", what, word(rc),
           !takes_none ? "" : took_none ? ", no thread" : ", a thread");
    if (rc >= 0)
        await pirn_close(rc);
}

async int main(void)
{
    char directory[] = "/tmp/pirn-open-XXXXXX";
    if (!mkdtemp(directory) || chdir(directory) < 0 || symlink("a", "l") < 0)
        return 1;
    fclose(fopen("a", "w"));
    await open_one("nonblock", "a", O_RDONLY | O_NONBLOCK, true);
    await open_one("path", ".", O_PATH | O_DIRECTORY | O_NOCTTY, true);
    await open_one("none", "b", O_RDONLY | O_NONBLOCK, false);
    await open_one("loop", "l", O_RDONLY | O_NONBLOCK | O_NOFOLLOW, false);
    await open_one("directory", "a", O_PATH | O_DIRECTORY, false);
    await open_one("made", "b", O_WRONLY | O_NONBLOCK | O_CREAT, false);
    unlink("l");
    unlink("a");
    unlink("b");
    return rmdir(directory) < 0;
}
