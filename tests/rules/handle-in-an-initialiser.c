// A handle initialises handles, also in lists.
#include <pirn.h>

struct pair {
    int first, second;
};
struct job {
    struct pair pair;
    task(int) handle;
    int number;
};

async int slow(int n);
generator int ones(void);

async int uses(int n)
{
    scope (s) {
        task(int) t = spawn slow(n);
        int list[] = {1, t}; // error: 't' is the handle of a task, not its value [handle-as-value]
        int place[4] = {[2] = t}; // error: 't' is the handle of a task [handle-as-value]
        struct pair p = {1, t}; // error: 't' is the handle of a task [handle-as-value]
        struct pair q = {.first = t}; // error: 't' is the handle of a task [handle-as-value]
        struct job j = {{1, 2}, t, t}; // error: 't' is the handle of a task [handle-as-value]
        struct job k = {.handle = t, .number = spawn slow(1)}; // error: 'spawn slow(1)' is the handle of a task [handle-as-value]
        struct job l[] = {{.handle = t}, {.pair = {t}}}; // error: 't' is the handle of a task [handle-as-value]
        n = ((struct pair){t, 2}).second; // error: 't' is the handle of a task [handle-as-value]
        task(int) m[] = {t, spawn slow(2), PIRN_NO_TASK, 4}; // error: '4' is not the handle of a task [not-a-handle]
        struct job o = {.handle = n}; // error: 'n' is not the handle of a task [not-a-handle]
        int v = ones(); // error: 'ones()' is the handle of a generator, not a value that it yields [handle-as-value]
        struct job fine[2] = {{{1, 2}, t, 3}, {.handle = t}};
        struct pair all[] = {1, 2, 3, 4};
        struct holder { struct job job; } held = {{{1, 2}, t, 3}};
        (void)list, (void)place, (void)p, (void)q, (void)j, (void)k, (void)l;
        (void)m, (void)o, (void)v, (void)fine, (void)all, (void)held;
    }
    return n;
}
// help: pirn_next gives the values of a generator
