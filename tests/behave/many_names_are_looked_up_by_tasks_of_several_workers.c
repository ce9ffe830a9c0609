// Many lookups on several workers, some of which are cancelled: each ends with
// an answer or as cancelled, and no more than four that are waited for are made
// at a time.
// expect: ok
// asan
#include "parts/several.h"
#include <errno.h>
#include <netdb.h>
#include <sched.h>

enum { TASKS = 24, ABANDONED = 16 };

static long at_work, asked;

static int resolver(const char *host, const char *service,
                    const struct addrinfo *hints, struct addrinfo **found)
{
    unsigned seed = (unsigned)__atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
    long now = __atomic_add_fetch(&at_work, 1, __ATOMIC_RELAXED);
    MUST(now <= ABANDONED);
    MUST(host[0] == 'n' && service[0] == '1');
    for (unsigned i = 0, n = next(&seed) % 64; i < n; i++)
        sched_yield();
    add(&at_work, -1);
    if (next(&seed) % 5 == 0)
        return EAI_NONAME;
    return getaddrinfo("127.0.0.1", service, hints, found);
}

static async void look_up(unsigned seed, long *ended)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    int rc = 0;
    for (int i = 0; i < 4; i++) {
        char name[2] = "n", port[2] = "1";
        await wander(&seed);
        scope (s, .timeout = 5 * moment(&seed))
            rc = await pirn_resolve(name, port, &hints, &found);
        MUST((rc == 0) == (found != NULL));
        MUST(rc == 0 || rc == -ENOENT || rc == -ECANCELED);
        if (found)
            freeaddrinfo(found);
        name[0] = port[0] = 'x'; /* they are not needed any more */
    }
    add(ended, 1);
}

static async void round_of(unsigned seed)
{
    long ended = 0;
    pirn_resolve_by(resolver);
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn look_up(next(&seed), &ended);
    }
    MUST(ended == TASKS);
}
