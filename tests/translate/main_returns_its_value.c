// What async main returns is the exit status.
// elided: same
// exit: 7
#include <stdio.h>

#include <pirn.h>

static async int seven(void)
{
    await pirn_yield_now();
    return 7;
}

async int main(int argc, char **argv)
{
    printf("%d %d\n", argc, argv[argc] == NULL); // expect: 1 1
    return await seven();
}
