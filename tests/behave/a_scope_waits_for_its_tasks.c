// Falling off the end of a scope waits for everything spawned in it.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async void worker(int n)
{
    await pirn_sleep(n * PIRN_MS);
    printf("%d\n", n);
}

async int main(void)
{
    scope (s) {
        spawn worker(3);
        spawn worker(1);
        spawn worker(2);
        printf("spawned\n"); // expect: spawned
    }
    // expect: 1
    // expect: 2
    // expect: 3
    printf("ended\n"); // expect: ended
    scope (empty) {
    }
    scope (one)
        spawn worker(4); // expect: 4
    printf("ended\n"); // expect: ended
    return 0;
}
