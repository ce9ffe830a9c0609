// for, while and do may await in conditions, steps and initialisers, and
// break and continue go where they go in C.
// elided: same
#include "../tick.h"

static async int for_everywhere(int n)
{
    int sum = 0;
    for (int i = await tick(1), m = await tick(n); i < await tick(m);
         i += await tick(2)) {
        if (i == 3)
            continue;
        if (i > 8)
            break;
        sum = sum * 10 + i;
    }
    return sum;
}

static async int for_without_declaration(int n)
{
    int i, sum = 0;
    for (i = await tick(2); await tick(i) < n; await tick(0), i++)
        sum += i;
    return sum;
}

static async int for_empty(void)
{
    int i = 0;
    for (;;)
        if (await tick(++i) == 4)
            break;
    for (; await tick(i) < 10;)
        i++;
    for (;; await tick(0)) {
        if (i++ < 15)
            continue;
        return i;
    }
}

static async int while_condition(int n)
{
    int sum = 0;
    while (await tick(n--) > 0) {
        if (n == 3)
            continue;
        if (n == 0)
            break;
        sum = sum * 10 + n;
    }
    return sum;
}

static async int do_condition(int n)
{
    int sum = 0;
    do {
        if (n == 3)
            continue;
        sum = sum * 10 + n;
        if (n == 1)
            break;
    } while (await tick(--n) > 0 || await tick(0));
    return sum;
}

static async int do_with_continue_in_switch(int n)
{
    int sum = 0;
    do {
        switch (n) {
        case 2:
            continue;
        case 3:
            break;
        default:
            sum += 100;
        }
        sum += n;
    } while (await tick(--n));
    return sum;
}

static async int in_head_and_body(int n)
{
    int sum = 0;
    while (await tick(n) && n--)
        for (int i = 0; await tick(i) < n; i++)
            do
                sum += await tick(1);
            while (await tick(0));
    return sum;
}

static async int only_in_step(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i += await tick(1)) {
        int square = i * i;
        if (square & 1)
            continue;
        sum += square;
    }
    return sum;
}

static async int only_in_condition(int n)
{
    int sum = 0, i = 0;
    while (i < await tick(n))
        sum += i++;
    return sum;
}

static async int condition_with_logic(int n)
{
    int turns = 0;
    for (int i = 0; i < n && await tick(i) != 5 && !(await tick(i) > 7); i++)
        turns++;
    while (turns < 9 || await tick(turns) < 11)
        turns++;
    return turns;
}

static async void test(void)
{
    say("%d\n", await for_everywhere(20)); // expect: 157
    say("%d\n", await for_without_declaration(6)); // expect: 14
    say("%d\n", await for_empty()); // expect: 16
    say("%d\n", await while_condition(6)); // expect: 5421
    say("%d\n", await do_condition(5)); // expect: 5421
    say("%d\n", await do_with_continue_in_switch(4)); // expect: 208
    say("%d\n", await in_head_and_body(4)); // expect: 6
    say("%d\n", await only_in_step(5)); // expect: 20
    say("%d\n", await only_in_condition(5)); // expect: 10
    say("%d\n", await condition_with_logic(20)); // expect: 11
}
