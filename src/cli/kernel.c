/* Memory that the kernel holds for a program: the stacks on which it runs for
 * each thread, page tables, and its records of threads, mappings, descriptors.
 *
 * Where a memory cgroup can be made, the program runs in one of its own, and
 * all of that is charged to it, and nothing else. That needs a directory of
 * the hierarchy where we may write: root has one, and whoever is delegated
 * one; ours or one above it, as in the second version a group with processes
 * in it cannot have groups below it.
 *
 * Elsewhere what is told of a process by itself is looked at from time to
 * time: its page tables and how many threads it has, each of which has a
 * stack in the kernel. So it is less than all, and never that of others. */
#include "cli.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STACK = 16 << 10 }; /* or a page, if that is more */

enum way { UNKNOWN, BY_GROUP, BY_LOOKS };

static struct {
    enum way way; /* found out with the first program, then for all */
    bool is_peak_told;
    char *group; /* its directory; NULL: there is none now */
    int home;    /* where we go back to: the list of our group's processes */
    double peak;
} kernel = {.home = -1};

/* The hierarchy ------------------------------------------------------------ */

struct hierarchy {
    char *top, *ours; /* directories: where it is mounted, and our group's */
    bool is_first;    /* version */
};

/* The path of our group: the line of /proc/self/cgroup where the controllers
 * are those, up to commas. Empty in the second version. */
static char *path_of(const char *text, const char *controller)
{
    for (const char *line = text; line && *line;) {
        const char *end = strchr(line, '\n'), *colon = strchr(line, ':');
        const char *path = colon ? strchr(colon + 1, ':') : NULL;
        if (!end || !path || path > end)
            break;
        char *names = format_text(",%.*s,", (int)(path - colon - 1), colon + 1);
        char *wanted = format_text(",%s,", controller);
        bool is_it = strstr(names, wanted) != NULL;
        free(names);
        free(wanted);
        if (is_it)
            return format_text("%.*s", (int)(end - path - 1), path + 1);
        line = end + 1;
    }
    return NULL;
}

/* One line of /proc/self/mountinfo. What is above `root` is not to be seen
 * there. */
static bool read_mount(char *line, const char *path, struct hierarchy *found)
{
    char root[4096], top[4096], type[32], options[4096];
    char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*d %*d %*s %4095s %4095s", root, top) != 2 ||
        sscanf(rest, " - %31s %*s %4095s", type, options) != 2)
        return false;
    if (strcmp(type, found->is_first ? "cgroup" : "cgroup2") != 0)
        return false;
    char *names = format_text(",%s,", options);
    bool is_it = !found->is_first || strstr(names, ",memory,");
    free(names);
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (!is_it || strncmp(path, root, length) != 0)
        return false;
    found->top = format_text("%s", top);
    found->ours = format_text("%s%s", top, path + length);
    return true;
}

static bool find_hierarchy(struct hierarchy *found)
{
    struct content groups, mounts;
    bool is_found = false;
    if (!read_file("/proc/self/cgroup", &groups))
        return false;
    char *path = path_of(groups.bytes, "memory");
    found->is_first = path != NULL;
    if (!path)
        path = path_of(groups.bytes, "");
    if (path && read_file("/proc/self/mountinfo", &mounts)) {
        char *next;
        for (char *line = strtok_r(mounts.bytes, "\n", &next);
             line && !is_found; line = strtok_r(NULL, "\n", &next))
            is_found = read_mount(line, path, found);
        free(mounts.bytes);
    }
    free(path);
    free(groups.bytes);
    return is_found;
}

/* The group ---------------------------------------------------------------- */

static char *file_of_group(const char *name)
{
    return format_text("%s/%s", kernel.group, name);
}

/* What stands in a file of the group; NAN: nothing. After `key`, unless that is
 * NULL. */
static double figure_of_group(const char *name, const char *key)
{
    char *path = file_of_group(name);
    struct content text;
    double value = NAN;
    if (read_file(path, &text)) {
        const char *at = key ? strstr(text.bytes, key) : text.bytes;
        char *end;
        if (at) {
            at += key ? strlen(key) : 0;
            value = strtod(at, &end);
            value = end == at ? NAN : value;
        }
        free(text.bytes);
    }
    free(path);
    return value;
}

static double used_by_group(void)
{
    return kernel.is_peak_told
               ? figure_of_group("memory.kmem.max_usage_in_bytes", NULL)
               : figure_of_group("memory.stat", "\nkernel ");
}

/* True if what was written was taken. Writing "0" to a list of processes means
 * the one that writes. */
static bool write_to(int fd)
{
    return fd >= 0 && write(fd, "0", 1) == 1;
}

static bool write_to_group(const char *name)
{
    char *path = file_of_group(name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = write_to(fd);
    if (fd >= 0)
        close(fd);
    free(path);
    return ok;
}

static void remove_group(void)
{
    /* Its last process is a zombie no more, but may not be off the list yet. */
    for (int i = 0; rmdir(kernel.group) < 0 && i < 100; i++)
        usleep(1000);
    free(kernel.group);
    kernel.group = NULL;
}

/* Makes a group in the directory, and goes there. */
static bool enter_group_in(const char *directory)
{
    kernel.group = format_text("%s/pirn-%ld", directory, (long)getpid());
    if (mkdir(kernel.group, 0777) < 0) {
        free(kernel.group);
        kernel.group = NULL;
        return false;
    }
    if (!isnan(used_by_group()) && write_to_group("cgroup.procs"))
        return true;
    remove_group();
    return false;
}

static bool enter_group(void)
{
    struct hierarchy hierarchy = {0};
    if (!find_hierarchy(&hierarchy))
        return false;
    size_t top = strlen(hierarchy.top);
    char *directory = hierarchy.ours;
    char *list = format_text("%s/cgroup.procs", directory);
    kernel.home = open(list, O_WRONLY | O_CLOEXEC);
    kernel.is_peak_told = hierarchy.is_first;
    bool is_there = false;
    while (kernel.home >= 0 && !is_there) {
        is_there = enter_group_in(directory);
        char *slash = strrchr(directory, '/');
        if (!slash || slash < directory + top)
            break;
        *slash = '\0';
    }
    if (kernel.home >= 0 && !is_there)
        close(kernel.home);
    free(list);
    free(hierarchy.top);
    free(hierarchy.ours);
    return is_there;
}

/* A program ---------------------------------------------------------------- */

void kernel_begin(void)
{
    kernel.peak = 0;
    bool is_there = kernel.way != BY_LOOKS && enter_group();
    if (kernel.way == UNKNOWN)
        kernel.way = is_there ? BY_GROUP : BY_LOOKS;
}

void kernel_started(void)
{
    if (kernel.group && !write_to(kernel.home))
        die("cannot go back to the cgroup that we came from");
}

void kernel_reset(void)
{
    kernel.peak = 0;
    if (kernel.group && kernel.is_peak_told)
        write_to_group("memory.kmem.max_usage_in_bytes");
}

bool kernel_wants_looks(void)
{
    return !kernel.group || !kernel.is_peak_told;
}

static double used_by_process(pid_t pid)
{
    double page = (double)sysconf(_SC_PAGESIZE);
    double tables, threads;
    process_status(pid, "VmPTE", &tables, "Threads", &threads);
    return tables * 1024 + threads * (page > STACK ? page : STACK);
}

void kernel_look(pid_t pid)
{
    double used = kernel.way == BY_LOOKS ? used_by_process(pid)
                  : kernel.group         ? used_by_group()
                                         : NAN;
    if (used > kernel.peak) /* it is NAN for one that is gone */
        kernel.peak = used;
}

double kernel_end(void)
{
    if (kernel.group) {
        if (kernel.is_peak_told)
            kernel.peak = used_by_group();
        remove_group();
        close(kernel.home);
        kernel.home = -1;
    }
    return kernel.peak > 0 ? kernel.peak : NAN;
}

bool kernel_tells_all(void)
{
    return kernel.way == BY_GROUP;
}
