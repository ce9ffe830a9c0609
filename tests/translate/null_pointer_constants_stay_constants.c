// 0 and NULL beside awaits are null pointers still, not integers.
// elided: same
#include "../tick.h"

static int object = 5;

static async int *pointer(int *p)
{
    await tick(0);
    return p;
}

static async void *untyped(void)
{
    await tick(0);
    return &object;
}

static async int is_null(int *a, void *b, int n)
{
    await tick(0);
    return (a == NULL) * 100 + (b == 0) * 10 + n;
}

static int plain_is_null(int *a, char *b, int n)
{
    return (a == NULL) * 100 + (b == 0) * 10 + n;
}

static async void test(void)
{
    int c = 1;
    int *p = c ? await pointer(&object) : 0;
    say("%d\n", *p); // expect: 5
    p = !c ? await pointer(&object) : NULL;
    say("%d\n", p == NULL); // expect: 1
    p = c ? 0 : await pointer(&object);
    say("%d\n", p == NULL); // expect: 1
    p = c ? (void *)0 : await pointer(&object);
    say("%d\n", p == NULL); // expect: 1
    p = c ? await untyped() : (int *)0;
    say("%d\n", *p); // expect: 5
    say("%d\n", *(c ? await pointer(&object) : NULL)); // expect: 5
    say("%d\n", await is_null(NULL, 0, await tick(3))); // expect: 113
    say("%d\n", plain_is_null(NULL, 0, await tick(3))); // expect: 113
    say("%d\n", await is_null(0, await untyped(), 1)); // expect: 101
    say("%d\n", await pointer(NULL) == NULL); // expect: 1
    say("%d\n", NULL != await pointer(&object)); // expect: 1
    say("%d\n", 0 == await pointer(&object)); // expect: 0
    p = (await tick(0), NULL);
    say("%d\n", p == NULL); // expect: 1
    struct {
        int *p;
        int n;
        char *q;
    } s = {NULL, await tick(2), 0};
    say("%d\n", plain_is_null(s.p, s.q, s.n)); // expect: 112
    p = await tick(1) ? NULL : &object;
    say("%d\n", p == NULL); // expect: 1
}
