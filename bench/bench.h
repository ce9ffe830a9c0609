/* What every benchmark program shares: the clock, the check, the report.
 *
 * A program answers one question for one contestant. It verifies its own
 * result, and prints one line per figure, "name value unit", where the name
 * is a row of the table or a row and a part of it ("echo-100.total"). The
 * driver has pinned it to one core before it starts.
 *
 * Time is the CPU time of the whole process, kernel included: all threads of
 * a program share one busy core, so on a quiet machine it is the wall time,
 * and on any other it leaves out what the neighbours did. */
#ifndef BENCH_H
#define BENCH_H

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* CPU time of the process so far, in nanoseconds. */
static inline double bench_cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Time on the monotonic clock, in nanoseconds. */
static inline long long bench_wall_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline void bench_report(const char *name, double value,
                                const char *unit)
{
    printf("%s %.6g %s\n", name, value, unit);
    fflush(stdout);
}

/* A wrong result is no result: the program ends without a figure. */
static inline void bench_check(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "wrong result: %s\n", what);
    exit(1);
}

/* The number n, which the compiler cannot know. */
static inline long bench_opaque(long n)
{
    __asm__ volatile("" : "+r"(n));
    return n;
}

/* How many items a program works through: usual, or what BENCH_SIZE in the
 * environment says, for bench/count, which runs it an instruction at a time. */
static inline long bench_size(long usual)
{
    const char *size = getenv("BENCH_SIZE");
    return bench_opaque(size ? atol(size) : usual);
}

/* An item has been worked through, or a part of one that another task does:
 * bench/count looks for these, and counts what happens between two of them. It
 * builds programs with BENCH_COUNT, in which threads take turns at items, as if
 * all were equally fast. Else these are nothing. */
#ifdef BENCH_COUNT
#define BENCH_MARK(name)                                                       \
    __attribute__((noinline, unused)) static void name(void)                   \
    {                                                                          \
        __asm__ volatile("# " #name); /* the two are not the same */           \
        sched_yield();                                                         \
    }
#else
#define BENCH_MARK(name)                                                       \
    static inline void name(void)                                              \
    {                                                                          \
    }
#endif
BENCH_MARK(bench_item)
BENCH_MARK(bench_part)

/* Keeps the calling thread on the nth of the cores that it may use, modulo
 * their number. Threads that it starts from then on are kept there, too. */
static inline void bench_pin(int n)
{
    cpu_set_t all, one;
    if (sched_getaffinity(0, sizeof all, &all))
        return;
    int left = n % CPU_COUNT(&all);
    CPU_ZERO(&one);
    for (int core = 0; core < CPU_SETSIZE; core++)
        if (CPU_ISSET(core, &all) && left-- == 0)
            CPU_SET(core, &one);
    sched_setaffinity(0, sizeof one, &one);
}

/* The next number of Marsaglia's xorshift64; *state is not 0. */
static inline unsigned long bench_random(unsigned long *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The numbers 0 to n-1 in random order (Fisher and Yates); from malloc. */
static inline unsigned *bench_permutation(unsigned n)
{
    unsigned *p = (unsigned *)malloc(n * sizeof *p);
    unsigned long seed = 88172645463325252;
    for (unsigned i = 0; i < n; i++) {
        unsigned j = (unsigned)(bench_random(&seed) % (i + 1));
        p[i] = p[j];
        p[j] = i;
    }
    return p;
}

/* Zeroed memory in 2 MiB pages where the system has them. The peers get it
 * too: what is compared is coroutines, not page sizes. */
static inline void *bench_pages(size_t size)
{
    size_t huge = (size_t)2 << 20;
    size = (size + huge - 1) & ~(huge - 1);
    char *p = (char *)mmap(NULL, size + huge, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    p = (char *)(((size_t)p + huge - 1) & ~(huge - 1));
    madvise(p, size, MADV_HUGEPAGE);
    return p;
}

/* Bytes of memory that the process has resident. */
static inline double bench_resident(void)
{
    char line[256];
    double kib = 0;
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Rss: %lf", &kib) == 1)
            break;
    if (f)
        fclose(f);
    return kib * 1024;
}

#endif
