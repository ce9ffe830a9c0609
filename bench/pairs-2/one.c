/* One worker: see pairs.h. */
#include "pairs.h"

int main(void)
{
    run("1");
    return 0;
}
