// A computed goto could leave or enter a scope unseen.
#include <pirn.h>

async int slow(void);

async int coroutine(int n)
{
    void *labels[] = {&&first, &&second};
    scope (s) {
        spawn slow();
        goto *labels[n]; // error: could leave or enter one unseen [computed-goto-with-scope]
    first:
        spawn slow();
    }
second:
    return 0;
}
// help: use a switch
