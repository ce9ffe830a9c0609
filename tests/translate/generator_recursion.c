// A generator walks a tree through generators of its own kind.
// asan
// valgrind
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

struct tree {
    int value;
    struct tree *left, *right;
};

static generator int walk(const struct tree *tree)
{
    if (!tree)
        return;
    int v;
    gen(int) inner = walk(tree->left);
    while (pirn_next(inner, &v) == 1)
        yield v;
    pirn_gen_close(inner);
    yield tree->value;
    inner = walk(tree->right);
    while (pirn_next(inner, &v) == 1)
        yield v;
    pirn_gen_close(inner);
}

static struct tree *insert(struct tree *tree, int value)
{
    if (!tree) {
        tree = calloc(1, sizeof *tree);
        if (!tree)
            abort();
        tree->value = value;
    } else if (value < tree->value) {
        tree->left = insert(tree->left, value);
    } else {
        tree->right = insert(tree->right, value);
    }
    return tree;
}

static void destroy(struct tree *tree)
{
    if (!tree)
        return;
    destroy(tree->left);
    destroy(tree->right);
    free(tree);
}

int main(void)
{
    struct tree *tree = NULL;
    const int values[] = {5, 2, 8, 1, 9, 3, 7};
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
        tree = insert(tree, values[i]);
    gen(int) g = walk(tree);
    int v;
    while (pirn_next(g, &v) == 1)
        printf("%d ", v);
    printf("end\n"); // expect: 1 2 3 5 7 8 9 end
    pirn_gen_close(g);
    destroy(tree);
    return 0;
}
