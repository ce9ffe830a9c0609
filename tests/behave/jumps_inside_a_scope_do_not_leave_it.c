// break, continue and goto that stay inside a scope cancel nothing.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async void worker(int n)
{
    printf("%d %d\n", n, await pirn_sleep(PIRN_MS * n));
}

async int main(void)
{
    scope (s) {
        for (int i = 0; i < 5; i++) {
            if (i == 1)
                continue;
            if (i == 3)
                break;
            spawn worker(i + 1);
        }
        switch (1) {
        case 1:
            spawn worker(5);
            break;
        }
        int turns = 0;
    again:
        spawn worker(10 + turns);
        if (++turns < 2)
            goto again;
        do {
            if (turns)
                break;
        } while (1);
        goto end;
    end:;
    }
    // expect: 1 0
    // expect: 3 0
    // expect: 5 0
    // expect: 10 0
    // expect: 11 0
    printf("end\n"); // expect: end
    return 0;
}
