// In a coroutine there is a runtime already.
#include <pirn.h>

async int slow(void);

async int coroutine(void)
{
    return pirn_run(slow()); // error: pirn_run in a coroutine [run-in-coroutine]
}
// help: await the call

async int tested(void)
{
    return pirn_test_run(0, slow()); // error: a test in a coroutine [run-in-coroutine]
}
