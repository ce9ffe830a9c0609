// pirn_is_cancelled tells a task that never waits that it has been asked.
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static void plain(const char *where)
{
    printf("%s %d\n", where, pirn_is_cancelled());
}

static async int compute(void)
{
    int turns = 0;
    while (!pirn_is_cancelled()) {
        turns++;
        await pirn_yield_now();
    }
    return turns;
}

async int main(void)
{
    plain("outside"); // expect: outside 0
    scope (s) {
        task(int) t = spawn compute();
        for (int i = 0; i < 5; i++)
            await pirn_yield_now();
        plain("before"); // expect: before 0
        pirn_scope_cancel(s);
        plain("after"); // expect: after 1
        printf("%d\n", await t > 0); // expect: 1
        scope (inner) {
            plain("inner"); // expect: inner 1
        }
    }
    plain("behind"); // expect: behind 0
    return 0;
}
