// Arrays of variable length are fine where nothing suspends during their life.
// elided: same
#include "../tick.h"

static int sum_of(int n, const int *a)
{
    int sum = 0;
    while (n--)
        sum += a[n];
    return sum;
}

static async int in_blocks(int n)
{
    int sum = await tick(0);
    {
        int a[n];
        for (int i = 0; i < n; i++)
            a[i] = i;
        sum += sum_of(n, a);
    }
    await tick(0);
    for (int i = 1; i < 3; i++) {
        sum += await tick(1);
        {
            char text[i + 1];
            text[i] = 7;
            sum += text[i] + (int)sizeof text;
        }
        await tick(0);
    }
    if (n > 2) {
        double d[n][2];
        d[n - 1][1] = 2;
        sum += (int)d[n - 1][1] + (int)(sizeof d / sizeof **d);
    }
    return sum;
}

/* Where the scope waits the blocks in it have been left. */
static async int in_a_scope(int n)
{
    int sum = 0;
    for (int i = 1; i < n; i++) {
        scope (s) {
            task(int) t = spawn tick(i);
            {
                int a[n];
                a[i] = 10 * i;
                sum += a[i];
                if (i == 3)
                    break;
            }
            if (i == 1) {
                int b[await t], size = sizeof b / sizeof *b;
                b[size - 1] = size;
                sum += b[size - 1];
            }
        } else {
            int c[sum];
            c[sum - 1] = 100;
            sum += c[sum - 1];
        }
    }
    return sum;
}

static async int never_waits(int n)
{
    int a[n], (*p)[n] = &a;
    for (int i = 0; i < n; i++)
        (*p)[i] = 2 * i;
    return a[n - 1];
}

static async void test(void)
{
    say("%d\n", await in_blocks(4)); // expect: 37
    say("%d\n", await in_a_scope(5)); // expect: 61
    say("%d\n", await never_waits(4)); // expect: 6
}
