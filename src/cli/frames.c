/* pirn frames: shows what each coroutine keeps in memory, and why. */
#include "cli.h"

int frames_main(int argc, char **argv)
{
    struct settings settings = {0};
    const char *name;
    struct preprocessed preprocessed =
        preprocess_one(&settings, argc, argv, NULL, &name);
    struct translate_result result =
        translate_text(&settings, &preprocessed.text, name, stdout);
    if (result.errors > 0)
        return EXIT_DIAGNOSED;
    if (fflush(stdout) != 0)
        die("cannot write to standard output: %m");
    return 0;
}
