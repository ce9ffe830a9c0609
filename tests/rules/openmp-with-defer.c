// A function with a defer is taken apart, which OpenMP does not allow.
#include <pirn.h>

void plain(int n)
{
    defer n = 0;
#pragma omp parallel for
    for (int i = 0; i < 3; i++) // error: an OpenMP region in a function with a defer [openmp]
        n += i;
}
// help: put the parallel region into a function of its own
