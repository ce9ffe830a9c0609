// There is no arithmetic with handles, and nothing is inside them.
#include <pirn.h>

async int slow(int n);

async int uses(int n)
{
    int r[2] = {0, 0};
    scope (s) {
        task(int) t = spawn slow(n);
        n = t + 1; // error: 't' is the handle of a task, not its value [handle-as-value]
        n = 2 * t; // error: 't' is the handle of a task [handle-as-value]
        n = -t; // error: 't' is the handle of a task [handle-as-value]
        n = ~(t); // error: 't' is the handle of a task [handle-as-value]
        n += t; // error: 't' is the handle of a task [handle-as-value]
        n = (long)t; // error: 't' is the handle of a task [handle-as-value]
        n = r[t]; // error: 't' is the handle of a task [handle-as-value]
        n = t[r]; // error: 't' is the handle of a task [handle-as-value]
        n = *t; // error: 't' is the handle of a task [handle-as-value]
        n = t.value; // error: 't' is the handle of a task [handle-as-value]
        t++; // error: 't' is the handle of a task [handle-as-value]
        t += 1; // error: 't' is the handle of a task [handle-as-value]
        n = await t + (int)sizeof(t);
    }
    return n;
}
