// A child that fails makes else due whichever way the scope is left.
// env: PIRN_CLOCK=virtual
// asan
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int fails(int64_t after)
{
    await pirn_sleep(after);
    return -EIO;
}

static async int leaves(int how, int64_t after, int replace)
{
    int turns = 0;
    for (;;) {
        turns++;
        scope (s, .fail_fast = 1) {
            spawn fails(after);
            await pirn_sleep(PIRN_MS);
            if (how == 1)
                break;
            if (how == 2 && turns < 3)
                continue;
            if (how == 3)
                goto out;
            if (how == 4)
                return 100;
        } else {
            printf("else %d ", pirn_scope_error(s) == -EIO);
            if (replace == 1)
                return 200;
            if (replace == 2)
                goto out;
            await pirn_sleep(1);
        }
        printf("behind ");
        break;
    }
    return turns;
out:
    return 50;
}

/* It has failed before it is left, so that it did not end by being left. */
static async void after_it_failed(void)
{
    printf("%d\n", await leaves(0, 1, 0)); // expect: else 1 behind 1
    printf("%d\n", await leaves(1, 1, 0)); // expect: else 1 1
    printf("%d\n", await leaves(2, 1, 0)); // expect: else 1 else 1 else 1 behind 3
    printf("%d\n", await leaves(3, 1, 0)); // expect: else 1 50
    printf("%d\n", await leaves(4, 1, 0)); // expect: else 1 100
    printf("%d\n", await leaves(0, 1, 1)); // expect: else 1 200
    printf("%d\n", await leaves(4, 1, 1)); // expect: else 1 200
    printf("%d\n", await leaves(4, 1, 2)); // expect: else 1 50
}

async int main(void)
{
    await after_it_failed();
    /* Left before: it is cancelled for that, though the child fails then. */
    printf("%d\n", await leaves(0, PIRN_S, 0)); // expect: else 1 behind 1
    printf("%d\n", await leaves(1, PIRN_S, 0)); // expect: 1
    printf("%d\n", await leaves(2, PIRN_S, 0)); // expect: else 1 behind 3
    printf("%d\n", await leaves(3, PIRN_S, 0)); // expect: 50
    printf("%d\n", await leaves(4, PIRN_S, 0)); // expect: 100
    return 0;
}
