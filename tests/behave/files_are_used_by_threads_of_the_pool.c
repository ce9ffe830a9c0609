/* Each function of <pirn/file.h> does what the system call of its name does,
 * and fails as that does. In a cancelled scope none is begun. */
// asan
// workers: any
// elided: same
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static async void show(const char *path)
{
    struct stat what;
    int rc = await pirn_stat(path, &what);
    if (rc < 0)
        printf("%s: %s\n", path, rc == -ENOENT ? "there is none" : "?");
    else
        printf("%s: %lld bytes\n", path,
               S_ISDIR(what.st_mode) ? 0LL : (long long)what.st_size);
}

static void see(const char *what, long rc, long wanted)
{
    if (rc != wanted)
        printf("%s: %ld instead of %ld\n", what, rc, wanted);
}
#define SEE(CALL, WANTED) see(#CALL, await CALL, WANTED)

static async void write_and_read(void)
{
    char text[16] = "";
    int fd = await pirn_open("a", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    SEE(pirn_pwrite(fd, "world", 5, 6), 5);
    SEE(pirn_pwrite(fd, "hello ", 6, 0), 6);
    SEE(pirn_pread(fd, text, sizeof text, 0), 11);
    printf("'%s'\n", text);
    // expect: 'hello world'
    SEE(pirn_pread(fd, text, sizeof text, 6), 5);
    SEE(pirn_pread(fd, text, sizeof text, 11), 0);
    SEE(pirn_pread(fd, text, 1, -1), -EINVAL);
    SEE(pirn_fsync(fd), 0);
    SEE(pirn_fdatasync(fd), 0);
    SEE(pirn_ftruncate(fd, 5), 0);
    await show("a");
    // expect: a: 5 bytes
    await pirn_close(fd);
    SEE(pirn_pread(fd, text, 1, 0), -EBADF);
    SEE(pirn_pwrite(fd, text, 1, 0), -EBADF);
    SEE(pirn_fsync(fd), -EBADF);
    SEE(pirn_ftruncate(fd, 0), -EBADF);
    SEE(pirn_fallocate(fd, 0, 0, 1), -EBADF);
}

static async void name_and_remove(void)
{
    struct stat what;
    SEE(pirn_mkdir("d", 0700), 0);
    SEE(pirn_mkdir("d", 0700), -EEXIST);
    int d = await pirn_open("d", O_DIRECTORY | O_RDONLY | O_CLOEXEC, 0);
    int fd = await pirn_openat(d, "b", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
                               0600);
    SEE(pirn_fstatat(d, "b", &what, 0), 0);
    SEE(pirn_open("d/b", O_CREAT | O_EXCL | O_WRONLY, 0600), -EEXIST);
    await pirn_close(fd);
    await pirn_close(d);
    SEE(pirn_rmdir("d"), -ENOTEMPTY);
    SEE(pirn_rename("d/b", "c"), 0);
    await show("d/b");
    // expect: d/b: there is none
    if (symlink("missing", "link") < 0)
        exit(1);
    SEE(pirn_stat("link", &what), -ENOENT);
    SEE(pirn_lstat("link", &what), 0);
    SEE(pirn_rmdir("d"), 0);
    SEE(pirn_unlink("link"), 0);
    SEE(pirn_unlink("a"), 0);
    SEE(pirn_unlink("c"), 0);
    SEE(pirn_unlink("c"), -ENOENT);
}

async int main(void)
{
    char directory[] = "/tmp/pirn-files-XXXXXX";
    if (!mkdtemp(directory) || chdir(directory) < 0)
        return 1;
    await write_and_read();
    await name_and_remove();
#ifdef __PIRN__
    scope (s) {
        pirn_scope_cancel(s);
        char c = 0;
        SEE(pirn_open("e", O_CREAT | O_WRONLY, 0600), -ECANCELED);
        SEE(pirn_pread(0, &c, 1, 0), -ECANCELED);
        SEE(pirn_pwrite(1, &c, 1, 0), -ECANCELED);
    }
#endif
    await show("e");
    // expect: e: there is none
    SEE(pirn_rmdir(directory), 0);
    return 0;
}
