// What is wrong with an offloaded call is told as of any other.
#include <pirn.h>
#include <stdio.h>
struct thing {
    int n;
};
int takes(int a, struct thing *t);
int checked(int n) __attribute__((warn_unused_result));
void nothing(void);
async int f(char *s, unsigned n)
{
    await offload printf("%d\n", s); // gcc: 28 // clang: 34
    await offload takes(1); // gcc: 19 // clang: 26
    await offload takes(s, s); // says: 25 28
    await offload checked(1); // says: 19
    int v = await offload nothing(); // gcc: 27 9 // clang: 9
    struct thing t = await offload takes(1, 0); // gcc: 36 // clang: 18
    await offload takes(x, 0); // says: 25
    if (await offload takes(1, 0) == n) // says: 35
        return 1;
    await offload t.n(1); // gcc: 19 // clang: 22
} // gcc: 1
