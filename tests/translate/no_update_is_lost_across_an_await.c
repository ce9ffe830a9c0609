// sum += await f() adds to what sum is when f has returned.
#include "../tick.h"

static int sum;

static async int add(int n)
{
    await tick(0);
    sum += n;
    await tick(0);
    return n * 10;
}

struct account {
    int balance;
    int history[4];
};

static async int deposit(struct account *account, int n)
{
    await tick(0);
    account->balance += n;
    return n;
}

static async void test(void)
{
    sum = 0;
    sum += await add(1);
    say("%d\n", sum); // expect: 11
    sum = sum + await add(2);
    say("%d\n", sum); // expect: 33
    sum -= await add(1);
    say("%d\n", sum); // expect: 24
    sum *= await add(1) / 5;
    say("%d\n", sum); // expect: 50
    struct account a = {100, {0}};
    a.balance += await deposit(&a, 10);
    say("%d\n", a.balance); // expect: 120
    struct account *p = &a;
    p->balance -= await deposit(p, 5);
    say("%d\n", a.balance); // expect: 120
    p->history[a.balance - 120] += p->balance + await deposit(p, 1);
    say("%d %d\n", a.history[0], a.history[1]); // expect: 0 122
    int local = 5;
    int *alias = &local;
    *alias += (await tick_store(&local, 7), await tick(1));
    say("%d\n", local); // expect: 8
    local <<= await tick(2);
    local |= await tick(1);
    local ^= await tick(3);
    local %= await tick(7);
    say("%d\n", local); // expect: 6
    double d = 1.5;
    d += await tick(2);
    d /= await tick(7);
    say("%.1f\n", d); // expect: 0.5
    char c = 120;
    c += await tick(10);
    say("%d\n", c); // expect: -126
    int array[3] = {1, 2, 3}, *q = array;
    q += await tick(2);
    say("%d\n", *q); // expect: 3
    int x, y;
    x = y = await tick(4);
    x += y += await tick(1);
    say("%d %d\n", x, y); // expect: 9 5
}
