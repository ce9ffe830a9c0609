// A barrier lets its tasks go on together, step after step; one that is
// cancelled or late has not come.
// env: PIRN_CLOCK=virtual
// asan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_barrier b = PIRN_BARRIER_INIT(3);

static async void two_steps(const char *name, int ms)
{
    for (int i = 0; i < 2; i++) {
        await pirn_sleep(ms * PIRN_MS);
        printf("%s", name);
        int is_last = await pirn_barrier_wait(&b);
        printf("%s%s ", name, is_last ? "!" : "");
    }
}

static async int come_and_go(void)
{
    scope (s, .timeout = 10 * PIRN_MS)
        return await pirn_barrier_wait(&b);
    return -EIO;
}

async int main(void)
{
    /* c comes last each time, after a and b; b has come last to the next step
     * by the time that its own sleep tells. */
    scope (s) {
        spawn two_steps("a", 1);
        spawn two_steps("b", 2);
        spawn two_steps("c", 3);
    }
    printf("\n"); // expect: abcc! a b abcc! a b 

    scope (s) {
        task(int) gone = spawn come_and_go();
        printf("%d ", await gone == -ECANCELED);
        task(int) first = spawn pirn_barrier_wait(&b);
        task(int) second = spawn pirn_barrier_wait(&b);
        await pirn_sleep(PIRN_MS);
        printf("%zu ", b.arrived);
        printf("%d ", await pirn_barrier_wait(&b));
        printf("%d", await first + await second);
    }
    printf("\n"); // expect: 1 2 1 0

    scope (s) {
        task(int) waits = spawn pirn_barrier_wait(&b);
        await pirn_yield_now();
        pirn_scope_cancel(s);
        printf("%d ", await waits == -ECANCELED);
        printf("%d ", await pirn_barrier_wait(&b) == -ECANCELED);
    }
    printf("%zu\n", b.arrived); // expect: 1 1 0
    return 0;
}
