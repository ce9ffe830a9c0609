/* Does something else when it is translated, on purpose. */
#include <stdio.h>
int main(void)
{
#ifdef __PIRN__
    printf("translated\n");
#else
    printf("as it is\n");
#endif
    return 0;
}
