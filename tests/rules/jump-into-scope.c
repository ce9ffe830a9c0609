// A scope is entered at its beginning and in no other way.
#include <pirn.h>

async int slow(void);

async int by_goto(int n)
{
    if (n)
        goto inside; // error: this goto jumps into a scope [jump-into-scope]
    scope (s) {
    inside:
        spawn slow();
    }
    return 0;
}
// help: enter the scope at its beginning

async int from_one_into_another(void)
{
    scope (a) {
        goto other; // error: this goto jumps into a scope [jump-into-scope]
    }
    scope (b) {
    other:
        spawn slow();
    }
    return 0;
}

async int by_switch(int n)
{
    switch (n) {
    case 1:
        scope (s) {
    case 2: // error: this label is inside a scope, its switch is outside [jump-into-scope]
            spawn slow();
        }
    }
    return 0;
}
// help: put the whole switch into the scope

async int inside_and_out(int n)
{
    scope (s) {
    again:
        spawn slow();
        switch (n) {
        case 1:
            goto again;
        case 2:
            goto out;
        }
    }
out:
    return 0;
}
