// In its own initialiser a variable is already visible.
// elided: same
#include "../tick.h"

struct node {
    struct node *self, *next;
    int n;
};

static async int looped(int n)
{
    struct node node = {.self = &node, .n = n};
    await tick(0);
    return node.self == &node ? node.self->n : -1;
}

static async int with_await(int n)
{
    struct node node = {.self = &node, .n = await tick(n)};
    await tick(0);
    return node.self == &node ? node.self->n : -1;
}

static async int ring(void)
{
    struct node a = {&a, NULL, 1}, b = {&b, &a, await tick(2)};
    a.next = &b;
    await tick(0);
    return a.next->n * 10 + b.next->n + (a.self == &a && b.self == &b) * 100;
}

static async int by_size(void)
{
    int *p = malloc(sizeof *p), x = sizeof x;
    void *v = &v;
    *p = x;
    await tick(0);
    int result = *p + (v == (void *)&v);
    free(p);
    return result;
}

static async int list_head(void)
{
    struct {
        struct node head;
        int count;
    } list = {{&list.head, &list.head, 0}, 0};
    await tick(0);
    return list.head.next == &list.head && list.head.self == list.head.next;
}

static async void test(void)
{
    say("%d\n", await looped(3)); // expect: 3
    say("%d\n", await with_await(4)); // expect: 4
    say("%d\n", await ring()); // expect: 121
    say("%d\n", await by_size()); // expect: 5
    say("%d\n", await list_head()); // expect: 1
}
