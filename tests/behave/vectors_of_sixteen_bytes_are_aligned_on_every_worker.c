// A coroutine's locals of 16 bytes, such as vectors, are aligned in the frame
// of a task beside several workers, too. (Code that the compiler makes of them
// faults elsewhere.)
// workers: any
// asan
// expect: 3 6 9 12
// expect: 0 wrong
#include <pirn.h>
#include <stdint.h>
#include <stdio.h>

typedef float vector __attribute__((vector_size(16)));

static int wrong;

static async vector triple(vector a)
{
    vector twice = a * 2;
    vector *volatile p = &twice;
    await pirn_yield_now();
    if ((uintptr_t)p % 16)
        wrong++;
    return *p + a;
}

static async void show(void)
{
    vector sum = {0};
    scope (s) {
        task(vector) tasks[3];
        for (int i = 0; i < 3; i++)
            tasks[i] = spawn triple((vector){1, 2, 3, 4} / 3);
        for (int i = 0; i < 3; i++)
            sum += await tasks[i];
    }
    for (int i = 0; i < 4; i++)
        printf("%.0f%c", (double)sum[i], i < 3 ? ' ' : '\n');
}

async int main(void)
{
    await show();
    printf("%d wrong\n", wrong);
    return 0;
}
