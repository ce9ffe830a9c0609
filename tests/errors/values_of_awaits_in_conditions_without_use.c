// Awaited handles in operations whose result nobody uses are read as calls are.
#include <pirn.h>
struct pair {
    int a, b;
};
async int g(int n);
async void h(void);
async struct pair i(void);
int plain(int n);
async int f(int n, int m)
{
    scope (s) {
        task(int) t = spawn g(1), u = spawn g(2);
        task(void) v = spawn h(), w = spawn h();
        task(struct pair) x = spawn i(), y = spawn i();
        n ? plain(1) : plain(2);
        n ? await t : await u;
        n ? await v : await w;
        n ? await x : await y;
        n ? await t : 0;
        n ? m : await t;
        n ?: await t;
        n == 2 ? (await t) : ((await u));
        n ? await t, await u : await t;
        n ? m ? await t : await u : await t;
        n ? await t : m ? await t : await u;
        n ? await t : (m = await u);
        n ? (await x).a : (await y).a; // clang: 37
        n ? (long)await t : (long)await u; // clang: 29
        n ? ({ await t; }) : ({ await u; });
        (void)(n ? await t : await u);
        ({ await t; });
        (long)await t; // clang: 9
        if (n)
            n ? await t : await u;
        for (; n ? await t : await u; n ? await t : await u)
            n ? await t : plain(n--);
        n && plain(4); // gcc: 11
        n && await t; // gcc: 11
        n || (await t); // gcc: 11
        await t && m; // gcc: 17
        n && await g(1); // gcc: 11
        n ? await t + 1 : await u;
        n ? await t == 1 : await u == 2; // clang: 36
        n ? n : await missing; // says: 23
        m = ({ await t; });
        m = n ? await t : await u;
        m += n && await t ? await u : await t;
        m = plain(n ? await t : await u);
    }
    return m;
}
