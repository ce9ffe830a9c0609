// Locals of a scope's block live until its tasks have been waited for, also
// when the block is left early.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
// threads: any order
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static async void use(int ms, const char *text, int *n)
{
    await pirn_sleep(ms * PIRN_MS);
    await pirn_yield_now();
    *n += (int)strlen(text);
    printf("%s %d\n", text, *n);
}

static async int leave_early(void)
{
    scope (s) {
        char text[] = "early";
        int n = 1;
        spawn use(2, text, &n);
        await pirn_yield_now();
        return n;
    }
    return 0;
}

async int main(void)
{
    scope (s) {
        char text[8] = "local";
        int n = 10;
        spawn use(1, text, &n);
        spawn use(2, &text[2], &n);
        spawn use(3, (char[]){"literal"}, &n);
    }
    // expect: local 15
    // expect: cal 18
    // expect: literal 25
    printf("%d\n", await leave_early());
    // expect: early 6
    // expect: 1
    for (int i = 0; i < 2; i++) {
        scope (s) {
            int fresh = i;
            spawn use(2, "turn", &fresh);
            if (i)
                continue;
        }
    }
    // expect: turn 4
    // expect: turn 5
    return 0;
}
