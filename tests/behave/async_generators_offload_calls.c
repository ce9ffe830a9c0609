/* An async generator may offload calls between its values, and keeps what it
 * needs, where tasks are threads, too. */
// asan
// workers: any
// threads: any order, tsan
#include <pirn.h>
#include <stdio.h>

static int add(int a, int b)
{
    return a + b;
}

static async generator int sums(int n)
{
    int last = 0;
    for (int i = 0; i < n; i++) {
        last = await offload add(last, i);
        yield last;
        await pirn_yield_now();
        yield await offload add(last, 100);
    }
}

async int main(void)
{
    gen(int) g = sums(3);
    int value;
    while (await pirn_next(g, &value) == 1)
        printf("%d\n", value);
    // expect: 0
    // expect: 100
    // expect: 1
    // expect: 101
    // expect: 3
    // expect: 103
    await pirn_gen_close(g);
    return 0;
}
