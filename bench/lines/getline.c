/* What does a line of a file cost, by getline(3)? */
#include "lines.h"

int main(void)
{
    FILE *file = fdopen(lines_file(), "r");
    char *line = NULL;
    size_t room = 0;
    long lines = 0, bytes = 0, sum = 0;
    ssize_t n;
    double begin = bench_cpu_ns();
    while ((n = getline(&line, &room, file)) > 0) {
        lines++;
        bytes += n;
        sum += line[0];
    }
    double end = bench_cpu_ns();
    lines_check(lines, bytes, sum);
    bench_report("lines", (end - begin) / LINES, "ns");
    return 0;
}
