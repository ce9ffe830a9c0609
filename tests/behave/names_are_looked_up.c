// pirn_resolve gives the addresses of names and of numbers, with zones, and
// says what is wrong with those that there are not.
// expect: 127.0.0.1 port 80: 0 IPv4 127.0.0.1 80
// expect: ::1 port 443: 0 IPv6 ::1 443
// expect: fe80::1%lo port 1: 0 IPv6 fe80::1%lo 1
// expect: localhost port 7: 0 loopback 7
// expect: nowhere port 7: No such file or directory
// expect: There is no such name, or it has no such address
// expect: 127.0.0.1 for IPv6: There is no such name, or it has no such address
// expect: tired: No server of names answers
// expect: broken: A server of names has failed
// expect: memory: Cannot allocate memory
// expect: system: Too many open files
// expect: 127.0.0.1 port 65536: There is no such service
// expect: 0 lists are left, errno is 7
// elided: same
// async-all
// asan
// workers: any
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pirn.h>
#include <stdio.h>
#include <string.h>

static int errors(const char *host, const char *service,
                  const struct addrinfo *hints, struct addrinfo **found)
{
    (void)service, (void)hints, (void)found;
    if (strcmp(host, "tired") == 0)
        return EAI_AGAIN;
    if (strcmp(host, "broken") == 0)
        return EAI_FAIL;
    if (strcmp(host, "memory") == 0)
        return EAI_MEMORY;
    errno = EMFILE;
    return strcmp(host, "system") == 0 ? EAI_SYSTEM : EAI_NONAME;
}

static int show(const struct addrinfo *found)
{
    char host[80], port[8];
    getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof host, port,
                sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    printf(" %s %s %s\n", found->ai_family == AF_INET6 ? "IPv6" : "IPv4", host,
           port);
    return found->ai_next != NULL;
}

static async void number(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    int rc = await pirn_resolve(host, port, &hints, &found);
    printf("%s port %s: %d", host, port, rc);
    show(found);
    freeaddrinfo(found);
}

static async void local(void)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    int rc = await pirn_resolve("localhost", "7", &hints, &found);
    char host[80];
    for (struct addrinfo *a = found; a; a = a->ai_next) {
        getnameinfo(a->ai_addr, a->ai_addrlen, host, sizeof host, NULL, 0,
                    NI_NUMERICHOST);
        if (strncmp(host, "127.", 4) != 0 && strcmp(host, "::1") != 0)
            printf("%s?\n", host);
    }
    printf("localhost port 7: %d loopback %d\n", rc,
           ntohs(((struct sockaddr_in *)(void *)found->ai_addr)->sin_port));
    freeaddrinfo(found);
}

static async int fails(const char *host, const char *what)
{
    struct addrinfo *found = (struct addrinfo *)(void *)&found;
    int rc = await pirn_resolve(host, "7", NULL, &found);
    printf("%s%s\n", what, pirn_resolve_error(rc));
    return found == NULL ? 0 : 1;
}

static async int all(void)
{
    struct addrinfo v6 = {.ai_family = AF_INET6}, *found, *left;
    int rc, lists = 0;
    errno = 7;
    await number("127.0.0.1", "80");
    await number("::1", "443");
    await number("fe80::1%lo", "1");
    await local();
    pirn_resolve_by(errors);
    rc = await pirn_resolve("nowhere", "7", NULL, &left);
    printf("nowhere port 7: %s\n", strerror(-rc));
    lists += await fails("nowhere", "");
    rc = await pirn_resolve("127.0.0.1", "7", &v6, &found);
    printf("127.0.0.1 for IPv6: %s\n", pirn_resolve_error(rc));
    lists += await fails("tired", "tired: ");
    lists += await fails("broken", "broken: ");
    lists += await fails("memory", "memory: ");
    lists += await fails("system", "system: ");
    rc = await pirn_resolve("127.0.0.1", "65536", NULL, &left);
    lists += left != NULL;
    printf("127.0.0.1 port 65536: %s\n", pirn_resolve_error(rc));
    printf("%d lists are left, errno is %d\n", lists, errno);
    pirn_resolve_by(NULL);
    return 0;
}

/* errno is a thread's. */
static async int all_on_one_thread(void)
{
    int rc = 1;
    scope (s, .pinned = true)
        rc = await all();
    return rc;
}

int main(void)
{
    return pirn_run(all_on_one_thread());
}
