/* From the thousandth refusal in a row on each takes longer than the last, and
 * ends in -ECANCELED all the same; a wait that is granted ends all that. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: any order, tsan
// stderr: has been refused 1000 waits in a row
// stderr: has been refused 12000 waits in a row
// expect: the first 1000 take 0 us, 1000 are refused
// expect: the next 100 take 50500 us, 100 are refused
// expect: the next 9900 take 499999500 us, 9900 are refused
// expect: the next 1000 take 100000000 us, 1000 are refused
// expect: after a shield 999 take 0 us, 999 are refused
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

/* Waits in a cancelled scope. */
static async void deaf(const char *which, int count)
{
    int refused = 0;
    int64_t began = pirn_now();
    for (int i = 0; i < count; i++)
        refused += await pirn_sleep(PIRN_S) == -ECANCELED;
    printf("%s %d take %lld us, %d are refused\n", which, count,
           (long long)((pirn_now() - began) / PIRN_US), refused);
}

async int main(void)
{
    scope (s) {
        pirn_scope_cancel(s);
        await deaf("the first", 1000);
        await deaf("the next", 100);
        await deaf("the next", 9900);
        await deaf("the next", 1000);
        scope (shield, .shield = true)
            await pirn_sleep(1);
        await deaf("after a shield", 999);
    }
    return 0;
}
