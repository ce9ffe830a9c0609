// No jump passes over a defer in its block, or over a variable to clean up.
#include <pirn.h>

static void clean(int *p)
{
    *p = 0;
}

async int forward(int n)
{
    if (n)
        goto behind; // error: this goto jumps over a defer, which would not have been reached [jump-over-defer]
    defer n = 0;
behind:
    return n;
}
// help: end a block before the label

generator int over_a_variable(int n)
{
    if (n)
        goto behind; // error: this goto jumps over a variable with the attribute 'cleanup', which would not have been reached [jump-over-defer]
    __attribute__((cleanup(clean))) int m = n;
behind:
    yield m;
}

async void by_switch(int n)
{
    switch (n) {
    case 1:
        defer n = 0;
        break;
    case 2: // error: this label is reached by a jump over a defer [jump-over-defer]
        n = 2;
        break;
    default: // error: this label is reached by a jump over a defer [jump-over-defer]
        n = 3;
    }
}
// help: give the case a block of its own: case 1: { ... }

int backward(int n)
{
again:
    defer n = 0;
    if (--n)
        goto again; // error: this goto jumps back over a defer in the same block [jump-over-defer]
    return n;
}
// help: give what is repeated a block of its own

int backward_into_a_block_before(int n)
{
    {
    again:
        n--;
    }
    defer n = 0;
    if (n)
        goto again; // error: this goto jumps back over a defer in the same block [jump-over-defer]
    return n;
}

async void in_the_block_of_a_scope(int n)
{
    scope (s) {
    again:;
        __attribute__((cleanup(clean))) int m = n;
        if (--n)
            goto again; // error: this goto jumps back over a variable with the attribute 'cleanup' in the same block [jump-over-defer]
    }
}

int allowed(int n)
{
again:
    n--;
    {
        defer n--;
        if (n > 0)
            goto again;
        if (n == 0)
            goto out;
    inside:
        if (n < -5)
            goto inside;
    }
out:
    return n;
}
