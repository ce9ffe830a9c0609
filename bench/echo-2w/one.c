/* One worker: see echo.h. */
#include "echo.h"

int main(void)
{
    run(1);
    return 0;
}
