// Tasks that offload calls, in many orders, cancelled everywhere, and with
// everything that can fail failing, have the calls made, once each.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

struct account {
    int made; /* calls */
    int errors;
};

static int call(struct account *account, int n)
{
    account->made++;
    errno = n;
    return n * n;
}

static async int offload_some(struct account *account, int times)
{
    int sum = 0;
    alive++;
    for (int i = 0; i < times; i++) {
        int n = await offload call(account, i + 1);
        account->errors += n != (i + 1) * (i + 1) || errno != i + 1;
        sum += n;
    }
    alive--;
    return sum;
}

static async int by_a_deadline(struct account *account)
{
    int sum;
    scope (s, .timeout = PIRN_MS) {
        sum = await offload_some(account, 2);
        await pirn_sleep(PIRN_S);
        sum += await offload_some(account, 1);
    }
    return sum;
}

static async int calls(void)
{
    struct account account = {0, 0};
    scope (s) {
        task(int) a = spawn offload_some(&account, 2);
        task(int) b = spawn by_a_deadline(&account);
        MUST(await offload_some(&account, 1) == 1);
        MUST(await a == 5);
        MUST(await b == 6);
    }
    MUST(account.made == 6 && account.errors == 0);
    return 0;
}

static async generator int squares(struct account *account, int n)
{
    for (int i = 1; i <= n; i++)
        yield await offload call(account, i);
}

static async int generators(void)
{
    struct account account = {0, 0};
    gen(int) g = squares(&account, 3);
    int n, sum = 0;
    while (await pirn_next(g, &n) == 1)
        sum += n;
    await pirn_gen_close(g);
    MUST(sum == 14 && account.made == 3);
    return 0;
}

static async int defers(void)
{
    struct account account = {0, 0};
    int rc = 0;
    scope (s) {
        defer await offload call(&account, 7);
        rc = await pirn_yield_now();
    }
    MUST(account.made == 1);
    return rc;
}

static const struct scenario scenarios[] = {
    {"calls", calls, 0},           // expect: calls: ok
    {"generators", generators, 0}, // expect: generators: ok
    {"defers", defers, 0},         // expect: defers: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
