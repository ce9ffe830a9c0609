// Static locals exist once, whichever body runs; extern ones elsewhere.
// elided: same
#include "../tick.h"

static async int counter(void)
{
    static int count;
    static int step = 10;
    int before = count;
    await tick(0);
    count += step;
    await tick(0);
    return before + count;
}

static async int one_table(int n)
{
    static const char *const names[] = {"zero", "one", "two"};
    static int used[3] = {[1] = 5};
    used[n]++;
    await tick(0);
    return used[n] * 10 + names[n][0] % 10;
}

static async int *address(void)
{
    static int object;
    await tick(0);
    object++;
    return &object;
}

static async int in_blocks(int n)
{
    int sum = 0;
    {
        static int same_name = 1;
        sum += same_name++;
        await tick(0);
    }
    {
        static int same_name = 100;
        await tick(0);
        sum += same_name++;
    }
    for (int i = 0; i < n; i++) {
        static int turns;
        await tick(0);
        sum += 1000 * ++turns;
    }
    return sum;
}

static async int of_local_type(void)
{
    struct local {
        int a, b;
    };
    static struct local object = {1, 2};
    static struct local *pointer = &object;
    enum { SIZE = 3 };
    static int array[SIZE] = {SIZE};
    await tick(0);
    pointer->a++;
    array[2] += array[0];
    return object.a * 10 + array[2];
}

static async int self_reference(void)
{
    static struct ring {
        struct ring *next;
        int n;
    } ring = {&ring, 3};
    static int size = sizeof ring.n;
    static void *self = &self;
    await tick(0);
    return ring.next->n + size + (self == (void *)&self);
}

static async int external(void)
{
    extern int declared_below;
    extern int function_below(int);
    int plain_below(int);
    await tick(0);
    return function_below(declared_below) + plain_below(1);
}

int declared_below = 7;

int function_below(int x)
{
    return 2 * x;
}

int plain_below(int x)
{
    return x + 100;
}

static async int coroutine_below(void)
{
    extern async int awaited_below(int);
    return await awaited_below(3);
}

extern async int awaited_below(int);
async int awaited_below(int x)
{
    return await tick(x) * 3;
}

static async int per_thread(void)
{
    static __thread int each = 3;
    int before = each;
    each = 3;
    await tick(0);
    return before + each;
}

static async int recursive(int n)
{
    static int depth, deepest;
    if (++depth > deepest)
        deepest = depth;
    int below = n ? await recursive(n - 1) : await tick(0);
    depth--;
    int result = deepest;
    if (!depth)
        deepest = 0;
    return below ? below : result;
}

static int base;

static async void test(void)
{
    int first = await counter() - 2 * base;
    say("%d\n", first); // expect: 10
    base += 10;
    int used = await one_table(1);
    int again = await one_table(1);
    say("%d\n", again - used); // expect: 10
    int *p = await address();
    say("%d\n", p == await address()); // expect: 1
    int sum = await in_blocks(1);
    say("%d\n", await in_blocks(1) - sum); // expect: 1002
    int local = await of_local_type();
    say("%d\n", await of_local_type() - local); // expect: 13
    say("%d\n", await self_reference()); // expect: 8
    say("%d\n", await external()); // expect: 115
    say("%d\n", await coroutine_below()); // expect: 9
    say("%d\n", await per_thread()); // expect: 6
    say("%d\n", await recursive(4)); // expect: 5
}
