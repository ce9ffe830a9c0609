// A defer comes to its end: no jump leaves it.
#include <pirn.h>

async int by_return(int n)
{
    defer {
        if (n)
            return 1; // error: this jumps out of a defer [jump-out-of-defer]
    }
    return 2;
}
// help: let the defer come to its end

generator int by_failure(int n)
{
    defer {
        if (n)
            pirn_fail(-1); // error: this jumps out of a defer [jump-out-of-defer]
    }
    yield n;
}

int in_plain_functions(int n)
{
    while (n) {
        defer break; // error: this jumps out of a defer [jump-out-of-defer]
        defer {
            if (n == 2)
                continue; // error: this jumps out of a defer [jump-out-of-defer]
        }
        defer {
            if (n == 3)
                goto out; // error: this jumps out of a defer [jump-out-of-defer]
            for (;;) {
                if (n == 4)
                    break;
                if (n == 5)
                    goto inside;
            }
        inside:
            n--;
        }
    }
out:
    return n;
}

async void into_another(int n)
{
    defer {
        scope (s) {
            return; // error: this jumps out of a defer [jump-out-of-defer]
        }
    }
    await pirn_yield_now();
}
