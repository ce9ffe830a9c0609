// A handle is good in the scope of its task, and nowhere else.
#include <pirn.h>

async int slow(int n);

async int late(int n)
{
    task(int) t, first, second = PIRN_NO_TASK, all[2];
    int v = 0;
    scope (s) {
        t = spawn slow(n);
        first = n ? spawn slow(1) : spawn slow(2);
        for (int i = 0; i < 2; i++)
            all[i] = spawn slow(i);
        v += await t + await all[0];
    }
    else
        v += await t; // error: the task 't' is one of the scope 's', and its handle is good only there [handle-after-scope]
    v += await t; // error: the task 't' is one of the scope 's' [handle-after-scope]
    v += await all[1]; // error: the task 'all' is one of the scope 's' [handle-after-scope]
    if (await pirn_join(t, &v)) // error: the task 't' is one of the scope 's' [handle-after-scope]
        v++;
    scope (other) {
        v += await t; // error: the task 't' is one of the scope 's' [handle-after-scope]
        second = spawn slow(3);
    }
    return v + await second; // error: the task 'second' is one of the scope 'other' [handle-after-scope]
}

async int early(int n)
{
    task(int) t = PIRN_NO_TASK;
    if (n)
        n = await t; // error: the task 't' is one of the scope 's' [handle-after-scope]
    scope (s)
        t = spawn_on (0) slow(n);
    return n;
}

async task(int) returned(int n)
{
    scope (s) {
        task(int) t = spawn slow(n);
        if (n)
            return t; // error: the task 't' does not outlive the scope 's', from which its handle is returned [handle-after-scope]
    }
    return PIRN_NO_TASK;
}

// What may be right is left alone.
void fill(task(int) *t);
static task(int) kept;

async int right(struct pirn_scope *outer, task(int) given, int n)
{
    task(int) inner, of_outer, filled, mixed, all[2];
    scope (s) {
        of_outer = spawn_in (outer) slow(1);
        mixed = spawn slow(2);
        filled = spawn slow(3);
        kept = spawn slow(4);
        given = spawn slow(5);
        all[0] = spawn slow(6);
        fill(&filled);
        fill(all);
        scope (t) {
            inner = spawn slow(4);
            if (n)
                mixed = kept;
            n += await inner;
        }
    }
    n += await of_outer + await filled + await mixed + await kept;
    return n + await given + await all[0];
}

async task(int) copied(task(int) t)
{
    task(int) u = t;
    return u;
}
// help: await it in the scope, and keep the value
// help: return the value, 'await t', or spawn the task in a scope of the caller's
