// Handles are values: in arrays, members, parameters and results.
// elided: same
// asan
// threads: any order
// workers: any
#include <stdio.h>

#include <pirn.h>

enum { N = 5 };

static async int square(int n)
{
    await pirn_sleep((N - n) * PIRN_US);
    return n * n;
}

struct job {
    int n;
    task(int) result;
};

static async int collect(struct job *job)
{
    return job->n * 1000 + await job->result;
}

static async int wait_for(task(int) t)
{
    return 1 + await t;
}

async int main(void)
{
    int sum = 0;
    scope (s) {
        task(int) list[N];
        for (int i = 0; i < N; i++)
            list[i] = spawn square(i);
        for (int i = N - 1; i >= 0; i--)
            sum = sum * 10 + await list[i] % 10;
        struct job job = {3, spawn square(3)};
        printf("%d\n", await collect(&job));
        task(int) inner = spawn square(2);
        task(int) outer = spawn wait_for(inner);
        printf("%d\n", await outer);
        task(int) a = spawn square(3), b = spawn square(4);
        printf("%d\n", await a + await b * 100);
        task(int) c = sum > 0 ? spawn square(1) : spawn square(2);
        printf("%d\n", await c);
    }
    // expect: 3009
    // expect: 5
    // expect: 1609
    // expect: 1
    printf("%d\n", sum); // expect: 69410
    return 0;
}
