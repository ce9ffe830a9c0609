/* Random bytes through the translator: it may refuse them, but neither crash
 * nor hang. The first byte chooses the options, the rest is the text. */
#include "translate/translate.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    if (size == 0 || !nowhere)
        return 0;
    struct translate_options options = {
        .file = "fuzz.c",
        .async_all = (enum async_all)(data[0] & 3),
        .seed = data[0],
        .clang = data[0] & 4,
        .diagnostics = nowhere,
    };
    char *text = malloc(size); /* exactly: reading past the end is seen */
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    struct translate_result result = translate(text, size - 1, &options);
    free(result.text);
    free(text);
    return 0;
}
