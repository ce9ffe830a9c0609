// #pragma pack before and inside a coroutine lays its local structs out.
// elided: same
#include "../tick.h"

#pragma pack(push, 1)
struct packed {
    char c;
    int i;
};

static async int inside_packed_region(void)
{
    struct local {
        char c;
        long l;
    } v = {1, 2};
    await tick(0);
    return (int)sizeof v * 10 + v.c + (int)v.l;
}
#pragma pack(pop)

static async int packed_in_the_middle(void)
{
    struct before {
        char c;
        long l;
    } b = {1, 2};
#pragma pack(push, 2)
    struct within {
        char c;
        long l;
    } w = {3, 4};
#pragma pack(pop)
    struct after {
        char c;
        long l;
    } a = {5, 6};
    await tick(0);
    return (int)(sizeof b * 10000 + sizeof w * 100 + sizeof a) + b.c + (int)w.l +
           a.c;
}

static async int packed_by_attribute(void)
{
    struct __attribute__((packed)) first {
        char c;
        int i;
    } f = {1, 2};
    struct last {
        char c;
        short s;
    } __attribute__((packed)) l = {3, 4};
    struct packed p = {5, 6};
    await tick(0);
    return (int)(sizeof f * 100 + sizeof l * 10 + sizeof p) + f.i + l.s + p.i;
}

static async void test(void)
{
    say("%d\n", await inside_packed_region()); // expect: 93
    say("%d\n", await packed_in_the_middle()); // expect: 161026
    say("%d\n", await packed_by_attribute()); // expect: 547
}
