// A jump to a place inside the outer scope ends only the inner ones.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void worker(const char *name)
{
    int rc = await pirn_sleep(5 * PIRN_MS);
    printf("%s %s\n", name, rc == -ECANCELED ? "stopped" : "done");
}

async int main(void)
{
    scope (outer) {
        spawn worker("outer");
        for (;;) {
            scope (inner) {
                spawn worker("inner");
                await pirn_yield_now();
                break;
            }
        }
        printf("between\n");
    }
    // expect: inner stopped
    // expect: between
    // expect: outer done
    printf("%d\n", await pirn_sleep(1)); // expect: 0
    return 0;
}
