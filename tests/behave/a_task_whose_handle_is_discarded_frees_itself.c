// A task whose handle is discarded frees itself at its end, not with its scope.
// threads: no, so many threads take too long
#include <stdio.h>
#include <sys/resource.h>

#include <pirn.h>

static long ended;

static async void brief(int n)
{
    await pirn_yield_now();
    ended += n;
}

static long kilobytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

async int main(void)
{
    scope (s) {
        spawn brief(1);
        await pirn_yield_now();
        long before = kilobytes();
        for (int i = 0; i < 300000; i++) {
            spawn brief(1);
            await pirn_yield_now();
        }
        // 300,000 tasks that stayed would take some 30 MB
        puts(kilobytes() - before < 8000 ? "freed" : "kept"); // expect: freed
    }
    printf("%ld\n", ended); // expect: 300001
    return 0;
}
