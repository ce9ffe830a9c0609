// Parameters of array type are pointers, however they are written.
// elided: same
#include "../tick.h"

typedef int triple[3];
typedef char name[8];

static async int plain(int a[], int n)
{
    await tick(0);
    return a[n];
}

static async int sized(int a[3])
{
    await tick(0);
    a[0]++;
    return a[2];
}

static async int at_least(int a[static 3])
{
    await tick(0);
    return a[1];
}

static async int fixed(int a[const])
{
    await tick(0);
    return a[1];
}

static async int fixed_at_least(int a[const static 2])
{
    await tick(0);
    return *a;
}

static async int by_typedef(triple t, const name s)
{
    await tick(0);
    t[0] += s[0];
    t++;
    return *t;
}

static async int matrix(int m[][2], int rows)
{
    int sum = 0;
    for (int i = 0; i < rows; i++)
        sum += await tick(m[i][1]);
    return sum;
}

static async int pointer_to_array(int (*p)[3])
{
    await tick(0);
    return (*p)[2];
}

static async int variable(int n, int a[n])
{
    await tick(0);
    return a[n - 1];
}

#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wvla-parameter"
static async int star(int n, int a[*]);
static async int star(int n, int a[n])
{
    await tick(0);
    return a[0] + n;
}

static async int many(triple *list, int n)
{
    await tick(0);
    return list[n][1];
}

static async void test(void)
{
    int a[3] = {1, 2, 3};
    say("%d\n", await plain(a, 1)); // expect: 2
    say("%d\n", await sized(a)); // expect: 3
    say("%d\n", await at_least(a)); // expect: 2
    say("%d\n", await fixed(a)); // expect: 2
    say("%d\n", await fixed_at_least(a)); // expect: 2
    say("%d\n", await by_typedef(a, (name){1})); // expect: 2
    say("%d\n", a[0]); // expect: 3
    int m[3][2] = {{1, 2}, {3, 4}, {5, 6}};
    say("%d\n", await matrix(m, 3)); // expect: 12
    say("%d\n", await pointer_to_array(&a)); // expect: 3
    say("%d\n", await variable(3, a)); // expect: 3
    say("%d\n", await star(3, a)); // expect: 6
    triple t[2] = {{1, 2, 3}, {4, 5, 6}};
    say("%d\n", await many(t, 1)); // expect: 5
}
