/* Bytes through the parsers of examples/programs/links.c. The first byte of an
 * input says what the rest is: a page, a URL on a page, or a field of a head.
 */
#include "../examples/programs/links.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char base[] = "http://host/a/b?c";

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void read_url(const char *text)
{
    char host[256], *url = resolve(base, text), *again;
    int port;
    if (!url)
        return;
    check(strncmp(url, "http://", 7) == 0);
    (void)read_host(url, host, &port);
    again = resolve(url, url); /* it is what it is from wherever it is seen */
    check(again && strcmp(again, url) == 0);
    free(again);
    free(url);
}

static void read_page(char *text)
{
    gen(char *) links = links_of(text);
    char *value;
    while (pirn_next(links, &value) == 1) {
        read_url(value);
        free(value);
    }
    pirn_gen_close(links);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct answer a = {.length = -1};
    if (size < 2 || size > 8192)
        return -1;
    char *text = malloc(size); /* exactly: reading past the end is seen */
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    if (data[0] % 3 == 0)
        read_page(text);
    else if (data[0] % 3 == 1)
        read_url(text);
    else
        read_field(text, base, &a);
    (void)is_broken, (void)is_passing, (void)print_result;
    forget(&a);
    free(text);
    return 0;
}
