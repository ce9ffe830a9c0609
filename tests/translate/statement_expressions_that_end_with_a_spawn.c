// The handle that a statement expression ends with is a handle like any other.
// elided: same
// asan
#include "../tick.h"

static async int work(int n)
{
    return await tick(n) + 10;
}

static async int passed(task(int) t)
{
    return await t;
}

static async int of_values(int n)
{
    int sum = 0;
    scope (s) {
        task(int) t = ({ spawn work(n); });
        task(int) u, v = ({
                         int k = n + 1;
                         again:
                             spawn work(k);
                     });
        u = n ? ({ (spawn work(3)); }) : ({ ({ spawn work(4); }); });
        for (int i = 0; i < 3; i++)
            await pirn_yield_now();
        sum += await t;
        sum += await u;
        task(int) copy = ({ v; });
        sum += await passed(({ copy; }));
        async int (*function)(int) = work;
        sum += await ({ function; })(n);
        if (n < 0)
            goto again_not_taken;
    }
again_not_taken:
    return sum;
}

/* As statements, wherever one may stand. */
static async int of_statements(int n)
{
    scope (s) {
        if (n)
            spawn work(1);
        else
            spawn work(2);
        for (int i = 0; i < 2; i++)
            spawn work(3);
        do
            spawn work(4);
        while (n-- > 1);
        ({ spawn work(5); });
        (void)({
            int k = 6;
        last:
            spawn work(k);
        });
        switch (n) {
        case 0: spawn work(7); break;
        default: (spawn work(8));
        }
        try_spawn work(9);
        if (n > 5)
            goto never;
    }
never:
    return n;
}

static async void test(void)
{
    for (int i = 0; i < 3; i++) {
        say("%d\n", await of_values(i));
        say("%d\n", await of_statements(i));
    }
    // expect: 45
    // expect: -1
    // expect: 47
    // expect: 0
    // expect: 50
    // expect: 0
}
