/* What generators_of_another_file.c and counting.c have in common. */
#ifndef COUNTING_H
#define COUNTING_H

#include <pirn.h>

typedef generator int counting_function(int n);

generator int counting(int n);
counting_function *counting_by_name(const char *name);

static inline generator int counting_down(int n)
{
    while (n > 0)
        yield --n;
}

#endif
