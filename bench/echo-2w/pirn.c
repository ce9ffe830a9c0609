/* Two workers: see echo.h. */
#include "echo.h"

int main(void)
{
    run(2);
    return 0;
}
