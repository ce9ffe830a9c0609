/* One worker: see burst.h. Beside the slowest burst of the others stands what
 * it usually takes. */
#include "burst.h"

int main(void)
{
    double times[BURSTS];
    run("1", times);
    bench_report("burst-2", times[BURSTS / 2], "ms");
    bench_report("burst-2.worst", times[BURSTS / 2], "ms");
    return 0;
}
