/* What is done with files by threads of the pool: see <pirn/file.h>. */
#include <pirn.h>
#ifdef __PIRN__
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#define PIRN__PREAD pread
#define PIRN__PWRITE pwrite
#else
#define PIRN__PREAD(fd, buf, n, at) syscall(SYS_pread64, fd, buf, n, (long)(at))
#define PIRN__PWRITE(fd, buf, n, at)                                           \
    syscall(SYS_pwrite64, fd, buf, n, (long)(at))
#endif

enum {
    PIRN__AT_FDCWD = -100,
    PIRN__AT_LINK = 0x100,
    PIRN__AT_DIRECTORY = 0x200
};

/* A system call that may wait for a disk. In a cancelled scope it is refused as
 * any wait is. */
PIRN__STATIC_ASYNC long pirn__disk_call(long number, long a, long b, long c,
                                        long d)
{
    long rc;
    if (pirn_is_cancelled()) {
        rc = PIRN_AWAIT pirn_yield_now();
        return rc;
    }
    rc = PIRN_AWAIT PIRN_OFFLOAD syscall(number, a, b, c, d);
    return rc < 0 ? -errno : rc;
}

/* Opens what needs neither the disk for its path, which openat2(2) is asked
 * for, nor a wait for the file itself, as a FIFO without O_NONBLOCK does.
 * Returns less than 0 if that failed, or might wait. */
PIRN__STATIC long pirn__open_at_hand(int dir, const char *path, int flags)
{
#if defined(__PIRN__) && defined(SYS_openat2) && defined(O_PATH)
    static bool is_unknown; /* to the system */
    struct {
        uint64_t flags, mode, resolve;
    } how = {0, 0, 0x20 /* RESOLVE_CACHED */};
    long rc;
    if (flags & O_PATH) /* the others mean nothing then, and are refused */
        flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    if (!(flags & (O_PATH | O_NONBLOCK)) || flags & (O_CREAT | O_TRUNC) ||
        __atomic_load_n(&is_unknown, __ATOMIC_RELAXED))
        return -1;
    how.flags = (uint64_t)flags;
    rc = syscall(SYS_openat2, dir, path, &how, sizeof how);
    if (rc < 0 && errno == ENOSYS)
        __atomic_store_n(&is_unknown, 1, __ATOMIC_RELAXED);
    return rc;
#else
    (void)dir, (void)path, (void)flags;
    return -1;
#endif
}

PIRN__ASYNC int pirn_openat(int dir, const char *path, int flags, unsigned mode)
{
    long rc;
    if (!pirn_is_cancelled() &&
        (rc = pirn__open_at_hand(dir, path, flags)) >= 0)
        return (int)rc;
    rc = PIRN_AWAIT pirn__disk_call(SYS_openat, dir, (long)path, flags,
                                    (long)mode);
    return (int)rc;
}

PIRN__ASYNC int pirn_open(const char *path, int flags, unsigned mode)
{
    return PIRN_AWAIT pirn_openat(PIRN__AT_FDCWD, path, flags, mode);
}

PIRN__ASYNC int pirn_fsync(int fd)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_fsync, fd, 0, 0, 0);
    return (int)rc;
}

PIRN__ASYNC int pirn_fdatasync(int fd)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_fdatasync, fd, 0, 0, 0);
    return (int)rc;
}

PIRN__ASYNC int pirn_ftruncate(int fd, int64_t size)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_ftruncate, fd, (long)size, 0, 0);
    return (int)rc;
}

PIRN__ASYNC int pirn_fallocate(int fd, int mode, int64_t offset, int64_t size)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_fallocate, fd, mode, (long)offset,
                                         (long)size);
    return (int)rc;
}

PIRN__ASYNC int pirn_fstatat(int dir, const char *path, struct stat *what,
                             int flags)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_newfstatat, dir, (long)path,
                                         (long)what, flags);
    return (int)rc;
}

PIRN__ASYNC int pirn_stat(const char *path, struct stat *what)
{
    return PIRN_AWAIT pirn_fstatat(PIRN__AT_FDCWD, path, what, 0);
}

PIRN__ASYNC int pirn_lstat(const char *path, struct stat *what)
{
    return PIRN_AWAIT pirn_fstatat(PIRN__AT_FDCWD, path, what, PIRN__AT_LINK);
}

PIRN__ASYNC int pirn_rename(const char *from, const char *to)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_renameat, PIRN__AT_FDCWD,
                                         (long)from, PIRN__AT_FDCWD, (long)to);
    return (int)rc;
}

PIRN__ASYNC int pirn_unlink(const char *path)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_unlinkat, PIRN__AT_FDCWD,
                                         (long)path, 0, 0);
    return (int)rc;
}

PIRN__ASYNC int pirn_rmdir(const char *path)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_unlinkat, PIRN__AT_FDCWD,
                                         (long)path, PIRN__AT_DIRECTORY, 0);
    return (int)rc;
}

PIRN__ASYNC int pirn_mkdir(const char *path, unsigned mode)
{
    long rc = PIRN_AWAIT pirn__disk_call(SYS_mkdirat, PIRN__AT_FDCWD,
                                         (long)path, (long)mode, 0);
    return (int)rc;
}

/* Reading and writing -------------------------------------------------------
 */

/* What can be read without waiting for the disk; -1: nothing is known. */
PIRN__STATIC ssize_t pirn__read_at_hand(int fd, void *buf, size_t n,
                                        int64_t offset)
{
#ifdef __PIRN__
    struct iovec part = {buf, n};
    return preadv2(fd, &part, 1, offset, RWF_NOWAIT);
#else
    (void)fd, (void)buf, (void)n, (void)offset;
    return -1;
#endif
}

PIRN__ASYNC ssize_t pirn_pread(int fd, void *buf, size_t n, int64_t offset)
{
    size_t done = 0;
    ssize_t rc;
    if (pirn_is_cancelled()) {
        rc = PIRN_AWAIT pirn_yield_now();
        return rc;
    }
    if (offset < 0) /* for preadv2, -1 is where the last read has ended */
        return -EINVAL;
    do {
        rc = pirn__read_at_hand(fd, (char *)buf + done, n - done,
                                offset + (int64_t)done);
        if (rc < 0)
            rc = PIRN_AWAIT PIRN_OFFLOAD PIRN__PREAD(
                fd, (char *)buf + done, n - done, offset + (int64_t)done);
        done += rc > 0 ? (size_t)rc : 0;
    } while (rc > 0 && done < n);
    return rc < 0 && !done ? -errno : (ssize_t)done;
}

PIRN__ASYNC ssize_t pirn_pwrite(int fd, const void *buf, size_t n,
                                int64_t offset)
{
    size_t done = 0;
    ssize_t rc;
    if (pirn_is_cancelled()) {
        rc = PIRN_AWAIT pirn_yield_now();
        return rc;
    }
    do {
        rc = PIRN_AWAIT PIRN_OFFLOAD PIRN__PWRITE(
            fd, (const char *)buf + done, n - done, offset + (int64_t)done);
        done += rc > 0 ? (size_t)rc : 0;
    } while (rc > 0 && done < n);
    return rc < 0 && !done ? -errno : (ssize_t)done;
}

#undef PIRN__PREAD
#undef PIRN__PWRITE
