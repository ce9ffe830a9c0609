// Objects that can't be assigned are initialised where they live.
// elided: same
#include "../tick.h"

struct fixed {
    const int id;
    int value;
    const char *const name;
    const int table[3];
};

static async struct fixed make(int id)
{
    await tick(0);
    return (struct fixed){id, 2, "made", {1, 2, 3}};
}

static async struct fixed twice(int id)
{
    return await make(id * 2);
}

static async int take(struct fixed f)
{
    await tick(0);
    return f.id + f.table[2];
}

static async const struct fixed *choose(const struct fixed *a)
{
    await tick(0);
    return a;
}

static async void test(void)
{
    struct fixed f = {await tick(1), await tick(2), "local", {3, await tick(4)}};
    await tick(0);
    say("%d %d %s %d %d\n", f.id, f.value, f.name, f.table[1], f.table[2]); // expect: 1 2 local 4 0
    struct fixed g = await make(5);
    await tick(0);
    say("%d %s\n", g.id, g.name); // expect: 5 made
    const struct fixed h = await twice(6);
    say("%d %d\n", h.id, h.table[2]); // expect: 12 3
    say("%d\n", await take(h)); // expect: 15
    say("%d\n", await take(await make(7))); // expect: 10
    say("%d\n", (await make(8)).id); // expect: 8
    say("%s\n", (await choose(&f))->name); // expect: local
    const struct fixed array[2] = {await make(1), {.id = await tick(2)}};
    say("%d %d\n", array[0].id, array[1].id); // expect: 1 2
}
