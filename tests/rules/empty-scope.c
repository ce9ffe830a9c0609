// A semicolon behind the head of a scope leaves the block outside.
#include <pirn.h>

async void f(int n)
{
    scope (s, .timeout = PIRN_S); // error: the scope 's' ends at this semicolon [empty-scope]
    {
        if (n)
            await pirn_sleep(n);
    }
    scope (t); // error: the scope 't' ends at this semicolon [empty-scope]
    else
        n++;
    scope (u)
        ; // error: the scope 'u' ends at this semicolon [empty-scope]
    scope (v) {
        ;
    }
}
// help: scope (s) { ... }
