/* The file that is read: 100 MiB of lines of 60 bytes, in memory, so that no
 * disk has a say. */
#ifndef LINES_H
#define LINES_H

#include "../bench.h"

#include <unistd.h>

enum { LINE = 60, LINES = 100 * 1024 * 1024 / LINE };

/* Line i has i at its beginning. The descriptor stands at the first one. */
static inline int lines_file(void)
{
    char line[LINE + 1];
    int fd = memfd_create("lines", 0);
    FILE *file = fdopen(dup(fd), "w");
    for (long i = 0; i < LINES; i++) {
        snprintf(line, sizeof line, "%-*ld\n", LINE - 1, i);
        bench_check(fputs(line, file) >= 0, "the file");
    }
    bench_check(fclose(file) == 0 && lseek(fd, 0, SEEK_SET) == 0, "the file");
    return fd;
}

/* What a reader sums up: the first digits. */
static inline void lines_check(long lines, long bytes, long sum)
{
    long all = 0;
    for (long i = 0; i < LINES; i++) {
        long first = i;
        while (first > 9)
            first /= 10;
        all += '0' + first;
    }
    bench_check(lines == LINES && bytes == (long)LINES * LINE && sum == all,
                "the lines");
}

#endif
