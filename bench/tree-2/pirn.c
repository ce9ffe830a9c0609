/* Two workers: see tree.h. */
#include "tree.h"

int main(void)
{
    run("2");
    return 0;
}
