// Members, labels and tags named like variables, words and typedefs.
// elided: same
#include "../tick.h"

typedef int number;

struct value {
    int value, x, number, await_result;
};

static async int same_everywhere(int x)
{
    struct x {
        int x;
        struct {
            int y;
        } z;
    } y = {.x = x, .z.y = 2};
    int z = y.x;
x:
    await tick(0);
    if (z++ < 3)
        goto x;
    return x + y.x + y.z.y + z;
}

static async int typedef_names(number n)
{
    struct value v = {.number = n, .value = 1};
    struct value *value = &v;
    await tick(0);
    number number = value->number + v.value;
    goto number;
number:
    await tick(0);
    return number + value->number;
}

static async int tag_and_variable(void)
{
    struct value value = {1, 2, 3, 4}, *pointer = &value;
    enum x { y = 5 };
    enum x x = y;
    await tick(0);
    return value.value + pointer->x + (int)x + value.await_result;
}

static async int designators(int x)
{
    int y = 1;
    struct {
        int x, y;
        int a[3];
    } s = {.y = x, .x = y, .a = {[1] = x}};
    await tick(0);
    return s.x * 100 + s.y * 10 + s.a[1];
}

static async int offsets(int x)
{
    struct pair {
        int x, y;
    };
    await tick(0);
    return x + (int)__builtin_offsetof(struct pair, y) +
           (int)offsetof(struct value, number);
}

static async void test(void)
{
    say("%d\n", await same_everywhere(1)); // expect: 8
    say("%d\n", await typedef_names(3)); // expect: 7
    say("%d\n", await tag_and_variable()); // expect: 12
    say("%d\n", await designators(4)); // expect: 144
    say("%d\n", await offsets(1)); // expect: 13
}
