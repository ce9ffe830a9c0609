// What is no handle is given to none.
#include <pirn.h>

struct job {
    task(int) handle;
};

async int slow(int n);
generator int ones(void);
void take(task(int) t);
int plain(void);

static task(int) given(int n)
{
    return n; // error: 'n' is not the handle of a task [not-a-handle]
}

async int uses(int n)
{
    struct job job = {0};
    gen(int) g = ones();
    gen(int) h = n; // error: 'n' is not the handle of a generator [not-a-handle]
    scope (s) {
        task(int) t = 5; // error: '5' is not the handle of a task [not-a-handle]
        task(int) u = NULL; // error: 'NULL' is not the handle of a task [not-a-handle]
        task(int) v = await slow(1); // error: 'await slow(1)' is not the handle of a task [not-a-handle]
        task(int) w = plain(); // error: 'plain()' is not the handle of a task [not-a-handle]
        job.handle = n + 1; // error: 'n + 1' is not the handle of a task [not-a-handle]
        take(&n); // error: '&n' is not the handle of a task [not-a-handle]
        take(n ? t : 2); // error: '2' is not the handle of a task [not-a-handle]
        pirn_cancel(n); // error: 'n' is not the handle of a task [not-a-handle]
        pirn_gen_close(n); // error: 'n' is not the handle of a generator [not-a-handle]
        pirn_gen_close(g);
        take(PIRN_NO_TASK);
        t = given(n);
        t = (task(int))(void *)&n;
        (void)u, (void)v, (void)w, (void)h;
    }
    return n;
}
// help: 'spawn f()' gives one; PIRN_NO_TASK stands for none
// help: call a generator for one; PIRN_NO_GEN stands for none
