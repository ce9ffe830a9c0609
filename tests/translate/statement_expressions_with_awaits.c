// GNU statement expressions: inside awaited expressions and around awaits.
// elided: same
#include "../tick.h"

static async int simple(int n)
{
    return ({
        int x = await tick(n);
        x + 1;
    });
}

static async int inside_expression(int n)
{
    int y = 10 + ({
                int x = await tick(n);
                await tick(0);
                x * 2;
            }) + await tick(100);
    return y;
}

static async int return_from_inside(int n)
{
    int x = 1 + ({
                if (await tick(n) > 2)
                    return 99;
                n;
            });
    return x;
}

static async int break_from_inside(int n)
{
    int sum = 0;
    for (int i = 0;; i++)
        sum += ({
            if (await tick(i) == n)
                break;
            if (await tick(i) == 1)
                continue;
            i;
        });
    return sum;
}

static async int in_conditions(int n)
{
    int turns = 0;
    while (({
        int left = await tick(n);
        n--;
        left > 0;
    }))
        turns++;
    if (({ await tick(turns); }) == 3)
        turns += 10;
    return turns;
}

static async int nested(int n)
{
    return ({
        int a = ({
            int b = await tick(n);
            b + ({ await tick(1); });
        });
        a * 2;
    });
}

static async int of_void(int *p)
{
    (void)({
        await tick(0);
        ++*p;
    });
    ({ await tick_store(p, *p + 1); });
    return *p;
}

struct pair {
    int a, b;
};

static async int of_struct(int n)
{
    struct pair p = ({
        struct pair q = {await tick(n), 2};
        q.b += await tick(1);
        q;
    });
    return ({ p; }).a * 10 + p.b;
}

static async int in_arguments(int n)
{
    return note("a", ({ await tick(n); })) + await tick(({
               int x = n;
               x += await tick(1);
               x;
           }));
}

static async int after_suspension(int n)
{
    int before = await tick(n) + ({
                     int plain = n * 2;
                     plain;
                 });
    return before;
}

static async int with_loop(int n)
{
    return ({
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += await tick(i);
        sum;
    });
}

static async void test(void)
{
    say("%d\n", await simple(3)); // expect: 4
    say("%d\n", await inside_expression(3)); // expect: 116
    say("%d %d\n", await return_from_inside(1), await return_from_inside(3)); // expect: 2 99
    say("%d\n", await break_from_inside(4)); // expect: 5
    say("%d\n", await in_conditions(3)); // expect: 13
    say("%d\n", await nested(4)); // expect: 10
    int x = 5;
    say("%d\n", await of_void(&x)); // expect: 7
    say("%d\n", await of_struct(4)); // expect: 43
    say("%d\n", await in_arguments(2)); // expect: a 5
    say("%d\n", await after_suspension(4)); // expect: 12
    say("%d\n", await with_loop(5)); // expect: 10
}
