// Every task that is ready has its turn before one has its second.
#include <stdio.h>

#include <pirn.h>

static async void count(const char *name, int n)
{
    for (int i = 0; i < n; i++) {
        printf("%s%d ", name, i);
        await pirn_yield_now();
    }
}

async int main(void)
{
    scope (s) {
        spawn count("a", 3);
        spawn count("b", 2);
        spawn count("c", 4);
    }
    printf("end\n"); // expect: a0 b0 c0 a1 b1 c1 a2 c2 c3 end
    return 0;
}
