// await and spawn take coroutines; await takes task handles too.
#include <pirn.h>

int plain(int n);
generator int numbers(void);
struct object {
    int (*plain)(void);
    int number;
};

async int awaits_a_plain_function(void)
{
    return await plain(1); // error: 'plain' is not a coroutine [not-a-coroutine]
}
// help: declare it async

async int awaits_what_never_waits(chan(int) c, int *n)
{
    return await pirn_chan_try_recv(c, n); // error: 'pirn_chan_try_recv' is not a coroutine [not-a-coroutine]
}
// help: it never waits

async int awaits_a_plain_member(struct object *o)
{
    return await o->plain(); // error: is not a coroutine [not-a-coroutine]
}

async int awaits_a_number(int n)
{
    return await n; // error: 'n' is neither a call nor a task [not-a-coroutine]
}
// help: task(T)

async void spawns_a_plain_function(void)
{
    scope (s) {
        spawn plain(2); // error: 'plain' is not a coroutine [not-a-coroutine]
    }
}

async void spawns_a_generator(void)
{
    scope (s) {
        spawn numbers(); // error: 'numbers' is not a coroutine [not-a-coroutine]
    }
}

int runs_a_plain_function(void)
{
    return pirn_run(plain(3)); // error: 'plain' is not a coroutine [not-a-coroutine]
}

async int awaits_a_generator(void)
{
    await numbers(); // error: 'numbers' is not a coroutine [not-a-coroutine]
    return 0;
}

async int awaits_what_is_hidden(int plain)
{
    async int plain_below(int n);
    {
        int (*plain_below)(int) = 0;
        await plain_below(plain); // error: 'plain_below' is not a coroutine [not-a-coroutine]
    }
    return await plain_below(plain);
}
