/* How the runtime gives up: one sentence that names the culprit, and abort(),
 * in release builds too. */
#include "runtime.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void pirn__die(const char *sentence, ...)
{
    va_list arguments;
    va_start(arguments, sentence);
    flockfile(stderr);
    fputs("pirn: ", stderr);
    vfprintf(stderr, sentence, arguments);
    fputc('\n', stderr);
    funlockfile(stderr);
    va_end(arguments);
    abort();
}
