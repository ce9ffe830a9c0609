// Awaits may stand anywhere in the initialiser of a local.
// elided: same
#include "../tick.h"

struct point {
    int x, y;
};

struct shape {
    const char *name;
    struct point corner[2];
    int weight;
};

static async struct point point(int x, int y)
{
    await tick(0);
    return (struct point){x, y};
}

static async void test(void)
{
    int n = 3;
    int a[] = {1, await tick(2), n};
    say("%zu %d %d %d\n", sizeof a / sizeof *a, a[0], a[1], a[2]); // expect: 3 1 2 3
    int b[5] = {[1] = await tick(7), 8, [4] = n};
    say("%d %d %d %d %d\n", b[0], b[1], b[2], b[3], b[4]); // expect: 0 7 8 0 3
    int m[][2] = {{await tick(1), 2}, {3, await tick(4)}, {await tick(5)}};
    say("%zu %d\n", sizeof m / sizeof *m, // expect: 3 12345
        m[0][0] * 10000 + m[0][1] * 1000 + m[1][0] * 100 + m[1][1] * 10 +
            m[2][0] + m[2][1]);
    int flat[2][2] = {await tick(1), 2, await tick(3), 4};
    say("%d %d\n", flat[0][1], flat[1][0]); // expect: 2 3
    struct point p = {.y = await tick(5), .x = await tick(6)};
    say("%d %d\n", p.x, p.y); // expect: 6 5
    struct point whole = await point(7, 8);
    say("%d %d\n", whole.x, whole.y); // expect: 7 8
    struct shape s = {
        "square",
        {await point(1, 2), {await tick(3), 4}},
        .weight = await tick(9),
    };
    say("%s %d %d %d %d %d\n", s.name, s.corner[0].x, s.corner[0].y, // expect: square 1 2 3 4 9
        s.corner[1].x, s.corner[1].y, s.weight);
    struct shape t = {.corner[1].y = await tick(2), .name = "t"};
    say("%s %d %d\n", t.name, t.corner[1].y, t.corner[0].x); // expect: t 2 0
    int scalar = {await tick(4)};
    say("%d\n", scalar); // expect: 4
    int u = await tick(1), v = u + await tick(2), w[] = {u, v, await tick(u + v)};
    say("%d %d %d\n", w[0], w[1], w[2]); // expect: 1 3 4
    char text[] = {'a', (char)await tick('b'), 0};
    say("%s %zu\n", text, sizeof text); // expect: ab 3
#ifdef __clang__ /* has no ranges of values that are not constant */
    int ranged[6] = {0, await tick(5), 5, 5, 6};
#else
    int ranged[6] = {[1 ... 3] = await tick(5), 6};
#endif
    say("%d %d %d\n", ranged[0], ranged[2], ranged[4]); // expect: 0 5 6
    union {
        int i;
        char c[8];
    } un = {.i = await tick(77)};
    say("%d\n", un.i); // expect: 77
}
