// Types of what generators take, yield and give.
#include <pirn.h>
generator int ones(int n)
{
    char *p = n; // gcc: 15 // clang: 11
    yield "x"; // says: 11
    yield p; // says: 11
    int unused; // says: 9
}
int use(void)
{
    gen(int) g = ones("x"); // says: 23
    char *c;
    int v, unused; // gcc: 12
    while (pirn_next(g, &c)) // says: 12
        v = 1;
    return v;
}
int missing(int n)
{
    if (n)
        return 1;
} // gcc: 1
async int joined(struct pirn_scope *s, int n)
{
    long value = 0;
    task(int) t = spawn_in (s) joined(s, n);
    n = await pirn_join(t, &value); // says: 15
    return n + await pirn_join(t, "x"); // says: 22
}
