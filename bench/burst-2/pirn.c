/* Two workers: see burst.h. */
#include "burst.h"

int main(void)
{
    double times[BURSTS];
    run("2", times);
    bench_report("burst-2", times[BURSTS / 2], "ms");
    bench_report("burst-2.worst", times[BURSTS - 1], "ms");
    return 0;
}
