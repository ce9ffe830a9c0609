// The left side of an assignment may be found by an await.
// elided: same
#include "../tick.h"

struct node {
    int value;
    struct node *next;
    unsigned bits : 4;
    int list[3];
    struct {
        char c;
    } inner;
};

static struct node nodes[3];

static async struct node *node(int n)
{
    await tick(0);
    return &nodes[n];
}

static async int *slot(int n)
{
    await tick(0);
    return &nodes[0].list[n];
}

static async void test(void)
{
    memset(nodes, 0, sizeof nodes);
    (await node(0))->value = 1;
    (await node(1))->value = await tick(2);
    (*await node(2)).value = 3;
    (await node(0))->next = await node(1);
    (await node(0))->next->next = &nodes[2];
    say("%d %d %d\n", nodes[0].value, nodes[0].next->value, // expect: 1 2 3
        nodes[0].next->next->value);
    (await node(1))->bits = await tick(21);
    say("%d\n", nodes[1].bits); // expect: 5
    (await node(1))->bits += 3;
    (await node(1))->bits++;
    say("%d\n", nodes[1].bits); // expect: 9
    *await slot(1) = await tick(7);
    *await slot(1) += await tick(1);
    ++*await slot(1);
    (*await slot(1))++;
    (await slot(0))[2] = 5;
    say("%d %d\n", nodes[0].list[1], nodes[0].list[2]); // expect: 10 5
    (await node(2))->list[await tick(1)] = await tick(4);
    (await node(2))->inner.c = (char)await tick('x');
    say("%d %c\n", nodes[2].list[1], nodes[2].inner.c); // expect: 4 x
    int x = (await node(0))->value = (await node(1))->value = await tick(9);
    say("%d %d %d\n", x, nodes[0].value, nodes[1].value); // expect: 9 9 9
    struct node copy = *await node(2);
    *await node(0) = copy;
    *await node(1) = *await node(0);
    say("%d\n", nodes[1].inner.c == 'x'); // expect: 1
    int *p = &(await node(0))->list[1];
    *p = 6;
    say("%d\n", nodes[0].list[1]); // expect: 6
    p = (await node(0))->list;
    say("%d\n", p[1]); // expect: 6
    say("%d\n", sizeof (await node(0))->list == 3 * sizeof(int)); // expect: 1
    nodes[await tick(1)].value = nodes[await tick(0)].value + 1;
    say("%d\n", nodes[1].value); // expect: 4
    nodes[await tick(1)].next = nodes + await tick(2);
    say("%d\n", nodes[1].next == &nodes[2]); // expect: 1
}
