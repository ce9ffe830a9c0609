/* A program without a coroutine loads libraries, and prints what their run_work
 * makes of 1, 2 and so on. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int (*run)(int);
        void *library = dlopen(argv[i], RTLD_LAZY);
        *(void **)&run = dlsym(library, "run_work");
        printf("%d\n", run ? run(i) : 0);
    }
    return 0;
}
