// Falling off, return, break, continue, goto: else comes before the jump.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async int by_return(int replace)
{
    scope (s, .timeout = PIRN_MS) {
        await pirn_sleep(PIRN_S);
        return 1;
    } else {
        printf("else ");
        if (replace)
            return 2;
    }
    return 3;
}

static async int falling_off(void)
{
    scope (s, .timeout = PIRN_MS) {
        await pirn_sleep(PIRN_S);
    } else {
        printf("else ");
        return 2;
    }
    return 3;
}

static async int by_loop(int how)
{
    int turns = 0;
    for (;;) {
        turns++;
        scope (s, .timeout = PIRN_MS) {
            await pirn_sleep(PIRN_S);
            if (how == 0)
                break;
            if (how == 1 && turns < 3)
                continue;
            if (how == 2)
                goto out;
            if (how == 3)
                return 100;
        } else {
            printf("else ");
            await pirn_sleep(PIRN_MS);
        }
        printf("behind ");
        break;
    }
    return turns;
out:
    return 50;
}

static async int else_jumps(void)
{
    for (int i = 0;; i++) {
        scope (s, .timeout = PIRN_MS) {
            await pirn_sleep(PIRN_S);
            return -1;
        } else {
            if (i < 2)
                continue;
            break;
        }
    }
    return 4;
}

static async int nested_else(void)
{
    scope (outer, .timeout = 10 * PIRN_MS) {
        scope (inner, .timeout = PIRN_MS) {
            await pirn_sleep(PIRN_S);
        } else {
            printf("inner ");
            await pirn_sleep(PIRN_S);
            return 1;
        }
    } else {
        printf("outer ");
    }
    return 2;
}

async int main(void)
{
    printf("%d\n", await by_return(0)); // expect: else 1
    printf("%d\n", await by_return(1)); // expect: else 2
    printf("%d\n", await falling_off()); // expect: else 2
    printf("%d\n", await by_loop(0)); // expect: else 1
    printf("%d\n", await by_loop(1)); // expect: else else else behind 3
    printf("%d\n", await by_loop(2)); // expect: else 50
    printf("%d\n", await by_loop(3)); // expect: else 100
    printf("%d\n", await else_jumps()); // expect: 4
    printf("%d\n", await nested_else()); // expect: inner outer 1
    return 0;
}
