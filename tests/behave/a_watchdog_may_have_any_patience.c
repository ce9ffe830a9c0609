// PIRN_HOG_MS may be more than there is time: nobody is told of then.
// env: PIRN_HOG_MS=99999999999999999999
// asan
#include <pirn.h>
#include <stdio.h>

async int main(void)
{
    printf("%d\n", await pirn_sleep(PIRN_MS)); // expect: 0
}
