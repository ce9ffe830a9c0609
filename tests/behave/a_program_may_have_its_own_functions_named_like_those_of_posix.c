/* A program that includes <pirn.h> alone may have functions of its own with the
 * names of POSIX's: Pirn's operations do not end up in them. */
// elided: same
// exit: 0
#include <pirn.h>

static int called;

#define OWN(name)                                                              \
    static int name(struct own *x)                                             \
    {                                                                          \
        return ++called + (x != 0);                                            \
    }
#define EACH(DO)                                                               \
    DO(accept) DO(accept4) DO(bind) DO(clock_gettime) DO(close) DO(connect)    \
    DO(getline) DO(getpeername) DO(getsockname) DO(htons) DO(listen)           \
    DO(nanosleep) DO(poll) DO(ppoll) DO(read) DO(readv) DO(recv) DO(recvfrom)  \
    DO(recvmsg) DO(send) DO(sendmsg) DO(sendto) DO(setsockopt) DO(socket)      \
    DO(write) DO(writev)

struct own;
EACH(OWN)

#define LISTED(name) name,
static int (*volatile const own[])(struct own *) = {EACH(LISTED)};

/* Some bytes from one end of a connection to the other. */
static async int transfer(int from, int to)
{
    char sent[] = "pirn", received[sizeof sent] = "";
    size_t done = 0;
    if (await pirn_write_all(from, sent, sizeof sent, &done) < 0)
        return 1;
    if (await pirn_poll(to, 1) < 0)
        return 2;
    if (await pirn_recv(to, received, sizeof received, 0) != sizeof received)
        return 3;
    return __builtin_strcmp(sent, received) ? 4 : 0;
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0), rc;
    int client = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
    int server = await pirn_accept(listener, 0, 0);
    if (listener < 0 || client < 0 || server < 0)
        return 10;
    rc = await transfer(client, server);
    rc += 20 * await transfer(server, client);
    await pirn_sleep(PIRN_MS);
    await pirn_close(client);
    await pirn_close(server);
    await pirn_close(listener);
    return rc + called + !own[0];
}
