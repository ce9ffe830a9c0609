// The error of a file that could not be opened is refused as a descriptor of a
// program, whichever it is: no error is taken for a pipe or for /dev/null.
// expect: refused: 4095
// expect: EPERM: 1, ENOENT: 1, of the C library: 1
// workers: any
// asan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static int start(int out)
{
    const char *const argv[] = {"true", NULL};
    struct pirn_process_options options = {.out = out};
    struct pirn_process process;
    return pirn_process_start(&process, argv, &options);
}

async int main(void)
{
    int refused = 0;
    for (int error = 1; error <= 4095; error++)
        refused += start(-error) == -EINVAL;
    printf("refused: %d\n", refused);
    printf("EPERM: %d, ENOENT: %d, of the C library: %d\n",
           start(-EPERM) == -EINVAL, start(-ENOENT) == -EINVAL,
           start(-1) == -EINVAL);
    return 0;
}
