/* driver PROGRAMS ROWS-FILE JSON-FILE [row...]: runs the benchmarks.
 *
 * Each question has a directory of programs, one for each contestant. They
 * are run in rounds: in each round every contestant once, so that what
 * changes on the machine meanwhile changes for all of them; and in each in
 * another order, since who comes after a program that has used much memory
 * finds it in another state. A slow contestant gets fewer rounds, but never
 * less than three. The programs are pinned to one core, but for those about
 * several workers. Where a question has a program load/load, that is run
 * instead with the contestant's program as its argument. */
#include "driver.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 7,
    FEWEST_ROUNDS = 3,
    MOST_SECONDS = 2, /* of one contestant, once it had its fewest rounds */
    LONGEST_RUN = 400 /* seconds, then it counts as hung: to count the system
                         calls of 10,000 threads takes more than two minutes */
};

struct contestant {
    char peer[NAME], program[512];
    double seconds; /* its runs have taken so far */
    int failed;
};

static int failures;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What several workers do is on all cores. */
static int needs_all_cores(const char *question)
{
    static const char *const those[] = {
        "tree-2",  "cpu-2",    "skynet-2", "pairs-2", "pair-2", "pingpong-2",
        "mutex-2", "select-2", "burst-2",  "spawn-2", "wake",   "echo-2w",
        "compare", "reading",  "offload",  "httpd",   "idle"};
    for (size_t i = 0; i < sizeof those / sizeof *those; i++)
        if (!strcmp(question, those[i]))
            return 1;
    return 0;
}

/* Keeps this process, a child to be, on the last core that there is. */
static void pin(void)
{
    cpu_set_t cores;
    int last = 0;
    sched_getaffinity(0, sizeof cores, &cores);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &cores))
            last = i;
    CPU_ZERO(&cores);
    CPU_SET(last, &cores);
    sched_setaffinity(0, sizeof cores, &cores);
}

/* Touches as much memory as most contestants use. In a virtual machine a page
 * that the host has taken back costs 25 times as much as another: without
 * this, whoever comes after a long pause pays for that. */
static void back_memory(void)
{
    size_t size = (size_t)256 << 20;
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return;
    madvise(p, size, MADV_HUGEPAGE);
    for (size_t i = 0; i < size; i += 4096)
        p[i] = 1;
    munmap(p, size);
}

/* Runs a command, which prints into out. True if it ended well. */
static int run(char *const command[], int is_pinned, char *out, size_t size)
{
    int answer[2], status;
    size_t length = 0;
    ssize_t n;
    if (pipe(answer))
        return 0;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(answer[1], STDOUT_FILENO);
        close(answer[0]);
        close(answer[1]);
        if (is_pinned)
            pin();
        alarm(LONGEST_RUN);
        execv(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    close(answer[1]);
    while (length < size - 1 &&
           (n = read(answer[0], out + length, size - 1 - length)) > 0)
        length += (size_t)n;
    out[length] = '\0';
    close(answer[0]);
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

static int compare(const void *a, const void *b)
{
    const struct contestant *x = a, *y = b;
    return peer_compare(x->peer, y->peer);
}

/* The programs in a directory, Pirn's first. Returns how many. */
static int contestants_of(const char *directory, struct contestant *found)
{
    int count = 0;
    struct stat s;
    DIR *d = opendir(directory);
    for (struct dirent *e; d && (e = readdir(d)) && count < MOST_PEERS;) {
        struct contestant *c = &found[count];
        *c = (struct contestant){.seconds = 0};
        snprintf(c->peer, sizeof c->peer, "%.63s", e->d_name);
        snprintf(c->program, sizeof c->program, "%s/%s", directory, c->peer);
        if (!stat(c->program, &s) && S_ISREG(s.st_mode) && s.st_mode & S_IXUSR)
            count++;
    }
    if (d)
        closedir(d);
    qsort(found, (size_t)count, sizeof *found, compare);
    return count;
}

static int is_due(const struct contestant *c, int round)
{
    return !c->failed && (round < FEWEST_ROUNDS || c->seconds < MOST_SECONDS);
}

/* Brings them into another order (Fisher and Yates, from a fixed seed). */
static void shuffle(struct contestant *contestants, int count)
{
    static unsigned random = 1;
    for (int i = count - 1; i > 0; i--) {
        random = random * 1103515245 + 12345;
        int j = (int)(random >> 16) % (i + 1);
        struct contestant c = contestants[i];
        contestants[i] = contestants[j];
        contestants[j] = c;
    }
}

/* One round: every contestant that is due, once. */
static void run_round(struct figures *all, struct contestant *contestants,
                      int count, int round, const char *load,
                      struct figure *figure)
{
    char out[4096], *argument = figure->argument;
    int is_pinned = !needs_all_cores(figure->question);
    for (int i = 0; i < count; i++) {
        struct contestant *c = &contestants[i];
        char *plain[] = {c->program, argument, NULL};
        char *loaded[] = {(char *)load, argument, c->program, NULL};
        if (!is_due(c, round))
            continue;
        back_memory();
        double begin = seconds();
        if (run(access(load, X_OK) ? plain : loaded, is_pinned, out,
                sizeof out)) {
            figures_take(all, c->peer, out);
        } else {
            fprintf(stderr, "%s failed\n", c->program);
            failures++;
            c->failed = 1;
        }
        c->seconds += seconds() - begin;
    }
}

/* Answers one question: all rounds. */
static void ask(struct figures *all, const char *programs,
                struct figure *figure)
{
    struct contestant contestants[MOST_PEERS];
    char directory[256], load[300];
    snprintf(directory, sizeof directory, "%s/%s", programs, figure->question);
    snprintf(load, sizeof load, "%s/load/load", directory);
    int count = contestants_of(directory, contestants);
    if (!count || strcmp(contestants[0].peer, "pirn")) {
        fprintf(stderr, "%s: Pirn's program is missing\n", directory);
        failures++;
    }
    for (int round = 0; round < ROUNDS; round++) {
        shuffle(contestants, count);
        run_round(all, contestants, count, round, load, figure);
    }
}

/* True if the two are answered by the same runs. */
static int same_question(const struct figure *a, const struct figure *b)
{
    return !strcmp(a->question, b->question) &&
           !strcmp(a->argument, b->argument);
}

int main(int argc, char **argv)
{
    static struct figures all;
    if (argc < 4)
        return fprintf(stderr, "driver PROGRAMS ROWS JSON [row...]\n"), 2;
    figures_read(&all, argv[2], argv + 4);
    if (!all.count)
        return fprintf(stderr, "no such row\n"), 2;
    for (int from = 0, to; from < all.count; from = to) {
        for (to = from + 1; to < all.count; to++)
            if (!same_question(&all.figures[from], &all.figures[to]))
                break;
        ask(&all, argv[1], &all.figures[from]);
        figures_print(&all, from, to, from == 0);
    }
    figures_write(&all, argv[3]);
    return failures != 0;
}
