// A compound literal is an object of its block, and keeps its address.
// elided: same
#include "../tick.h"

struct point {
    int x, y;
};

static async int sum(const int *a, int n)
{
    int total = 0;
    for (int i = 0; i < n; i++)
        total += await tick(a[i]);
    return total;
}

static async int distance(struct point *a, struct point *b)
{
    await tick(0);
    a->x += 100;
    await tick(0);
    return b->x - a->x + b->y - a->y;
}

static async int by_value(struct point p)
{
    await tick(0);
    return p.x * 10 + p.y;
}

static async void test(void)
{
    int *p = (int[]){1, 2, 3};
    await tick(0);
    say("%d\n", p[0] + p[1] + p[2]); // expect: 6
    p[1] = 20;
    await tick(0);
    say("%d\n", await sum(p, 3)); // expect: 24
    say("%d\n", await sum((int[]){4, 5, 6}, 3)); // expect: 15
    say("%d\n", await distance(&(struct point){1, 2}, // expect: -94
                               &(struct point){3, 6}));
    say("%d\n", await by_value((struct point){7, 8})); // expect: 78
    struct point *q = &(struct point){.y = await tick(5)};
    await tick(0);
    say("%d %d\n", q->x, q->y); // expect: 0 5
    say("%d\n", ((int[]){1, await tick(2), 3})[1]); // expect: 2
    say("%d\n", await tick((int){9})); // expect: 9
    const char *s = (char[]){'h', 'i', 0};
    await tick(0);
    say("%s\n", s); // expect: hi
    if (*(q = &(struct point){await tick(3), 4}, await tick(0), &q->x) == 3)
        say("%d\n", await tick(q->y)); // expect: 4
}
