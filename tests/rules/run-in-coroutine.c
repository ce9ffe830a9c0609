// In a coroutine there is a runtime already.
#include <pirn.h>

async int slow(void);

async int coroutine(void)
{
    return pirn_run(slow()); // error: pirn_run in a coroutine [run-in-coroutine]
}
// help: await the call
