// Values that nobody uses, beside awaits that are statements.
#include <pirn.h>
struct jobs {
    task(int) all[2];
};
async int g(int n);
async int f(int n, struct jobs *jobs)
{
    scope (s) {
        task(int) t = spawn g(1), u[2] = {t, t};
        n == 4; // says: 11
        await t;
        if (n)
            await u[n];
        await jobs->all[0];
        await (t);
        await g(1);
        n + 1; // says: 11
        await t * 2; // says: 17
        await t == 5; // says: 17
        (await t);
        (await u[0]), n = 2;
        n++, await t;
        task(int) *p = u;
        await *p++;
        n = (await t, 3);
        for (await t, n = 0; n < 3; n++, await u[n]);
        for (; await u[n]; (await t))
            n--;
        if (n)
            (await t);
        switch (n) {
        case 1 ... 2: await t; break;
        default: (await *u);
        }
again:  await t;
        if (n < 9)
            goto again;
        defer await t;
        pirn_scope_cancel(s);
        pirn_cancel(t);
        pirn_scope_timed_out(s);
        await pirn_all(s);
    }
    return n;
}
