// Cancelling asks; the scope still waits for those who take their time.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int stubborn(void)
{
    int refused = 0;
    for (int i = 0; i < 100; i++)
        if (await pirn_sleep(PIRN_MS) == -ECANCELED)
            refused++;
    return refused;
}

static async int polite(void)
{
    int turns = 0;
    while (await pirn_yield_now() == 0)
        turns++;
    return turns;
}

async int main(void)
{
    scope (s) {
        task(int) a = spawn stubborn();
        task(int) b = spawn polite();
        await pirn_yield_now();
        await pirn_yield_now();
        pirn_scope_cancel(s);
        printf("%d\n", await b < 5); // expect: 1
        printf("%d\n", await a); // expect: 100
    }
    return 0;
}
