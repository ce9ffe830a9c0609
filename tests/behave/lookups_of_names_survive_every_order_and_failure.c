// Tasks that look up names, in many orders, cancelled everywhere, and with
// everything that can fail failing, get an answer or are told why not, and have
// a list exactly if they have an answer. In a test the thread of the task looks
// a name up.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"
#include <netdb.h>
#include <pthread.h>

static pthread_t here;
static int is_alone; /* there is no other worker */

static int resolver(const char *host, const char *service,
                    const struct addrinfo *hints, struct addrinfo **found)
{
    MUST(!is_alone || pthread_equal(here, pthread_self()));
    if (strcmp(host, "nowhere") == 0)
        return EAI_NONAME;
    return getaddrinfo("::1", service, hints, found);
}

static async int look_up(const char *host, int expected)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    alive++;
    int rc = await pirn_resolve(host, "1", &hints, &found);
    MUST((rc == 0) == (found != NULL));
    MUST(rc == expected || rc == -ECANCELED || rc == -ENOMEM);
    if (found)
        freeaddrinfo(found);
    alive--;
    return rc == expected ? 0 : rc;
}

static async int lookups(void)
{
    int rc;
    here = pthread_self();
    is_alone = pirn_workers() == 1;
    pirn_resolve_by(resolver);
    scope (s) {
        task(int) a = spawn look_up("somewhere", 0);
        task(int) b = spawn look_up("nowhere", -ENOENT);
        rc = await look_up("127.0.0.1", 0);
        int other = await a, third = await b;
        rc = rc ? rc : other ? other : third;
    }
    return rc;
}

static const struct scenario scenarios[] = {
    {"lookups", lookups, 0}, // expect: lookups: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
