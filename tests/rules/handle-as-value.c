// A handle is no value: what comes of a task is awaited.
#include <pirn.h>

int printf(const char *format, ...);
void plain(int n);

struct job {
    task(int) handle;
    int number;
};
typedef task(int) errand;

async int slow(int n);
static task(int) given(task(int) t)
{
    return t;
}

// In plain functions, too.
int peeks(struct job *job)
{
    return job->handle; // error: 'job->handle' is the handle of a task, not its value [handle-as-value]
}
int converts(errand t)
{
    return (int)t; // error: 't' is the handle of a task, not its value [handle-as-value]
}

async int uses(int n)
{
    int r[2] = {0, 0};
    struct job job = {0};
    scope (s) {
        task(int) t = spawn slow(n), all[2] = {t, t};
        int v = t; // error: 't' is the handle of a task, not its value [handle-as-value]
        r[0] = spawn slow(2); // error: 'spawn slow(2)' is the handle of a task [handle-as-value]
        job.handle = t;
        v = job.handle; // error: 'job.handle' is the handle of a task [handle-as-value]
        v = all[1]; // error: 'all[1]' is the handle of a task [handle-as-value]
        v = *all; // error: '*all' is the handle of a task [handle-as-value]
        v = given(t); // error: 'given(t)' is the handle of a task [handle-as-value]
        v = (v, t); // error: 't' is the handle of a task [handle-as-value]
        v = n ? t : 1; // error: 't' is the handle of a task [handle-as-value]
        v = ({ n++; t; }); // error: 't' is the handle of a task [handle-as-value]
        printf("%d", t); // error: 't' is the handle of a task [handle-as-value]
        plain(t); // error: 't' is the handle of a task [handle-as-value]
        t; // error: 't' is the handle of a task, which does nothing by itself [handle-as-value]
        if (t == all[0])
            return t; // error: 't' is the handle of a task [handle-as-value]
        return await t + v;
    }
    return 0;
}
// help: write 'await t' for the value
// help: keep it in a task(T), and await that
