// defer runs on every road out of its block, last first, with awaits around it.
// asan
#include "../tick.h"

static async int roads(int road)
{
    int steps = 0;
    defer say("outer(%d)", steps);
    for (int i = 0; i < 3; i++) {
        defer say("a%d ", i);
        steps += await tick(1);
        if (road == 1 && i == 1)
            break;
        defer say("b%d ", i);
        await tick(0);
        if (road == 2 && i < 2)
            continue;
        if (road == 3 && i == 1)
            return await tick(30) + steps++;
        if (road == 4 && i == 1)
            goto out;
        say(". ");
    }
    say("end ");
    return steps;
out:
    say("out ");
    await tick(0);
    return -steps;
}

static async int in_a_switch(int n)
{
    switch (await tick(n)) {
    case 1: {
        defer say("one ");
        await tick(0);
        break;
    }
    case 2: {
        defer say("two ");
        /* fall through */
    }
    case 3:
        say("three ");
        break;
    default: {
        defer say("other ");
        return await tick(9);
    }
    }
    return 0;
}

static async void nested(int depth)
{
    defer {
        say("(");
        {
            defer say("%d)", depth);
            int twice = depth * 2;
            defer {
                say("%d,", twice);
                defer say(";");
            }
        }
    }
    if (depth > 1)
        await nested(depth - 1);
    await tick(0);
}

/* The value is computed before the defer that changes what it came from. */
static async int value_first(void)
{
    int value = 1;
    defer value = 100;
    return await tick(value) + value;
}

struct pair {
    int a;
    long b;
};

static async struct pair struct_value(int n)
{
    struct pair pair = {n, n + 1};
    defer pair.a = pair.b = 0;
    if (n > 1) {
        defer await tick(0);
        return pair;
    }
    await tick(0);
    pair.b = 7;
    return pair;
}

/* Only what has been reached is done. */
static async void reached(int how_far)
{
    if (how_far == 0)
        return;
    defer say("first ");
    await tick(0);
    if (how_far == 1)
        return;
    defer say("second ");
    if (how_far == 2)
        return;
    await tick(0);
    defer say("third ");
}

/* A block that is entered again and again. */
static async void repeated(void)
{
    int count = 0;
again: {
    defer say("left%d ", count);
    count += await tick(1);
    if (count < 3)
        goto again;
}
    say("behind ");
}

static async int heads(int n)
{
    int sum = 0;
    while (await tick(n) > 0) {
        defer n--;
        if (await tick(n) == 2)
            continue;
        sum += n;
    }
    do {
        defer sum += 10;
        if (n == 0)
            continue;
    } while (n++ < await tick(2));
    for (await tick(0); await tick(n) < 6; n += await tick(1)) {
        defer sum += 100;
        if (n == 4)
            continue;
        sum++;
    }
    return sum;
}

static async void without_braces(int n)
{
    if (n)
        defer say("at once ");
    else
        defer say("as well ");
    say("then ");
    goto label;
label:
    defer say("last ");
    await tick(0);
    if (n > 0)
        goto end;
    say("here ");
end:
    return;
}

static int file_scope = 5;
static async void names(void)
{
    int name = 1;
    defer say("%d %d ", name, file_scope);
    await tick(0);
    int file_scope = 70;
    {
        int name = 300;
        defer say("%d %d ", name, file_scope);
        await tick(0);
        name++;
        file_scope++;
    }
    name++;
}

/* What is declared later lives as long as the defer that sees it. */
static async void later(void)
{
    const int *pointer = NULL;
    defer say("%d ", *pointer);
    await tick(0);
    int value = 41;
    pointer = &value;
    await tick(0);
    value++;
}

static async int in_expressions(int n)
{
    int value = ({
        defer say("x ");
        int twice = await tick(2 * n);
        defer twice = 0;
        twice + 1;
    });
    value += ({
        defer say("y ");
        if (n == 2)
            return -value;
        n;
    });
    return value;
}

static async void test(void)
{
    for (int road = 0; road < 5; road++)
        say(" = %d\n", await roads(road));
    // expect: . b0 a0 . b1 a1 . b2 a2 end outer(3) = 3
    // expect: . b0 a0 a1 end outer(2) = 2
    // expect: b0 a0 b1 a1 . b2 a2 end outer(3) = 3
    // expect: . b0 a0 b1 a1 outer(3) = 32
    // expect: . b0 a0 b1 a1 out outer(2) = -2
    for (int n = 1; n < 5; n++)
        say("%d ", await in_a_switch(n));
    say("|\n"); // expect: one 0 two three 0 three 0 other 9 |
    await nested(2);
    say("|\n"); // expect: (2,;1)(4,;2)|
    say("%d\n", await value_first()); // expect: 2
    struct pair pair = await struct_value(1);
    say("%d %ld ", pair.a, pair.b);
    pair = await struct_value(2);
    say("%d %ld\n", pair.a, pair.b); // expect: 1 7 2 3
    for (int i = 0; i < 4; i++)
        await reached(i);
    say("|\n"); // expect: first second first third second first |
    await repeated();
    say("|\n"); // expect: left1 left2 left3 behind |
    say("%d\n", await heads(3)); // expect: 336
    await without_braces(0);
    await without_braces(1);
    say("|\n"); // expect: as well then here last at once then last |
    await names();
    say("|\n"); // expect: 301 71 2 5 |
    await later();
    say("|\n"); // expect: 42 |
    say("%d\n", await in_expressions(1)); // expect: x y 4
    say("%d\n", await in_expressions(2)); // expect: x y -5
}
