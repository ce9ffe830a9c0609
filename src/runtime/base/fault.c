/* What fails for a test, and PIRN_FAULT. */
#include "runtime/base/fault.h"
#include <stdlib.h>

bool (*pirn__fault)(size_t size);
bool pirn__fault_spares;
bool (*pirn__call_fault)(enum pirn__call call);

static unsigned long faults_after; /* PIRN_FAULT */

static bool count_down(size_t size)
{
    (void)size;
    return faults_after == 0 || --faults_after == 0;
}

void pirn__fault_begin(void)
{
    const char *fault = getenv("PIRN_FAULT");
    if (fault && !pirn__fault) {
        faults_after = strtoul(fault, NULL, 10);
        pirn__fault = count_down;
    }
}

bool pirn__fails_for_good(size_t size)
{
    return __builtin_expect(pirn__fault != NULL, 0) && !pirn__fault_spares &&
           pirn__fault(size);
}
