/* Files and directories. The system calls that may wait for a disk are made by
 * threads of the pool, as by `await offload`, so that they hold up no other
 * task.
 *
 * Each is the one of POSIX, or Linux, of that name. What all of them say:
 * Suspends: while it is under way.
 * Returns:  what the call does; -errno; -ECANCELED, and then it was not begun.
 *           One that is under way when its scope is cancelled goes on to its
 *           end, and its result counts: no descriptor is lost.
 * Owns:     paths and buffers, until it returns. */
#ifndef PIRN_FILE_H
#define PIRN_FILE_H

#include <pirn/keywords.h>
#include <pirn/posix_types.h>
#include <stddef.h>
#include <stdint.h>

struct stat;

/* Opens a file: open(2). pirn_close closes it; pirn_read and pirn_write go on
 * where the last one ended, and wait for the disk on the task's own thread.
 * With O_NONBLOCK or O_PATH a file whose path is in memory takes no thread:
 * openat2(2). */
PIRN__ASYNC int pirn_open(const char *path, int flags, unsigned mode);
/* The same, of a path that begins at the directory dir: openat(2). */
PIRN__ASYNC int pirn_openat(int dir, const char *path, int flags,
                            unsigned mode);

/* Reads n bytes at offset; fewer only at the end of the file, or if that fails
 * behind some bytes. What is in memory already takes no thread: preadv2(2).
 * Suspends: unless it is. */
PIRN__ASYNC ssize_t pirn_pread(int fd, void *buf, size_t n, int64_t offset);
PIRN__ASYNC ssize_t pirn_pwrite(int fd, const void *buf, size_t n,
                                int64_t offset);
/* Waits until what was written is on the disk. */
PIRN__ASYNC int pirn_fsync(int fd);
PIRN__ASYNC int pirn_fdatasync(int fd);
PIRN__ASYNC int pirn_ftruncate(int fd, int64_t size);
/* Makes room on the disk: fallocate(2). */
PIRN__ASYNC int pirn_fallocate(int fd, int mode, int64_t offset, int64_t size);

/* What a path is. pirn_lstat does not follow a link at its end; pirn_fstatat
 * begins at the directory dir, and its flags are those of fstatat(2). */
PIRN__ASYNC int pirn_stat(const char *path, struct stat *what);
PIRN__ASYNC int pirn_lstat(const char *path, struct stat *what);
PIRN__ASYNC int pirn_fstatat(int dir, const char *path, struct stat *what,
                             int flags);

PIRN__ASYNC int pirn_rename(const char *from, const char *to);
PIRN__ASYNC int pirn_unlink(const char *path);
PIRN__ASYNC int pirn_mkdir(const char *path, unsigned mode);
PIRN__ASYNC int pirn_rmdir(const char *path);

#ifndef PIRN__RUNTIME

/* An entry of a directory. */
struct pirn_entry {
    const char *path;   /* that of pirn_walk, and the names from there on; until
                           the next pirn_next or pirn_gen_close */
    const char *name;   /* its last part */
    unsigned depth;     /* 1: in the directory itself */
    unsigned char type; /* DT_REG and so on, of <dirent.h> */
    int error; /* -errno: a directory that cannot be read, or not to its
                  end; or 0 */
};

/* Gives the entries of a directory, without "." and "..", in no order; those of
 * a directory inside it follow right behind that, down to depth; 1, 0: none of
 * them. Links are not followed. It reads no further than it is asked for, but
 * some entries at a time. A directory that fails is given once more, with the
 * error. Any other failure ends it, a cancelled wait too.
 *
 * Suspends: pirn_next does, while it reads.
 * Returns:  pirn_next: -ENOENT, -ENOTDIR, -EACCES and so on of the first
 *           directory; -ENOMEM; -ECANCELED.
 * Owns:     path, until the first pirn_next has returned; a descriptor for each
 *           directory down to the entry. */
PIRN_ASYNC PIRN__GENERATOR struct pirn_entry pirn_walk(const char *path,
                                                       unsigned depth);

#endif
#endif
