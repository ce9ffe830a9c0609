// spawn and pirn_run take a call, with its arguments.
#include <pirn.h>

async int slow(int n);

async void without_arguments(void)
{
    scope (s) {
        spawn slow; // error: 'spawn' needs a call of a coroutine [not-a-call]
    }
}
// help: give it a call: f(arguments)

int run(void)
{
    return pirn_run(slow); // error: 'pirn_run' needs a call of a coroutine [not-a-call]
}

async void not_a_sum(void)
{
    scope (s) {
        spawn (await slow(1) + 1); // error: 'spawn' needs a call of a coroutine [not-a-call]
    }
}

int test(void)
{
    return pirn_test_explore(0, slow); // error: 'pirn_test' needs a call of a coroutine [not-a-call]
}
