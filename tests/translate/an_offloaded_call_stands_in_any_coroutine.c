// An offloaded call may stand in generators, defers, scopes, loops, recursion, and among very many awaits.
// async-all
// asan
// tsan
#include "../tick.h"

struct point {
    long x, y;
    char name[20];
};

static int add(int a, int b) { return a + b; }
static void store(int *to, int value) { *to = value; }
static struct point move(struct point p, long by)
{
    p.x += by;
    p.y -= by;
    p.name[0]++;
    return p;
}

static async generator int sums(int n)
{
    for (int i = 0; i < n; i++)
        yield await offload add(i, await tick(10));
    yield await offload add(await offload add(1, 2), 3);
}

static async generator struct point points(int n)
{
    struct point p = {0, 0, "a"};
    while (n-- > 0) {
        yield p;
        p = await offload move(p, n);
    }
}

static async void generators(void)
{
    gen(int) g = sums(2);
    int v;
    while (await pirn_next(g, &v) == 1)
        say("%d ", v);
    await pirn_gen_close(g);
    gen(struct point) h = points(3);
    struct point p;
    while (await pirn_next(h, &p) == 1)
        say("|%ld/%ld/%s", p.x, p.y, p.name);
    await pirn_gen_close(h);
    say("\n"); // expect: 10 11 6 |0/0/a|2/-2/b|3/-3/c
}

static async int with_defer(int n)
{
    int stored = 0;
    defer say("deferred %d\n", await offload add(stored, n));
    scope (s) {
        await offload store(&stored, await tick(n));
        if (n > 1)
            return await offload add(stored, 1);
    }
    return 0;
}

static async int depth(int n)
{
    return n ? await offload add(await depth(n - 1), 1) : await tick(0);
}

static async int twice(int n)
{
    await tick(0);
    return await offload add(n, n);
}

#define MORE                                                                   \
    n = await offload add(n, 1);                                               \
    n += await tick(1);
#define MORE_10 MORE MORE MORE MORE MORE MORE MORE MORE MORE MORE

static async int very_many(int n)
{
    MORE_10 MORE_10 MORE_10 MORE_10 MORE_10 MORE_10 MORE_10
    return n;
}

/* Many values that live at many awaits: they have places in the frame. */
static async long many_values(long a)
{
    long b = a + 1, c = b + 1, d = c + 1, e = d + 1, f = e + 1, g = f + 1;
    for (int i = 0; i < 2; i++) {
        a += await offload add((int)b, (int)c);
        b += await offload add((int)c, (int)d);
        c += await offload add((int)d, (int)e);
        d += await offload add((int)e, (int)f);
        e += await offload add((int)f, (int)g);
        f += await offload add((int)g, (int)a);
        g += await offload add((int)a % 10, (int)b % 10);
        a += await offload add((int)b, (int)c);
        b += await offload add((int)c, (int)d);
        c += await offload add((int)d, (int)e);
        d += await offload add((int)e, (int)f);
        e += await offload add((int)f, (int)g);
        f += await offload add((int)g, (int)a);
        g += await offload add((int)a % 10, (int)b % 10);
    }
    return a + b + c + d + e + f + g;
}

static long many_values_by_hand(long a)
{
    long b = a + 1, c = b + 1, d = c + 1, e = d + 1, f = e + 1, g = f + 1;
    for (int i = 0; i < 4; i++) {
        a += b + c;
        b += c + d;
        c += d + e;
        d += e + f;
        e += f + g;
        f += g + a;
        g += a % 10 + b % 10;
    }
    return a + b + c + d + e + f + g;
}

static async void jumps(int n)
{
    int i = 0;
again:
    switch (await offload add(i, n)) {
    case 2: i++; goto again;
    case 3:
        do {
            if (await offload add(i, 0) == 3)
                break;
            if (i++ == 1)
                continue;
        } while (await offload add(i, 0) < 10);
        /* fallthrough */
    default: say("%d\n", i);
    }
}

static async struct point last(struct point p, int n)
{
    return n ? await last(await offload move(p, n), n - 1)
             : await offload move(p, 100);
}

static async void test(void)
{
    await generators();
    say("%d\n", await with_defer(5));
    // expect: deferred 10
    // expect: 6
    say("%d\n", await with_defer(1));
    // expect: deferred 2
    // expect: 0
    say("%d\n", await depth(20)); // expect: 20
    scope (s) {
        task(int) a = spawn twice(1), b = spawn twice(2);
        say("%d\n", await offload add(await a, await b)); // expect: 6
    }
    say("%d\n", await very_many(0)); // expect: 140
    say("%d\n", await many_values(1) == many_values_by_hand(1)); // expect: 1
    await jumps(2); // expect: 3
    struct point p = await last((struct point){1, 2, "x"}, 3);
    say("%ld %ld %s\n", p.x, p.y, p.name); // expect: 107 -104 |
}
