// What the compiler warns of in offloaded calls: formats, values that nobody uses, signs.
#include <pirn.h>
#include <stdio.h>
#include <string.h>

int checked(int n) __attribute__((warn_unused_result));
int plain(int n);
size_t scan(const char *text) __attribute__((nonnull));
async int test(unsigned n, const char *text);

async int test(unsigned n, const char *text)
{
    char small[4];
    await offload printf("%d\n", text); // warning: -Wformat
    await offload checked(1); // warning: -Wunused-result
    int unused = await offload plain(2); // warning: -Wunused-variable
    if (await offload checked(3) < n) // warning: -Wsign-compare
        return 1;
    await offload scan(NULL); // warning: -Wnonnull
    await offload snprintf(small, sizeof small, "%s", text);
    return (int)await offload strlen(small);
}
