// PIRN_FIRST on several workers: each task of the scope is given once, however
// tasks move, and whichever other clause is done in between.
// asan
// expect: ok
#include "parts/several.h"

enum { TASKS = 40 };

static async int numbered(int n, unsigned seed)
{
    await wander(&seed);
    return n;
}

static async void round_of(unsigned seed)
{
    chan(int) c = pirn_chan_new(int, 1);
    bool seen[TASKS] = {false};
    int count = 0, rc = 0, item;
    scope (s) {
        task(int) all[TASKS];
        for (int n = 0; n < TASKS; n++)
            all[n] = spawn numbered(n, seed + (unsigned)n);
        while (rc == 0) {
            task(int) t = PIRN_NO_TASK;
            if (next(&seed) % 4 == 0)
                pirn_chan_try_send(c, &count);
            int which = await pirn_select_fair(PIRN_FIRST(s, &t, &rc),
                                               PIRN_RECV(c, &item),
                                               PIRN_AFTER(moment(&seed)));
            MUST(which >= 0);
            if (which != 0 || rc != 0)
                continue;
            int n = await t;
            MUST(n >= 0 && n < TASKS && !seen[n]);
            seen[n] = true;
            count++;
        }
    }
    MUST(rc == -ENOENT);
    MUST(count == TASKS);
    pirn_chan_free(c);
}
