/* One worker: see cpu.h. */
#include "cpu.h"

int main(void)
{
    run("1");
    return 0;
}
