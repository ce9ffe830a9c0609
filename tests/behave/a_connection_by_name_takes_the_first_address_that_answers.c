// pirn_tcp_connect takes names. Of several addresses the first that connects is
// taken: one that refuses is followed by the next at once, one that does not
// answer after 250 ms; families take turns, and the others are closed.
// expect: refused, then another: connected, after 0 delays
// expect: no answer, then another: connected, after 1 delays
// expect: both refuse: Connection refused
// expect: no such name: There is no such name, or it has no such address
// expect: IPv4 after the first of two of IPv6: connected, after 0 delays
// expect: cancelled: Operation canceled
// expect: a zone that there is not: There is no such name, or it has no such address
// expect: 0 descriptors are left
// asan
// env: PIRN_CLOCK=virtual
#include <arpa/inet.h>
#include <dirent.h>
#include <netdb.h>
#include <pirn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The addresses of a name are written in it, with ports: "127.0.0.1/80,...". */
static int resolver(const char *host, const char *service,
                    const struct addrinfo *hints, struct addrinfo **found)
{
    char text[200], *rest = text, *address;
    struct addrinfo **end = found;
    (void)service;
    if (!strchr(host, '/'))
        return EAI_NONAME;
    snprintf(text, sizeof text, "%s", host);
    while ((address = strsep(&rest, ","))) {
        char *port = strchr(address, '/');
        *port++ = '\0';
        int rc = getaddrinfo(address, port, hints, end);
        if (rc)
            return rc;
        end = &(*end)->ai_next;
    }
    return 0;
}

static int descriptors(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static async int try_it(const char *what, const char *host)
{
    int64_t begin = pirn_now();
    int fd = await pirn_tcp_connect(host, 9);
    printf("%s: ", what);
    if (fd < 0)
        printf("%s\n", pirn_resolve_error(fd));
    else
        printf("connected, after %d delays\n",
               (int)((pirn_now() - begin) / (250 * PIRN_MS)));
    if (fd >= 0)
        await pirn_close(fd);
    return fd < 0 ? fd : 0;
}

/* A port where nobody listens. */
static int closed_port(void)
{
    int fd = pirn_tcp_listen("127.0.0.1", 0), port = pirn_tcp_port(fd);
    close(fd);
    return port;
}

/* Fills the queue of a listener, so that nobody is answered any more. */
static async void fill(int port, int *fds, int count)
{
    for (int i = 0; i < count; i++)
        fds[i] = -1;
    scope (s, .timeout = 50 * PIRN_MS) {
        for (int i = 0; i < count && !pirn_is_cancelled(); i++)
            fds[i] = await pirn_tcp_connect("127.0.0.1", port);
    }
}

static async int all(void)
{
    enum { FILL = 8 };
    int before, fds[FILL], closed = closed_port();
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int mute = pirn_tcp_listen_with(
        "127.0.0.1", 0, &(struct pirn_listen_options){.backlog = 1});
    int open = pirn_tcp_port(listener), full = pirn_tcp_port(mute);
    char host[200];
    await fill(full, fds, FILL);
    pirn_resolve_by(resolver);
    before = descriptors();
    snprintf(host, sizeof host, "127.0.0.1/%d,127.0.0.1/%d", closed, open);
    await try_it("refused, then another", host);
    snprintf(host, sizeof host, "127.0.0.1/%d,127.0.0.1/%d", full, open);
    await try_it("no answer, then another", host);
    snprintf(host, sizeof host, "127.0.0.1/%d,127.0.0.1/%d", closed, closed);
    await try_it("both refuse", host);
    await try_it("no such name", "nowhere");
    snprintf(host, sizeof host, "::1/%d,::ffff:127.0.0.1/%d,127.0.0.1/%d",
             closed, full, open);
    await try_it("IPv4 after the first of two of IPv6", host);
    snprintf(host, sizeof host, "127.0.0.1/%d,127.0.0.1/%d", full, full);
    scope (s, .timeout = PIRN_S)
        await try_it("cancelled", host);
    await try_it("a zone that there is not", "fe80::1%nowhere");
    printf("%d descriptors are left\n", descriptors() - before);
    for (int i = 0; i < FILL; i++)
        if (fds[i] >= 0)
            await pirn_close(fds[i]);
    await pirn_close(listener);
    await pirn_close(mute);
    return 0;
}

int main(void)
{
    return pirn_run(all());
}
