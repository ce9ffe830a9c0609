// Offload stands behind await, and gives no task.
#include <pirn.h>

int blocking(int n);

async int alone(void)
{
    return offload blocking(1); // error: 'offload' stands behind 'await' [offload-without-await]
}

async int spawned(void)
{
    scope (s) {
        task(int) t = spawn offload blocking(2); // error: 'offload' gives no task: it stands behind 'await' [offload-without-await]
        // help: spawn a coroutine that does nothing but to return await offload f(arguments)
        return await t;
    }
}

async int in_parentheses(void)
{
    return await (offload blocking(3)); // error: 'offload' stands behind 'await' [offload-without-await]
}
