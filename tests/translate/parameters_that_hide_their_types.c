// A parameter may have the name of its own type, or of the result's, and be declared register.
// async-all
#include <pirn.h>
#include <stdio.h>

typedef struct {
    int value;
} key;
typedef int number;

static async int plus(int *place, int n)
{
    await pirn_yield_now();
    return *place += n;
}

static async int of(key key)
{
    int n = key.value;
    await plus(&n, 1);
    return n + key.value;
}

static async number half(int number)
{
    await pirn_yield_now();
    return number / 2;
}

static async int kept(register int k, register const char *text)
{
    char copy[4];
    int sum = 0;
    copy[0] = *text;
    await plus(&sum, k);
    return sum + (copy[0] - 'a') + k;
}

static int times(int *place)
{
    int n = 1;
#pragma GCC unroll 2
    for (int i = 0; i < 3; i++)
        n *= *place;
    return n;
}

async int main(void)
{
    key k = {4};
    int two = 2;
    // expect: 9 4 7 8
    printf("%d %d %d %d\n", await of(k), await half(9), await kept(3, "b"),
           times(&two));
    return 0;
}
