// Scopes in loops, conditions, recursion, else branches and one another.
// env: PIRN_CLOCK=virtual
// elided: same
// asan
// threads: any order, tsan
#include <stdio.h>

#include <pirn.h>

static async int value(int n)
{
    await pirn_sleep(PIRN_US * n);
    return n;
}

static async int tree(int depth)
{
    if (depth == 0)
        return await value(1);
    int sum = 0;
    scope (s) {
        task(int) left = spawn tree(depth - 1);
        task(int) right = spawn tree(depth - 1);
        sum = await left + await right;
    }
    return sum;
}

static async int conditional(int n)
{
    int result = 0;
    if (n > 0) {
        scope (positive) {
            task(int) t = spawn value(n);
            result = await t;
        }
    } else {
        result = -1;
    }
    if (n == 2) {
        scope (two)
            result += await value(10);
    } else
        scope (other)
            result += await value(20);
    return result;
}

static async int loops(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        scope (s)
            for (int j = 0; j < 2; j++) {
                task(int) t = spawn value(i + j);
                sum += await t;
            }
    while (n-- > 0)
        scope (a) {
            scope (b) {
                scope (a) {
                    task(int) t = spawn value(1);
                    sum += await t;
                }
            }
        }
    return sum;
}

async int main(void)
{
    printf("%d\n", await tree(6)); // expect: 64
    printf("%d %d %d\n", await conditional(1), await conditional(2), // expect: 21 12 19
           await conditional(0));
    printf("%d\n", await loops(3)); // expect: 12
    return 0;
}
