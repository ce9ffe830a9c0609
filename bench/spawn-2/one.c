/* One worker: see spawn.h. */
#include "spawn.h"

int main(void)
{
    run("1");
    return 0;
}
