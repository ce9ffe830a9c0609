// A comma expression gives its last operand wherever a value is due.
// async-all
// asan
#include <pirn.h>
#include <stdio.h>

static int count;

static async int slow(int x)
{
    await pirn_yield_now();
    return x;
}

static async int before(int k, int *p)
{
    return *p = 0, k;
}

static async int behind(int k, int *p)
{
    await slow(1);
    return *p = 1, k;
}

static async int constant(int *p)
{
    await slow(1);
    return *p = 2, 7;
}

static async int awaited_first(int k)
{
    return await slow(1), k;
}

static async int awaited_last(int k)
{
    return count++, await slow(k);
}

static async long in_frame(int k)
{
    int *p = &k;
    await slow(1);
    return count++, (long)*p;
}

struct pair {
    int a, b;
};

static async struct pair record(int k)
{
    struct pair made = {k, k + 1};
    await slow(1);
    return count++, made;
}

static async void nothing(int *p)
{
    await slow(1);
    return ++*p, (void)++*p;
}

static async int out_of_a_scope(int k)
{
    scope (s) {
        spawn slow(1);
        return count++, k;
    }
    return 0;
}

static async int before_a_defer(int k)
{
    defer count++;
    await slow(1);
    return count++, k;
}

static int plain_with_a_defer(int k)
{
    defer count++;
    return count++, k;
}

static async int in_a_choice(int k)
{
    int a = k ? count++, k : await slow(2);
    int b = k ? await slow(3) : (count++, k);
    int c = ({
        await slow(1);
        count++, k + 1;
    });
    struct pair d = k ? count++, (struct pair){8, 9} : await record(1);
    return a * 1000 + b * 100 + c * 10 + d.b;
}

static async int in_conditions(int k)
{
    int n = 0;
    while (count++, k--)
        n += await slow(1);
    for (int i = (count++, 0); count++, i < await slow(2); count++, i++)
        n += 10;
    do
        n += 100;
    while (await slow(1), 0);
    if (await slow(0), 1)
        n += 1000;
    switch (await slow(1), 2) {
    case 2:
        n += 10000;
        break;
    default:
        break;
    }
    return n;
}

static async int where_scopes_are_named(void)
{
    int a = 0, b = 0;
    scope (s, .timeout = (count++, PIRN_S)) {
        task(int) x = spawn_in((count++, s)) slow(4);
        task(int) y = spawn slow((count++, 5));
        a = await(count++, x);
        b = await y;
    }
    return a * 10 + b;
}

async int main(void)
{
    int n = 5;
    printf("%d", await before(3, &n));
    printf(" %d\n", n); // expect: 3 0
    printf("%d", await behind(3, &n));
    printf(" %d\n", n); // expect: 3 1
    printf("%d", await constant(&n));
    printf(" %d\n", n);                     // expect: 7 2
    printf("%d\n", await awaited_first(3)); // expect: 3
    printf("%d\n", await awaited_last(4));  // expect: 4
    printf("%ld\n", await in_frame(5));     // expect: 5
    printf("%d\n", (await record(5)).b);    // expect: 6
    await nothing(&n);
    printf("%d\n", n);                              // expect: 4
    printf("%d\n", await out_of_a_scope(8));        // expect: 8
    printf("%d\n", count);                          // expect: 4
    printf("%d\n", await before_a_defer(9));        // expect: 9
    printf("%d\n", plain_with_a_defer(6));          // expect: 6
    printf("%d\n", count);                          // expect: 8
    printf("%d\n", await in_a_choice(1));           // expect: 1329
    printf("%d\n", count);                          // expect: 11
    printf("%d\n", await in_conditions(3));         // expect: 11123
    printf("%d\n", count);                          // expect: 21
    printf("%d\n", await where_scopes_are_named()); // expect: 45
    printf("%d\n", count);                          // expect: 25
    return 0;
}
