/* await is an operator, and a coroutine is ordinary C.
 *
 *     pirn run examples/02_await.c
 *
 * It may stand wherever an expression may: in a condition, an argument, an
 * initialiser. Locals, arrays, pointers to them, loops and goto keep their
 * meaning, however often the function has been suspended. */
#include <stdio.h>

#include <pirn.h>

static async int measure(int sensor)
{
    await pirn_sleep(PIRN_MS); /* somebody else has the thread meanwhile */
    return sensor * sensor % 7;
}

static async void smooth(int *values, int count)
{
    for (int i = 1; i + 1 < count; i++) {
        await pirn_yield_now();
        values[i] = (values[i - 1] + values[i] + values[i + 1]) / 3;
    }
}

static async int highest(int sensors)
{
    int best = -1;
    for (int i = 0; i < sensors; i++) {
        int value = await measure(i);
        if (value > best)
            best = value;
        if (best >= 4 && await measure(i + 1) == 2)
            break;
    }
    return best;
}

async int main(void)
{
    int values[] = {await measure(1), await measure(2), await measure(3),
                    await measure(4)};
    int before = values[1];
    await smooth(values, 4); /* a pointer to a local: it stays where it is */
    printf("%d becomes %d\n", before, values[1]); // expect: 4 becomes 2

    int best = await highest(5);
    printf("%s %d\n", best > 3 ? "high" : "low", best); // expect: high 4

    int sum = 0;
    while (sum < 10)
        sum += await measure(2) + 1;
    printf("%d\n", sum); // expect: 10
    return 0;
}
