// The word async makes pointers, members, arrays and typedefs of coroutines.
// elided: same
#include "../tick.h"

static async int increment(int x)
{
    return await tick(x) + 1;
}

static async int doubled(int x)
{
    await tick(0);
    return x * 2;
}

async typedef int (*operation)(int);
typedef async int coroutine(int);

struct handler {
    const char *name;
    async int (*call)(int);
    operation other;
    coroutine *third;
    int (*plain)(int);
    struct {
        async int (*deep[2])(int);
    } nested;
};

static int plain(int x)
{
    return x + 1000;
}

static int negate(int x)
{
    return -x;
}

static async int (*global)(int) = increment;
static async int (*table[])(int) = {increment, doubled, &increment};
static const struct handler handlers[] = {
    {"a", increment, doubled, increment, plain, {{doubled, increment}}},
    {.name = "b", .call = doubled, .other = increment},
};

/* The word marks the declarator nearest to the name: pick is a coroutine that
 * gives a pointer to a plain function. */
static async int (*pick(int n))(int)
{
    await tick(0);
    return n ? negate : plain;
}

static operation pick_at_once(int n)
{
    return n ? doubled : increment;
}

static operation pick_slowly_from(int n)
{
    return table[n];
}

static async operation pick_slowly(int n)
{
    await tick(0);
    return n ? doubled : increment;
}

static async int twice(async int (*f)(int), int x)
{
    int once = await f(x);
    return await (*f)(once);
}

static async int all(operation *list, int n, int x)
{
    for (int i = 0; i < n; i++)
        x = await list[i](x);
    return x;
}

struct object {
    int state;
    const struct methods *methods;
};
struct methods {
    async int (*add)(struct object *self, int n);
    async struct object (*copy)(const struct object *self);
    async void (*reset)(struct object *self);
};

static async int object_add(struct object *self, int n)
{
    self->state += await tick(n);
    return self->state;
}

static async struct object object_copy(const struct object *self)
{
    await tick(0);
    return *self;
}

static async void object_reset(struct object *self)
{
    await tick(0);
    self->state = 0;
}

static const struct methods object_methods = {object_add, object_copy,
                                              .reset = object_reset};

static async void test(void)
{
    say("%d\n", await global(1)); // expect: 2
    say("%d %d\n", await table[1](5), await (*table[2])(5)); // expect: 10 6
    const struct handler *h = &handlers[0];
    say("%d %d %d %d\n", await h->call(1), await h->other(5), // expect: 2 10 2 1001
        await h->third(1), h->plain(1));
    say("%d\n", await h->nested.deep[await tick(1)](7)); // expect: 8
    say("%d\n", await handlers[1].call(await handlers[1].other(1))); // expect: 4
    say("%d %d\n", (await pick(0))(4), (*await pick(1))(4)); // expect: 1004 -4
    say("%d\n", await (*pick_at_once(1))(5)); // expect: 10
    say("%d %d\n", await pick_at_once(0)(4), await pick_slowly_from(1)(3)); // expect: 5 6
    say("%d\n", await (await pick_slowly(1))(9)); // expect: 18
    say("%d %d\n", await twice(increment, 1), await twice(&doubled, 1)); // expect: 3 4
    say("%d\n", await all(table, 3, 1)); // expect: 5
    async int (*local)(int) = doubled;
    operation mine[2] = {local, pick_at_once(0)};
    coroutine *star = mine[1];
    await tick(0);
    say("%d %d %d\n", await local(2), await mine[1](2), await star(2)); // expect: 4 3 3
    local = await tick(0) ? increment : global;
    say("%d\n", await local(8)); // expect: 9
    say("%d\n", await (await tick(1) ? increment : doubled)(8)); // expect: 9
    struct object o = {10, &object_methods};
    say("%d\n", await o.methods->add(&o, 5)); // expect: 15
    say("%d\n", (await o.methods->copy(&o)).state); // expect: 15
    struct object *p = &o;
    await p->methods->reset(p);
    say("%d\n", o.state); // expect: 0
    say("%d %d\n", local == increment, global != doubled); // expect: 1 1
}
