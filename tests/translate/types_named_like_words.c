// Without <pirn.h> the words are names like others.
// elided: same
#include <stdio.h>

struct holder {
    int async, await;
};
typedef struct {
    int x;
} async, *generator;

static async twice(async a)
{
    async b = {2 * a.x};
    return b;
}

static generator same(generator spawn)
{
    return spawn;
}

int main(void)
{
    async task = {4};
    struct holder scope = {1, 2};
    printf("%d %d\n", same(&task)->x, twice(task).x); // expect: 4 8
    printf("%d\n", scope.async + scope.await); // expect: 3
    return 0;
}
