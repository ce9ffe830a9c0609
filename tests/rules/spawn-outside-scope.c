// A task belongs to a scope, so spawn needs one around it.
#include <pirn.h>

async int slow(int n);

async int no_scope(void)
{
    task(int) t = spawn slow(1); // error: 'spawn' outside any scope [spawn-outside-scope]
    return await t;
}
// help: scope (s) { ... }

async int behind_the_scope(void)
{
    scope (s) {
        spawn slow(1);
    }
    spawn slow(2); // error: 'spawn' outside any scope [spawn-outside-scope]
    return 0;
}

async int in_the_else(void)
{
    scope (s, .timeout = PIRN_S) {
        spawn slow(1);
    } else {
        spawn slow(2); // error: 'spawn' outside any scope [spawn-outside-scope]
    }
    return 0;
}

void in_a_plain_function(struct pirn_scope *s)
{
    spawn_in (s) slow(1);
    spawn slow(2); // error: 'spawn' outside any scope [spawn-outside-scope]
}
// help: spawn_in (s)

async int tries(void)
{
    task(int) t = try_spawn slow(1); // error: 'try_spawn' outside any scope [spawn-outside-scope]
    return t != 0;
}
