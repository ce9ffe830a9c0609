// The array inside a returned struct lives until its full expression ends,
// which may be long after the awaited function has suspended.
#include "../tick.h"

struct named {
    int n;
    char path[16];
};

static struct named make(int n)
{
    struct named named = {n, "path/of/x"};
    named.path[8] = (char)('a' + n);
    return named;
}

static async struct named make_slowly(int n)
{
    await tick(0);
    return make(n);
}

static async int use(const char *path, int n)
{
    int length = (int)strlen(path);
    await tick(0);
    say("%s ", path);
    return length + n;
}

static void use_at_once(const char *path, int n)
{
    say("%s %d\n", path, n);
}

static async void test(void)
{
    say("%d\n", await use(make(1).path, 1)); // expect: path/of/b 10
    use_at_once(make(2).path, await tick(2)); // expect: path/of/c 2
    say("%d\n", await use(make(3).path, await tick(2))); // expect: path/of/d 11
    say("%d\n", await use((await make_slowly(4)).path, 3)); // expect: path/of/e 12
    use_at_once((await make_slowly(5)).path, await tick(4)); // expect: path/of/f 4
    say("%d\n", await use(&make(6).path[5], 0)); // expect: of/g 4
    say("%d\n", await use((tick_state.calls ? make(1) : make(2)).path, 0)); // expect: path/of/b 9
    struct named a;
    say("%d\n", await use((a = make(3)).path, 0)); // expect: path/of/d 9
    say("%d\n", await use(((void)0, make(7)).path, 0)); // expect: path/of/h 9
}
