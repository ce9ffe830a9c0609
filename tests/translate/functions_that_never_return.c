// A function that is declared as one that never returns, before its definition,
// may wait.
// exit: 3
// async-all
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>

static _Noreturn void stop(int status);
noreturn static void stop_later(int status);

static int twice(int x)
{
    return 2 * x;
}

static int never(int x)
{
    if (twice(x) > 3)
        stop_later(twice(1));
    return x;
}

int main(void)
{
    printf("%d\n", never(1)); // expect: 1
    printf("%d\n", never(2));
    return 1;
}

static void stop_later(int status)
{
    printf("%d\n", twice(status)); // expect: 4
    stop(status + 1);
}

static void stop(int status)
{
    int doubled = twice(status);
    printf("%d\n", doubled); // expect: 6
    exit(doubled / 2);
}
