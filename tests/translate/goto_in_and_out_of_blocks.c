// goto jumps into and out of blocks and loops that await, and backwards.
// elided: same
#include "../tick.h"

static async int out_of_loops(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            int product = await tick(i * j);
            if (product > 5)
                goto found;
            sum += product;
        }
    return -1;
found:
    await tick(0);
    return sum;
}

static async int into_a_loop(int n)
{
    int sum = 0, i = n;
    goto middle;
    for (i = 0; i < 3; i++) {
        sum += 100;
        await tick(0);
    middle:
        await tick(0);
        sum += i;
    }
    return sum;
}

static async int into_a_block(int n)
{
    int sum = 0;
    goto inside;
    {
        int skipped;
        sum = 1000;
    inside:
        skipped = n;
        await tick(0);
        sum += skipped;
    }
    return sum;
}

static async int into_an_if(int n)
{
    int turns = 0;
again:
    if (turns > 0 && await tick(n) > 100) {
    yes:
        turns += 10;
        await tick(0);
    } else {
        turns++;
        if (turns < 3)
            goto again;
        if (turns == 3)
            goto yes;
    }
    return turns;
}

static async int backwards_over_a_declaration(int n)
{
    int sum = 0;
again:;
    int fresh = n;
    int array[2] = {n, n + 1};
    await tick(0);
    fresh += array[1];
    array[1] = 99;
    sum += fresh;
    if (--n > 0)
        goto again;
    return sum;
}

static async int uninitialised_keeps_its_place(void)
{
    int turns = 0, sum = 0;
again:;
    int kept;
    int *p = &kept;
    if (turns == 0)
        kept = 5;
    await tick(0);
    sum += *p;
    *p += 1;
    if (++turns < 3)
        goto again;
    return sum;
}

static async int state_machine(const char *s)
{
    int words = 0;
outside:
    if (!*s)
        goto end;
    if (await tick(*s++) == ' ')
        goto outside;
    words++;
inside:
    if (!*s)
        goto end;
    if (await tick(*s++) != ' ')
        goto inside;
    goto outside;
end:
    return words;
}

static async int cleanup(int fail_at)
{
    int result = -1, log = 0;
    int *a = malloc(sizeof *a), *b;
    if (await tick(fail_at) == 1)
        goto free_a;
    b = malloc(sizeof *b);
    *b = await tick(7);
    if (fail_at == 2)
        goto free_b;
    result = *b;
free_b:
    await tick(0);
    free(b);
    log += 10;
free_a:
    await tick(0);
    free(a);
    log += 1;
    return result * 100 + log;
}

static async void test(void)
{
    say("%d\n", await out_of_loops(5)); // expect: 16
    say("%d\n", await into_a_loop(1)); // expect: 103
    say("%d\n", await into_a_block(4)); // expect: 4
    say("%d\n", await into_an_if(1)); // expect: 13
    say("%d\n", await backwards_over_a_declaration(3)); // expect: 15
    say("%d\n", await uninitialised_keeps_its_place()); // expect: 18
    say("%d\n", await state_machine("  ab c  def ")); // expect: 3
    say("%d %d %d\n", await cleanup(0), await cleanup(1), await cleanup(2)); // expect: 711 -99 -89
}
