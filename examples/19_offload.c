/* Calling what blocks.
 *
 *     pirn run -O2 examples/19_offload.c correct horse battery staple
 *
 * A function that computes for long, or waits inside of a library, would hold
 * up every task of its thread. `await offload f(x)` has another thread call it,
 * out of a pool that the runtime keeps, and the task waits as for anything
 * else. */
// elided: same
// tsan
// threads: any order, tsan
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

/* As of a library: it is slow on purpose, and knows nothing of Pirn. */
static unsigned slow_hash(const char *password, unsigned salt)
{
    unsigned hash = salt;
    for (int round = 0; round < 200000; round++)
        for (const char *c = password; *c; c++)
            hash = (hash ^ (unsigned char)*c) * 16777619u;
    return hash;
}

static async unsigned hash(const char *password)
{
    return await offload slow_hash(password, 2166136261u);
}

static async void hash_all(char **passwords, int count)
{
    enum { MOST = 16 };
    task(unsigned) tasks[MOST];
    scope (s) {
        for (int i = 0; i < count && i < MOST; i++)
            tasks[i] = spawn hash(passwords[i]);
        for (int i = 0; i < count && i < MOST; i++)
            printf("%08x %s\n", await tasks[i], passwords[i]);
    }
}

/* Library functions tell what went wrong as ever: by their value, by what they
 * point at, or by errno. */
static async void resolve(const char *host, const char *service)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char name[64], port[16];
    int rc = await offload getaddrinfo(host, service, &hints, &found);
    if (rc != 0) {
        printf("%s: %s\n", host, rc == EAI_NONAME ? "no such name" : "?");
        return;
    }
    getnameinfo(found->ai_addr, found->ai_addrlen, name, sizeof name, port,
                sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    printf("%s: %s port %s\n", host, name, port);
    freeaddrinfo(found);
}

static async void open_nothing(void)
{
    FILE *file = await offload fopen("/nowhere/at/all", "r");
    if (!file)
        printf("fopen: %s\n", strerror(errno));
}

async int main(int argc, char **argv)
{
    static char *usual[] = {"correct", "horse", "battery"};
    if (argc > 1)
        await hash_all(argv + 1, argc - 1);
    else
        await hash_all(usual, 3);
    await resolve("127.0.0.1", "80");
    await open_nothing();
    return 0;
}

// expect: 17e3d0c5 correct
// expect: 2ab79485 horse
// expect: 73a0c705 battery
// expect: 127.0.0.1: 127.0.0.1 port 80
// expect: fopen: No such file or directory
