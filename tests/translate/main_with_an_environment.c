// The third parameter of main, and parameters that main never uses.
// elided: same
#include <stdio.h>

#include <pirn.h>

int async main(int argc, char *argv[], char *envp[])
{
    await pirn_yield_now();
    printf("%d\n", envp != NULL && argc == 1 && argv[0] != NULL); // expect: 1
    return 0;
}
