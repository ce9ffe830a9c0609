/* pirn_tcp_connect: see <pirn/net.h>. The addresses of a name are tried by
 * "Happy Eyeballs", RFC 8305, in the order of getaddrinfo but that families
 * take turns. */
#include <pirn.h>
#ifdef __PIRN__
#include <netdb.h>
#else
void freeaddrinfo(struct addrinfo *found);
#endif

#define PIRN__ATTEMPT_DELAY (250 * PIRN_MS)

/* struct addrinfo, which the elision has no header for. */
struct pirn__addrinfo {
    int flags, family, type, protocol;
    socklen_t length;
    struct sockaddr *address;
    char *name;
    struct pirn__addrinfo *next;
} __attribute__((may_alias));

/* The attempts to connect to the addresses of a name. */
struct pirn__attempts {
    const struct pirn__addrinfo **list;
    int count, begun, ended;
    PIRN_CHAN(int) results; /* descriptors and -errno; room for all */
    int fd;                 /* that of the first one that connects, or -1 */
    int rc;                 /* that of the first one that fails, or 0 */
    const char *place;
};

PIRN__STATIC int pirn__addrinfo_count(const struct pirn__addrinfo *a)
{
    int count = 0;
    for (; a; a = a->next)
        count++;
    return count;
}

/* The next one from a on that is of that family, or of another; or NULL. */
PIRN__STATIC const struct pirn__addrinfo *
pirn__addrinfo_of(const struct pirn__addrinfo *a, int family, int is_of_it)
{
    while (a && (a->family == family) != is_of_it)
        a = a->next;
    return a;
}

/* Puts the addresses in the order in which they are tried. */
PIRN__STATIC void pirn__interleave(const struct pirn__addrinfo **list,
                                   const struct pirn__addrinfo *found)
{
    int family = found->family, count = 0, turn = 1;
    const struct pirn__addrinfo *next[2];
    next[1] = found;
    next[0] = pirn__addrinfo_of(found, family, 0);
    while (next[0] || next[1]) {
        if (next[turn]) {
            list[count++] = next[turn];
            next[turn] = pirn__addrinfo_of(next[turn]->next, family, turn);
        }
        turn = !turn;
    }
}

PIRN__STATIC_ASYNC int pirn__attempt(PIRN_CHAN(int) results,
                                     const struct pirn__addrinfo *a,
                                     const char *place)
{
    int rc = PIRN_AWAIT pirn__tcp_connect_to(a->address, a->length, place);
    return pirn_chan_try_send(results, &rc); /* for which there is room */
}

/* Takes account of a result. Returns a descriptor that is not needed, or -1. */
PIRN__STATIC int pirn__attempt_ended(struct pirn__attempts *all, int result)
{
    all->ended++;
    if (result >= 0 && all->fd >= 0)
        return result;
    if (result >= 0)
        all->fd = result;
    else if (all->rc == 0)
        all->rc = result;
    return -1;
}

/* Waits until an attempt has ended, or it is time for another. Returns false if
 * it was cancelled. */
PIRN__STATIC_ASYNC int pirn__attempts_wait(struct pirn__attempts *all)
{
    int result, which;
    int64_t patience =
        all->begun < all->count ? PIRN__ATTEMPT_DELAY : PIRN_NEVER;
    which = PIRN_AWAIT pirn_select(PIRN_RECV(all->results, &result),
                                   PIRN_AFTER(patience));
    if (which == 0)
        (void)pirn__attempt_ended(all, result);
    return which >= 0;
}

/* The attempts that have not ended when one has connected are cancelled; some
 * of them may have connected all the same. */
PIRN__STATIC_ASYNC int pirn__connect_first(struct pirn__attempts *all)
{
    int is_on = 1, result, spare;
    all->fd = -1;
    PIRN_SCOPE (s) {
        while (is_on && all->fd < 0 && all->ended < all->count) {
            int is_begun = 1;
            if (all->begun < all->count) {
                const struct pirn__addrinfo *a = all->list[all->begun++];
                PIRN_TASK(int)
                attempt =
                    PIRN_TRY_SPAWN pirn__attempt(all->results, a, all->place);
                is_begun = pirn_spawned(attempt);
            }
            if (is_begun)
                is_on = PIRN_AWAIT pirn__attempts_wait(all);
            else
                (void)pirn__attempt_ended(all, -ENOMEM);
        }
        pirn_scope_cancel(s);
    }
    while (pirn_chan_try_recv(all->results, &result) == 0) {
        spare = pirn__attempt_ended(all, result);
        if (spare >= 0)
            (void)PIRN_AWAIT pirn_close(spare);
    }
    if (all->fd >= 0)
        return all->fd;
    return is_on ? all->rc : -ECANCELED;
}

PIRN__STATIC_ASYNC int pirn__connect_any(const struct pirn__addrinfo *found,
                                         const char *place)
{
    static const struct pirn__attempts none;
    struct pirn__attempts all = none;
    int rc = -ENOMEM;
    all.place = place;
    all.count = pirn__addrinfo_count(found);
    all.list = (const struct pirn__addrinfo **)__builtin_malloc(
        (size_t)all.count * sizeof *all.list);
    all.results = pirn_chan_try_new(int, all.count);
    if (all.list && all.results) {
        pirn__interleave(all.list, found);
        rc = PIRN_AWAIT pirn__connect_first(&all);
    }
    pirn_chan_free(all.results);
    __builtin_free(all.list);
    return rc;
}

PIRN__STATIC_ASYNC int pirn__connect_by_name(const char *host, int port,
                                             const char *place)
{
    struct pirn__addrinfo hints = {0, 0, 1, 0, 0, NULL, NULL, NULL};
    struct addrinfo *found;
    char service[8];
    int rc;
    (void)__builtin_snprintf(service, sizeof service, "%d", port);
    rc = PIRN_AWAIT pirn_resolve(
        host, service, (const struct addrinfo *)(void *)&hints, &found);
    if (rc < 0)
        return rc;
    rc = PIRN_AWAIT pirn__connect_any(
        (const struct pirn__addrinfo *)(void *)found, place);
    freeaddrinfo(found);
    return rc;
}

PIRN__ASYNC int pirn__tcp_connect(const char *host, int port, const char *place)
{
    struct pirn__tcp_address address;
    int length = pirn__tcp_address(&address, host, port);
    if (length < 0)
        return length;
    if (length == 0)
        return PIRN_AWAIT pirn__connect_by_name(host, port, place);
    return PIRN_AWAIT pirn__tcp_connect_to(
        (const struct sockaddr *)(void *)&address, (socklen_t)length, place);
}

#undef pirn_tcp_connect /* which tells the place of a call */
PIRN__ASYNC int pirn_tcp_connect(const char *host, int port)
{
    return PIRN_AWAIT pirn__tcp_connect(host, port, NULL);
}
