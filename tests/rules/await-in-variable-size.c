// The size of a variable array type is evaluated, and cannot wait.
#include <pirn.h>

async int slow(int n);

async int in_sizeof(void)
{
    return (int)sizeof(int[await slow(3)]); // error: 'await' in the size of an array [await-in-variable-size]
}
// help: await into a variable first

async int in_a_cast(void *p)
{
    return (*(int(*)[await slow(3)])p)[0]; // error: 'await' in the size of an array [await-in-variable-size]
}
