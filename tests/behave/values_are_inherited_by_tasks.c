// What is bound in a scope is seen by all that runs in it, however deep.
// env: PIRN_CLOCK=virtual
// elided: same
// asan
// valgrind
// threads: any order
#include <stdio.h>

#include <pirn.h>

static struct pirn_local name = {"nobody"}, depth;

static const char *who(void)
{
    return pirn_local_get(&name);
}

static async int child(const char *expected)
{
    await pirn_yield_now();
    printf("%s: %s\n", expected, who());
    return 0;
}

static async int grandchildren(const char *expected)
{
    scope (s) {
        spawn child(expected);
    }
    return await child(expected);
}

static async int rebinds(const char *mine)
{
    scope (s) {
        struct pirn_local_binding binding;
        pirn_local_set(s, &binding, &name, (void *)mine);
        spawn child(mine);
        await child(mine);
    }
    return 0;
}

static async int down(int levels)
{
    int level = levels, sum;
    scope (s) {
        struct pirn_local_binding binding;
        pirn_local_set(s, &binding, &depth, &level);
        sum = levels > 0 ? await down(levels - 1) : 0;
        return sum + *(int *)pirn_local_get(&depth);
    }
    return 0;
}

async int main(void)
{
    printf("%s\n", who()); // expect: nobody
    scope (s) {
        struct pirn_local_binding binding;
        pirn_local_set(s, &binding, &name, "ada");
        printf("%s\n", who()); // expect: ada
        await child("ada"); // expect: ada: ada
        await (spawn grandchildren("ada"));
        // expect: ada: ada
        // expect: ada: ada
        scope (t, .timeout = PIRN_S) {
            struct pirn_local_binding other, third;
            await rebinds("bob");
            // expect: bob: bob
            // expect: bob: bob
            printf("%s\n", who()); // expect: ada
            pirn_local_set(t, &other, &name, "eve");
            printf("%s\n", who()); // expect: eve
            pirn_local_set(t, &third, &depth, &depth);
            printf("%s %d\n", who(), pirn_local_get(&depth) == &depth);
            // expect: eve 1
            pirn_local_set(t, &other, &name, "sam"); /* used again */
            printf("%s %d\n", who(), pirn_local_get(&depth) == &depth);
            // expect: sam 1
        }
        printf("%s %d\n", who(), pirn_local_get(&depth) == NULL);
        // expect: ada 1
    }
    printf("%s\n", who()); // expect: nobody
    await child("nobody"); // expect: nobody: nobody
    printf("%d\n", await down(100)); // expect: 5050
    return 0;
}
