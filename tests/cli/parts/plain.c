#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    char name[32];
};

static struct node *push(struct node *list, const char *name)
{
    struct node *node = malloc(sizeof *node);
    if (!node)
        abort();
    node->next = list;
    snprintf(node->name, sizeof node->name, "%s", name);
    return node;
}

int main(int argc, char **argv)
{
    struct node *list = NULL;
    for (int i = 1; i < argc; i++)
        list = push(list, argv[i]);
    for (; list; list = list->next)
        printf("%s %d %s\n", list->name, __LINE__, __FILE__);
    return 0;
}
