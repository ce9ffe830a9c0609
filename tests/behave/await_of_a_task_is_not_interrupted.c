// await of a handle waits to the end, cancelled or not, and has the value.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async int worker(void)
{
    await pirn_sleep(20 * PIRN_MS);
    return 5;
}

async int main(void)
{
    scope (wide) {
        task(int) t = spawn worker();
        scope (s, .timeout = PIRN_MS) {
            printf("%d\n", await t); // expect: 5
        } else {
            printf("never\n");
        }
    }
    return 0;
}
