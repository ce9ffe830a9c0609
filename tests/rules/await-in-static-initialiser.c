// Static objects are initialised before the program runs.
#include <pirn.h>

async int slow(void);

static int global = await slow(); // error: 'await' in the initialiser of a static object [await-in-static-initialiser]
// help: set the variable in a coroutine

static struct {
    int a, b;
} record = {1, await slow()}; // error: 'await' in the initialiser of a static object [await-in-static-initialiser]
