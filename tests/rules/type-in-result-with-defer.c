// The result of a function with a defer is named once more.
#include <pirn.h>

struct point { // error: a type defined in the result of a function with a defer [type-in-result]
    int x, y;
} origin(void)
{
    defer (void)0;
    return (struct point){0, 0};
}
// help: define the type before the function
