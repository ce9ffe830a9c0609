/* Watching files and directories, by the kernel's inotify(7). */
#ifndef PIRN_WATCH_H
#define PIRN_WATCH_H

#include <pirn/task.h>
#include <stddef.h>
#include <stdint.h>

/* Something that has happened to one of the watched paths, or to an entry of
 * one that is a directory. */
struct pirn_watch_event {
    size_t path;     /* its place in paths; or count: see below. Of two paths
                        that lead to the same file, that of the first */
    uint32_t mask;   /* IN_CREATE and so on, of <sys/inotify.h> */
    uint32_t cookie; /* the same in both halves of a rename, IN_MOVED_FROM and
                        IN_MOVED_TO; else 0 */
    char name[256];  /* of the entry; "" if it is the path itself */
};

#ifndef PIRN__RUNTIME

/* Gives what happens to any of the count paths, in its order, as far as mask
 * asks for it. IN_MASK_CREATE and its kind are flags of inotify_add_watch(2).
 * Entries of entries are not watched. It ends when all that was watched is
 * gone; and, as generators do, with a failure, of which a cancelled wait is
 * one: so a program that waits for something else, too, has a task of its own
 * take the events.
 *
 * An event whose path is count says that what was before it is not told: the
 * program has to look for itself. The first event is of this kind, with a mask
 * of 0: it comes when everything is watched. So is one with IN_Q_OVERFLOW:
 * events came faster than they were taken, and the kernel has dropped some.
 *
 * Each needs one of the user's inotify instances, of which there are 128 as
 * systems come, and a descriptor: a program that watches many paths gives all
 * of them to one.
 *
 * Suspends: pirn_next does, until something happens.
 * Returns:  pirn_next: -ENOENT, -EACCES, -ENOSPC and so on of
 *           inotify_add_watch(2), -EMFILE, -ENOMEM; -ECANCELED.
 * Owns:     paths, until the first pirn_next has returned. */
PIRN_ASYNC PIRN__GENERATOR struct pirn_watch_event
pirn_watch(const char *const *paths, size_t count, uint32_t mask);

#endif
#endif
