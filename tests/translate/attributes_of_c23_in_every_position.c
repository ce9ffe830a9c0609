// Attributes of C23 stand wherever its grammar has them.
// flags: -std=gnu2x -w
// async-all
#include <pirn.h>
#include <stdio.h>

[[nodiscard]] static int plain(int a)
{
    return a + 1;
}

[[gnu::noinline]] static async int before([[maybe_unused]] int a)
{
    await pirn_yield_now();
    return a;
}

static async int named [[gnu::noinline]] (int a [[maybe_unused]])
{
    await pirn_yield_now();
    return a * 2;
}

struct [[gnu::packed]] pair {
    char c [[gnu::unused]];
    [[gnu::unused]] int n;
};

enum [[gnu::unused]] colour { RED [[gnu::unused]] = 3, BLUE };

static async int statements(int n)
{
    [[maybe_unused]] int sum [[gnu::unused]] = 0, list [[gnu::unused]][2]
        [[gnu::unused]] = {1, 2};
    int * [[gnu::unused]] pointer = &sum;
    if (n) [[gnu::unused]] {
        sum += await before(n);
    }
    for ([[maybe_unused]] int i = 0; i < 2; i++)
        sum += await named(list[i]);
    switch (n) {
    [[gnu::unused]] case 1:
        sum += 100;
        [[fallthrough]];
    default:
        sum += 1000;
    }
    [[gnu::unused]] *pointer += sizeof(struct pair);
    [[gnu::unused]] return sum + BLUE;
}

async int main(void)
{
    // expect: 1116 2
    printf("%d %d\n", await statements(1), plain(1));
    return 0;
}
