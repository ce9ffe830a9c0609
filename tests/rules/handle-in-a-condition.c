// A handle is neither true nor false: its value may be, and pirn_spawned tells
// whether it has a task.
#include <assert.h>
#include <pirn.h>

async int slow(int n);

async int uses(int n)
{
    scope (s) {
        task(int) t = spawn slow(n), u = t;
        if (t) // error: 't' is the handle of a task, not its value [handle-as-value]
            n++;
        if (!t) // error: 't' is the handle of a task [handle-as-value]
            n++;
        if (t && n) // error: 't' is the handle of a task [handle-as-value]
            n++;
        if (n || t) // error: 't' is the handle of a task [handle-as-value]
            n++;
        if (t > 0) // error: 't' is the handle of a task [handle-as-value]
            n++;
        if (t == 0) // error: 't' is the handle of a task [handle-as-value]
            n++;
        if (NULL != t) // error: 't' is the handle of a task [handle-as-value]
            n++;
        n = t ? 1 : 2; // error: 't' is the handle of a task [handle-as-value]
        while (t) // error: 't' is the handle of a task [handle-as-value]
            n++;
        do
            n++;
        while (t); // error: 't' is the handle of a task [handle-as-value]
        for (; t;) // error: 't' is the handle of a task [handle-as-value]
            n++;
        switch (t) { // error: 't' is the handle of a task [handle-as-value]
        default: n++;
        }
        assert(t); // error: 't' is the handle of a task [handle-as-value]
        if (t == u && pirn_spawned(t))
            n++;
    }
    return n;
}
// help: write 'await t' for the value of the task; pirn_spawned(t) tells whether there is one
