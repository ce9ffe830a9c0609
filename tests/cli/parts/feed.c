/* Feeds files to the translator in each of its modes, as the fuzzer does. What
 * it says of them does not matter. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room)
{
    (void)data, (void)room;
    return size;
}

int main(int argc, char **argv)
{
    static uint8_t text[1 << 22];
    static const char modes[] = {0, 1, 2, 5, 8, 16};
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "r");
        if (!file)
            return 2;
        size_t size = 1 + fread(text + 1, 1, sizeof text - 1, file);
        fclose(file);
        fprintf(stderr, "%s\n", argv[i]);
        for (size_t k = 0; k < sizeof modes; k++) {
            text[0] = (uint8_t)modes[k];
            LLVMFuzzerTestOneInput(text, size);
        }
    }
    return 0;
}
