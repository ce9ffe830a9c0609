#include "twice.h"

#include <stdio.h>

async int main(void)
{
    printf("%d\n", await twice(21));
    return 0;
}
