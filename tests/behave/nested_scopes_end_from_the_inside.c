// A jump out of several scopes ends the inner one before the outer one.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void stubborn(const char *name, int turns)
{
    int rc = await pirn_sleep(PIRN_S);
    for (int i = 0; i < turns; i++)
        await pirn_yield_now();
    printf("%s %d\n", name, rc == -ECANCELED);
}

static async int nested(int how)
{
    for (int i = 0; i < 2; i++) {
        scope (outer) {
            spawn stubborn("outer", 0);
            scope (middle) {
                spawn stubborn("middle", 2);
                scope (inner) {
                    spawn stubborn("inner", 4);
                    await pirn_yield_now();
                    if (how == 0)
                        return 7;
                    if (how == 1)
                        break;
                    if (how == 2)
                        goto out;
                    if (i == 0)
                        continue;
                    break;
                }
            }
        }
    }
    return 8;
out:
    return 9;
}

async int main(void)
{
    for (int how = 0; how < 4; how++)
        printf("%d\n", await nested(how));
    // expect: inner 1
    // expect: middle 1
    // expect: outer 1
    // expect: 7
    // expect: inner 1
    // expect: middle 1
    // expect: outer 1
    // expect: 8
    // expect: inner 1
    // expect: middle 1
    // expect: outer 1
    // expect: 9
    // expect: inner 1
    // expect: middle 1
    // expect: outer 1
    // expect: inner 1
    // expect: middle 1
    // expect: outer 1
    // expect: 8
    return 0;
}
