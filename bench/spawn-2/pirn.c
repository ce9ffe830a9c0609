/* Two workers: see spawn.h. */
#include "spawn.h"

int main(void)
{
    run("2");
    return 0;
}
