/* One worker: see select.h. */
#include "select.h"

int main(void)
{
    return run("1");
}
