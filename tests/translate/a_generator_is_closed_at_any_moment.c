// Closed before its start, in the middle, at its end, or when it is NULL.
// asan
// valgrind
#include <stdio.h>

#include <pirn.h>

static generator int numbers(void)
{
    int kept[100] = {0};
    for (int i = 0;; i++) {
        kept[i % 100] = i;
        yield kept[(i + 50) % 100];
        if (i > 200)
            return;
    }
}

int main(void)
{
    for (int steps = 0; steps < 300; steps += 50) {
        gen(int) g = numbers();
        int sum = 0, v;
        for (int i = 0; i < steps && pirn_next(g, &v) == 1; i++)
            sum += v;
        pirn_gen_close(g);
        printf("%d\n", sum);
    }
    // expect: 0
    // expect: 0
    // expect: 1225
    // expect: 4950
    // expect: 11175
    // expect: 11476
    gen(int) none = PIRN_NO_GEN;
    pirn_gen_close(none);
    return 0;
}
