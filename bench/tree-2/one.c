/* One worker: see tree.h. */
#include "tree.h"

int main(void)
{
    run("1");
    return 0;
}
