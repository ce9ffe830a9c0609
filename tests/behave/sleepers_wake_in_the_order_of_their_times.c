// Each sleeper is woken at its own time and never before, the earliest first.
// env: PIRN_CLOCK=virtual
// threads: any order, tsan
#include <stdint.h>
#include <stdio.h>

#include <pirn.h>

static int64_t began;

static async void sleeper(int64_t ns)
{
    int rc = await pirn_sleep(ns);
    printf("%lld %d %d\n", (long long)ns, rc, pirn_now() - began >= ns);
}

static async void until(int64_t after)
{
    int rc = await pirn_sleep_until(began + after);
    printf("until %lld %d %d\n", (long long)after, rc,
           pirn_now() - began >= after);
}

async int main(void)
{
    began = pirn_now();
    scope (s) {
        spawn sleeper(3 * PIRN_S);
        spawn sleeper(5 * PIRN_MS);
        spawn sleeper(PIRN_US);
        spawn sleeper(7 * PIRN_MS);
        spawn sleeper(86400 * PIRN_S);
        spawn until(4 * PIRN_S);
    }
    // expect: 1000 0 1
    // expect: 5000000 0 1
    // expect: 7000000 0 1
    // expect: 3000000000 0 1
    // expect: until 4000000000 0 1
    // expect: 86400000000000 0 1
    await until(-5 * PIRN_S); // expect: until -5000000000 0 1
    await sleeper(-1); // expect: -1 0 1
    await sleeper(0); // expect: 0 0 1
    return 0;
}
