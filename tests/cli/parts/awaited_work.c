/* A coroutine loads the library that argv[1] names, and prints what the
 * coroutine that its find_work returns makes of 42. */
#include <dlfcn.h>
#include <pirn.h>
#include <stdio.h>

typedef async int worker(int);

async int main(int argc, char **argv)
{
    worker *(*find)(void);
    void *library = argc > 1 ? dlopen(argv[1], RTLD_LAZY) : NULL;
    if (!library)
        return 1;
    *(void **)&find = dlsym(library, "find_work");
    printf("%d\n", await find()(42));
    return 0;
}
