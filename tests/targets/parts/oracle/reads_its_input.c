/* Sums the numbers of its input, times its argument. */
#include <stdio.h>
#include <stdlib.h>
static int add(int a, int b)
{
    return a + b;
}
int main(int count, char **arguments)
{
    int sum = 0, n;
    while (scanf("%d", &n) == 1)
        sum = add(sum, n);
    printf("%d %s %d\n", sum * FACTOR, arguments[1], count);
    return 3;
}
