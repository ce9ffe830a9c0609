// yield_from costs the same at any depth: trees of a million nodes.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

struct node {
    struct node *left, *right;
    int value;
};

static struct node nodes[1 << 20];

static generator int walk(const struct node *tree)
{
    if (!tree)
        return;
    if (tree->left)
        yield_from walk(tree->left);
    yield tree->value;
    if (tree->right)
        yield_from walk(tree->right);
}

/* The values from first to last, balanced. */
static struct node *balanced(int first, int last)
{
    if (first > last)
        return NULL;
    int middle = first + (last - first) / 2;
    struct node *node = &nodes[middle];
    *node = (struct node){balanced(first, middle - 1),
                          balanced(middle + 1, last), middle};
    return node;
}

enum { DEEP = 100000 };

static struct node *leaning(int to_the_left)
{
    for (int i = 0; i < DEEP; i++) {
        nodes[i] = (struct node){.value = i};
        if (to_the_left && i)
            nodes[i].left = &nodes[i - 1];
        if (!to_the_left && i + 1 < DEEP)
            nodes[i].right = &nodes[i + 1];
    }
    return to_the_left ? &nodes[DEEP - 1] : nodes;
}

static void count(const char *name, gen(int) g, int most)
{
    int v, expected = 0;
    while (expected < most && pirn_next(g, &v) == 1)
        if (v != expected++)
            exit(1);
    pirn_gen_close(g);
    printf("%s %d\n", name, expected);
}

/* All the values come from the very bottom. */
static generator int buried(int depth, int n)
{
    if (depth)
        yield_from buried(depth - 1, n);
    else
        for (int i = 0; i < n; i++)
            yield i;
}

static int closed;
static generator int bottomless(int depth)
{
    defer closed++;
    if (depth == 0)
        pirn_fail(-EPROTO);
    yield_from bottomless(depth - 1);
    yield 0;
}

static generator int ends_in(int depth)
{
    defer closed++;
    if (depth)
        yield_from ends_in(depth - 1);
    yield depth;
}

int main(void)
{
    count("balanced", walk(balanced(0, 1000000 - 1)), 1 << 20); // expect: balanced 1000000
    count("left", walk(leaning(1)), 1 << 20);   // expect: left 100000
    count("right", walk(leaning(0)), 1 << 20);  // expect: right 100000
    count("stopped", walk(leaning(1)), 5);      // expect: stopped 5
    count("stopped", walk(leaning(0)), 99990);  // expect: stopped 99990
    count("buried", buried(50000, 1000000), 1 << 20); // expect: buried 1000000
    int v;
    gen(int) g = bottomless(DEEP);
    printf("%d ", pirn_next(g, &v));
    printf("%d ", pirn_next(g, &v));
    pirn_gen_close(g);
    printf("%d\n", closed); // expect: -71 0 100001
    closed = 0;
    g = ends_in(DEEP);
    printf("%d ", pirn_next(g, &v));
    printf("%d ", pirn_next(g, &v) + v);
    pirn_gen_close(g);
    printf("%d\n", closed); // expect: 1 2 100001
    return 0;
}
