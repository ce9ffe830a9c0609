// A body's declarations are made afresh in each turn of the loop.
// elided: same
#include "../tick.h"

static async int in_for(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        int fresh = 1;
        int array[3] = {i};
        int *p = &fresh;
        await tick(0);
        *p += array[0] + array[2];
        array[2] = 100;
        sum += fresh;
    }
    return sum;
}

static async int in_while(int n)
{
    int sum = 0;
    while (n > 0) {
        struct {
            int a, b;
        } s = {.b = n};
        await tick(0);
        sum += s.a + s.b;
        s.a = 1000;
        n--;
    }
    return sum;
}

static async int in_do(int n)
{
    int sum = 0;
    do {
        char text[4] = "ab";
        text[2] = (char)('c' + n);
        await tick(0);
        sum += text[2] + text[3];
        text[3] = 1;
    } while (--n > 0);
    return sum;
}

static async int keeps_across_turns(int n)
{
    int previous = 0, sum = 0;
    for (int i = 1; i <= n; i++) {
        int now = await tick(i * i);
        sum += now - previous;
        previous = now;
    }
    return sum;
}

static async int list_of_loop_objects(void)
{
    int *last = NULL, sum = 0;
    for (int i = 0; i < 3; i++) {
        int object = i;
        last = &object;
        await tick(0);
        sum += *last;
    }
    return sum;
}

static async int nested(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        int row[3] = {0};
        for (int j = 0; j < 3; j++) {
            int cell = await tick(i * j);
            row[j] += cell;
        }
        sum += row[0] + row[1] + row[2];
    }
    return sum;
}

static async void test(void)
{
    say("%d\n", await in_for(4)); // expect: 10
    say("%d\n", await in_while(4)); // expect: 10
    say("%d\n", await in_do(3)); // expect: 303
    say("%d\n", await keeps_across_turns(5)); // expect: 25
    say("%d\n", await list_of_loop_objects()); // expect: 3
    say("%d\n", await nested(3)); // expect: 9
}
