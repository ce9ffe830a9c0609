/* The memory of this program that is there, in pages; a few of them may be
 * missing, or there no more. */
#include <stdio.h>
#include <stdlib.h>

static long resident_pages(void)
{
    long size = 0, pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld", &size, &pages) != 2)
        abort();
    fclose(f);
    return pages;
}
