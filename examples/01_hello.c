/* Two coroutines that wait at the same time.
 *
 *     pirn run examples/01_hello.c
 *
 * `async` makes a function a coroutine: where it awaits something, it gives
 * the thread to others and goes on later. `spawn` starts one beside the
 * caller, and the scope around it waits for all it has started. */
#include <stdio.h>

#include <pirn.h>

static async int add_slowly(int a, int b)
{
    await pirn_sleep(10 * PIRN_MS);
    return a + b;
}

async int main(void)
{
    scope (s) {
        task(int) x = spawn add_slowly(1, 2); /* both run while we wait */
        task(int) y = spawn add_slowly(3, 4);
        printf("%d\n", await x + await y); /* after 10 ms, not 20 */
        // expect: 10
    }
    return 0;
}
