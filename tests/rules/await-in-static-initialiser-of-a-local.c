// The static locals of a coroutine are initialised before the program too.
#include <pirn.h>

async int slow(void);

async int coroutine(void)
{
    static int local = await slow(); // error: 'await' in the initialiser of the static 'local' [await-in-static-initialiser]
    return local;
}
// help: assign to it in a statement of its own

async int in_a_block(int n)
{
    if (n) {
        static int array[2] = {1, await slow()}; // error: 'await' in the initialiser of the static 'array' [await-in-static-initialiser]
        n = array[0];
    }
    return n;
}
