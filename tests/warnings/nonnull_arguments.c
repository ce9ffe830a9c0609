// nonnull counts the user's parameters.
#include <stddef.h>

#include <pirn.h>

__attribute__((nonnull(2))) async int second(int *a, int *b);
__attribute__((nonnull)) async int all(int *a, int n, int *b);
async int test(int n);

async int test(int n)
{
    int sum = await second(NULL, &n);
    sum += await second(&n, NULL); // warning: -Wnonnull
    sum += await all(&n, 0, &n);
    sum += await all(&n, 0, NULL); // warning: -Wnonnull
    sum += await all(NULL, 1, &n); // warning: -Wnonnull
    return sum;
}
