/* Two workers: see pairs.h. */
#include "pairs.h"

int main(void)
{
    run("2");
    return 0;
}
