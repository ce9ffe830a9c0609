// spawn evaluates its arguments at once; the task runs later, in order.
#include <stdio.h>

#include <pirn.h>

static int number(int n)
{
    printf("argument %d\n", n);
    return n;
}

static async void worker(int n)
{
    printf("begin %d\n", n);
    await pirn_yield_now();
    printf("end %d\n", n);
}

async int main(void)
{
    scope (s) {
        int i = 1;
        spawn worker(number(i++));
        spawn worker(number(i++));
        i = 100;
        printf("spawned\n");
        await pirn_yield_now();
        printf("between\n");
    }
    // expect: argument 1
    // expect: argument 2
    // expect: spawned
    // expect: begin 1
    // expect: begin 2
    // expect: between
    // expect: end 1
    // expect: end 2
    return 0;
}
