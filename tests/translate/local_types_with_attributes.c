// A local type without a tag may have attributes of every form.
// elided: same
// async-all
#include <pirn.h>
#include <stdio.h>

static async int slow(int n)
{
    await pirn_yield_now();
    return n;
}

static async int packed(int n)
{
    struct __attribute__((packed)) {
        char c;
        int i;
    } before = {1, n};
    struct {
        char c;
        int i;
    } __attribute__((packed)) behind = {2, n};
    union __attribute__((aligned(32))) __attribute__((packed)) {
        char c;
        int i;
    } both = {.i = n};
    enum __attribute__((packed)) { SMALL = 3 } small = SMALL;
    int sum = await slow(before.i) + behind.i + both.i + (int)small;
    return sum +
           (int)(sizeof before + sizeof behind + sizeof both + sizeof small);
}

async int main(void)
{
    printf("%d\n", await packed(10)); // expect: 76
    return 0;
}
