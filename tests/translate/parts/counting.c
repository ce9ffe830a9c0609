/* The other half of generators_of_another_file.c. */
#include <string.h>

#include "counting.h"

generator int counting(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

counting_function *counting_by_name(const char *name)
{
    return strcmp(name, "down") ? counting : counting_down;
}
