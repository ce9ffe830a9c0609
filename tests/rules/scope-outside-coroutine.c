// A scope waits at its end, which only a coroutine can.
#include <pirn.h>

async void slow(void);

void plain(void)
{
    scope (s) { // error: 'scope' in 'plain', which is not a coroutine [scope-outside-coroutine]
        spawn slow();
    }
}
// help: declare the function async

generator int numbers(void)
{
    scope (s) { // error: 'scope' in 'numbers', which is not a coroutine [scope-outside-coroutine]
    }
    yield 1;
}
