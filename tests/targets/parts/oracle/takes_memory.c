/* Takes memory without end until there is no more. */
#include <stdio.h>
#include <stdlib.h>
static void *volatile last;
int main(void)
{
    int n = 0;
    while (n < 100 && (last = malloc(1 << 30)))
        n++;
    puts(n < 100 ? "no more" : "more and more");
    return 0;
}
