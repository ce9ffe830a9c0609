// Values of awaits that look like statements, beside one that is.
#include <pirn.h>
struct pair {
    int a, b;
};
async int g(int n);
int plain(void);
int two(int a, int b);
async int f(int n)
{
    scope (s) {
        task(int) t = spawn g(1), u = spawn g(2);
        task(int) r[] = {t, u}, *p = r;
        int v[] = {await t, await u};
        struct pair w = {.a = await t, .b = await u};
        n += two(await t, await u) + v[0] + w.a;
        n = n ? ({ plain(); }) : await t;
        n = n ? (struct pair){1, 2}.a : await u;
        for (int i = 0; await *p; i++, p++)
            n--;
        for (; await *p; p++)
            n--;
        if (await t)
            n--;
        while ((await u))
            n--;
        do
            n--;
        while (await t);
        switch (await u) {
        default: break;
        }
        await t;
        n = missing; // says: 13
        return n++, await t;
    }
    return n;
}
