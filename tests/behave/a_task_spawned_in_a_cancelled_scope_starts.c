// What was handed to a task is always taken: it runs, and its waits fail.
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int worker(int n)
{
    printf("took %d\n", n);
    return await pirn_yield_now() == -ECANCELED ? n : -1;
}

async int main(void)
{
    scope (s) {
        pirn_scope_cancel(s);
        task(int) t = spawn worker(3);
        spawn worker(4);
        printf("%d\n", await t);
    }
    // expect: took 3
    // expect: took 4
    // expect: 3
    return 0;
}
