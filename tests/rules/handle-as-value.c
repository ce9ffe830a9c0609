// A handle is no value: what comes of a task is awaited.
#include <pirn.h>

int printf(const char *format, ...);

struct job {
    task(int) handle;
};

async int slow(int n);

async int uses(int n)
{
    int r[2] = {0, 0};
    struct job job = {0};
    scope (s) {
        task(int) t = spawn slow(n);
        task(int) u = t;
        int v = t; // error: 't' is a handle, not the value that comes of it [handle-as-value]
        if (t > 0) // error: 't' is a handle [handle-as-value]
            v += r[0];
        r[0] = spawn slow(2); // error: 'spawn' gives the handle of a task [handle-as-value]
        job.handle = u;
        v = job.handle; // error: 'job.handle' is a handle [handle-as-value]
        printf("%d", t); // error: 't' is a handle [handle-as-value]
        if (t == u)
            return t; // error: 't' is a handle [handle-as-value]
        return await t + v;
    }
    return 0;
}
// help: write 'await t' for the value
