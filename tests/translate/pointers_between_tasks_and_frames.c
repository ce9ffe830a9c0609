// Addresses of locals are compared, stored and followed across suspensions.
// elided: same
#include "../tick.h"

struct link {
    struct link *next;
    int value;
};

static struct link *head;

static async int add_links(int n)
{
    struct link here = {head, n};
    head = &here;
    int result = n > 1 ? await add_links(n - 1) : 0;
    await tick(0);
    for (struct link *l = head; l; l = l->next)
        result = result * 10 + l->value;
    head = here.next;
    return result % 1000000;
}

static async int swap(int *a, int *b)
{
    int t = *a;
    await tick(0);
    *a = *b;
    await tick(0);
    *b = t;
    return a < b;
}

static async int in_array(int n)
{
    int a[4] = {1, 2, 3, 4};
    int *p = a, *end = a + 4, **pp = &p;
    int sum = 0;
    for (; p != end; ++*pp) {
        sum = sum * 10 + *p;
        await tick(0);
    }
    await swap(&a[0], &a[n]);
    return sum * 10 + a[0];
}

static async int reads_through(const int *const *p)
{
    await tick(0);
    return **p;
}

static async int conditional_address(int n)
{
    int x = 1, y = 2;
    int *p = n ? &x : &y;
    await tick(0);
    (*p) += 10;
    await tick(0);
    return x * 100 + y;
}

static async int address_in_a_struct(int n)
{
    int target = n;
    struct {
        int *p;
        int *list[2];
    } s = {&target, {&target, NULL}};
    await tick(0);
    *s.p += 1;
    await tick(0);
    *s.list[0] += 1;
    return target;
}

static async int address_by_cast(int n)
{
    int target = n;
    uintptr_t address = (uintptr_t)&target;
    await tick(0);
    *(int *)address += 5;
    return target;
}

static async int array_decays(int n)
{
    char text[8] = "abcdefg";
    char *p = text, *q = text + n;
    await tick(0);
    *q = '!';
    return p[n] == '!' && text[n] == '!' && &text[n] == q;
}

static async int parameter_address(int a, int b)
{
    int *p = &b;
    await tick(0);
    *p = a;
    await tick(0);
    return b;
}

static async void test(void)
{
    head = NULL;
    say("%d\n", await add_links(3)); // expect: 123233
    int x = 1, y = 2;
    await swap(&x, &y);
    say("%d %d\n", x, y); // expect: 2 1
    say("%d\n", await in_array(2)); // expect: 12343
    const int *p = &x;
    say("%d\n", await reads_through(&p)); // expect: 2
    say("%d %d\n", await conditional_address(1), await conditional_address(0)); // expect: 1102 112
    say("%d\n", await address_in_a_struct(1)); // expect: 3
    say("%d\n", await address_by_cast(1)); // expect: 6
    say("%d\n", await array_decays(3)); // expect: 1
    say("%d\n", await parameter_address(1, 2)); // expect: 1
}
