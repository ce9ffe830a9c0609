/* However many tasks are alive, new ones use the memory of those that have
 * ended: so a program that goes on and on does not grow. */
// threads: no, they have stacks of their own
// no tsan: it grows itself
// expect: 0 to 2000 alive: does not grow
#include "parts/resident.h"
#include <pirn.h>

static async long next(long n)
{
    return n + 1;
}

static async long count_to(long n)
{
    long sum = 0;
    scope (s) {
        for (long i = 0; i < n; i++) {
            task(long) t = spawn next(sum);
            sum = await t;
        }
    }
    return sum;
}

async int main(void)
{
    enum { MOST = 2000, STEP = 50, EACH = 20000 };
    bool has_grown = false;
    scope (s) {
        for (int alive = 0; alive < MOST; alive += STEP) {
            await count_to(100);
            long before = resident_pages();
            if (await count_to(EACH) != EACH)
                return 1;
            /* They would take 3 MB at least; a page has 4096 bytes. */
            if (resident_pages() - before > 256) {
                has_grown = true;
                printf("%d alive: grows\n", alive);
            }
            for (int i = 0; i < STEP; i++)
                spawn pirn_sleep(PIRN_NEVER);
        }
        if (!has_grown)
            printf("0 to %d alive: does not grow\n", MOST);
        pirn_scope_cancel(s);
    }
    return 0;
}
