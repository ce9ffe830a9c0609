// A coroutine that blocks through functions of the file is warned of where it calls the first.
#include <netdb.h>
#include <pirn.h>
#include <stdbool.h>
#include <unistd.h>

static int look_up(const char *host)
{
    struct addrinfo *list;
    return getaddrinfo(host, NULL, NULL, &list);
}

static int load(const char *host)
{
    return look_up(host) + 1;
}

static bool is_even(unsigned n);

static bool is_odd(unsigned n)
{
    return n && is_even(n - 1);
}

static bool is_even(unsigned n)
{
    sleep(n);
    return !n || is_odd(n - 1);
}

static inline int harmless(int n)
{
    return n ? harmless(n - 1) : 0;
}

async int other(int n)
{
    sleep(1); // warning: -Wpirn-blocking
    return n;
}

async int first(const char *host)
{
    int n = load(host); // warning: -Wpirn-blocking
    n += is_odd(3); // warning: -Wpirn-blocking
    n += is_even(3); // warning: -Wpirn-blocking
    n += harmless(3);
    return n + await other(n);
}

async int at_the_end(int n)
{
    defer sleep(3); // warning: -Wpirn-blocking
    return await other(n);
}

int in_vain(void)
{
    return load("plain functions may block");
}
