// Structs, unions, enums and typedefs that a coroutine declares for itself.
// elided: same
#include "../tick.h"

static async int local_types(int n)
{
    struct pair {
        int a, b;
    };
    enum color { RED = 5, GREEN, BLUE };
    typedef struct pair couple;
    typedef couple couples[2];
    enum color c = GREEN;
    couples p = {{n, n + 1}, {.b = n + 2}};
    await tick(0);
    struct pair q = p[0];
    enum { LOCAL = 100 };
    await tick(0);
    return q.a + q.b + p[1].b + c + LOCAL;
}

static async int anonymous(int n)
{
    struct {
        int x;
        struct {
            int y;
        };
        union {
            int z;
            char c[4];
        };
    } s = {n, {n + 1}, {n + 2}}, *p = &s;
    union {
        int i;
        float f;
    } u;
    u.i = n;
    await tick(0);
    return p->x + s.y + p->z + u.i;
}

static async int same_tag_in_siblings(int n)
{
    int sum = 0;
    {
        struct s {
            int a;
        } v = {n};
        await tick(0);
        sum += v.a;
    }
    {
        struct s {
            char a[20];
            double d;
        } v = {"abc", 2};
        await tick(0);
        sum += v.a[1] + (int)v.d;
    }
    for (int i = 0; i < 3; i++) {
        struct s {
            int i;
        } v = {i};
        await tick(0);
        sum += v.i + (int)sizeof v;
    }
    return sum;
}

struct s {
    int global;
};

static async int shadowed_tag(struct s outer)
{
    struct s inner = outer;
    {
        struct s;
        struct s *pointer = NULL;
        struct s {
            int a, b;
        } v = {1, 2};
        pointer = &v;
        await tick(0);
        inner.global += pointer->b + (int)sizeof(struct s);
    }
    await tick(0);
    return inner.global + (int)sizeof(struct s);
}

static async int recursive_type(int n)
{
    struct node {
        struct node *next;
        int value;
    } a = {NULL, n}, b = {&a, n + 1};
    await tick(0);
    int sum = 0;
    for (struct node *at = &b; at; at = at->next)
        sum = sum * 10 + at->value;
    return sum;
}

static async int sized_by_enum(void)
{
    enum { SIZE = 4 };
    int a[SIZE] = {1, 2, 3, 4};
    await tick(0);
    enum { SIZE_OF = sizeof a };
    char b[SIZE_OF];
    b[15] = 1;
    await tick(0);
    return SIZE_OF + (int)sizeof b + a[3] + b[15];
}

static async void test(void)
{
    say("%d\n", await local_types(1)); // expect: 112
    say("%d\n", await anonymous(1)); // expect: 7
    say("%d\n", await same_tag_in_siblings(1)); // expect: 116
    say("%d\n", await shadowed_tag((struct s){3})); // expect: 17
    say("%d\n", await recursive_type(1)); // expect: 21
    say("%d\n", await sized_by_enum()); // expect: 37
}
