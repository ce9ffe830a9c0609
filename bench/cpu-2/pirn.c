/* Two workers: see cpu.h. */
#include "cpu.h"

int main(void)
{
    run("2");
    return 0;
}
