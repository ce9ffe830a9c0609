// Generators are declared in headers, defined static inline, and linked.
// with: parts/counting.c
#include <stdio.h>

#include "parts/counting.h"

int main(void)
{
    int v;
    gen(int) g = counting(3);
    while (pirn_next(g, &v) == 1)
        printf("%d ", v);
    printf("end\n"); // expect: 0 1 2 end
    pirn_gen_close(g);
    g = counting_down(3);
    while (pirn_next(g, &v) == 1)
        printf("%d ", v);
    printf("end\n"); // expect: 2 1 0 end
    pirn_gen_close(g);
    g = counting_by_name("down")(2);
    while (pirn_next(g, &v) == 1)
        printf("%d ", v);
    printf("end\n"); // expect: 1 0 end
    pirn_gen_close(g);
    return 0;
}
