#include <pirn.h>
#include <stdio.h>

static long twice(long value)
{
    return 2 * value;
}

async long step(int n)
{
    long total = 10;
    char text[8] = "abc";
    for (int i = 0; i < n; i++) {
        total += i;
        await pirn_yield_now();
        total = twice(total);
        text[0]++;
    }
    puts(__func__);
    return total;
}

async long lazy(long n)
{
    long before = n + 5;
    puts("entry");
    await pirn_yield_now();
    long after = before + 1;
    puts("resumed");
    return twice(after + n);
}

async int main(void)
{
    long a = await lazy(3);
    long b = await step(2);
    printf("%ld %ld\n", a, b);
    return 0;
}
