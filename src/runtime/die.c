/* How the runtime gives up: one sentence that names the culprit, in one
 * write, and abort(); in release builds too. */
#include "runtime.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void pirn__die(const char *sentence, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, sentence);
    vsnprintf(text, sizeof text, sentence, arguments);
    va_end(arguments);
    dprintf(STDERR_FILENO, "pirn: %s\n", text);
    abort();
}
