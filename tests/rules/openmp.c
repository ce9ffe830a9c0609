// An OpenMP region is run by threads, each on a stack of its own.
// flags: -fopenmp
#include <pirn.h>

async int coroutine(int n)
{
    int sum = 0;
#pragma omp parallel for reduction(+ : sum)
    for (int i = 0; i < n; i++) // error: an OpenMP region in a coroutine [openmp]
        sum += i;
    await pirn_yield_now();
    return sum;
}
// help: put the parallel region into a plain function

int plain(int n)
{
    int sum = 0;
#pragma omp parallel for reduction(+ : sum)
    for (int i = 0; i < n; i++)
        sum += i;
    return sum;
}
