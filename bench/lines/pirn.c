/* What does a line of a file cost, by a reader with a buffer of 4 KiB? */
#include "lines.h"

#include <pirn.h>

async int main(void)
{
    char buffer[4096], *line;
    struct pirn_descriptor file = pirn_descriptor(lines_file());
    struct pirn_reader r;
    long lines = 0, bytes = 0, sum = 0;
    ssize_t n;
    pirn_reader_init(&r, &file.stream, buffer, sizeof buffer);
    double begin = bench_cpu_ns();
    while ((n = await pirn_read_line(&r, &line)) > 0) {
        lines++;
        bytes += n;
        sum += line[0];
    }
    double end = bench_cpu_ns();
    lines_check(lines, bytes, sum);
    bench_report("lines", (end - begin) / LINES, "ns");
    return 0;
}
