#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>

async int sum(int count, char **words)
{
    int total = 0;
    for (int i = 0; i < count; i++) {
        await pirn_yield_now();
        total += atoi(words[i]);
    }
    return total;
}

async int main(int argc, char **argv)
{
    printf("%d\n", await sum(argc - 1, argv + 1));
    return 0;
}
