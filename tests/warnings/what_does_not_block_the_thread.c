// Nothing is said of calls that are offloaded, made on other threads, meant, or not of the library.
#include <netdb.h>
#include <pirn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct connection {
    int (*recv)(void *, int);
    unsigned sleep;
};

/* What is called as in the library, and is not from there: */
int system(const char *what);
static int flock(int n)
{
    return n;
}

static int slow(int n)
{
    return (int)sleep((unsigned)n);
}

static void *work(void *n)
{
    sleep(1);
    return n;
}

static int by_pointer(int (*poll)(int), int n)
{
    return poll(n);
}

static int meant(int n)
{
    return (int)(sleep)((unsigned)n);
}

static void handle(int signal)
{
    (void)signal;
    pause();
}

async int away(int n)
{
    pthread_t thread;
    n = (int)await offload sleep(1);
    n += await offload slow(n);
    pthread_create(&thread, NULL, work, NULL);
    pthread_join(thread, NULL);
    signal(SIGUSR1, handle);
    return n;
}

async int others(struct connection *c, int n)
{
    unsigned (*sleep)(unsigned) = NULL;
    n += c->recv(c, n) + (int)c->sleep;
    n += system("restart") + flock(n);
    n += by_pointer(slow, n) + meant(n) + (int)sleep(1);
    return n + (int)sizeof(pause());
}

async int addresses_to_listen_at(struct addrinfo **all)
{
    return getaddrinfo(NULL, "80", NULL, all);
}

async int meant_here(int n)
{
    n += (int)(sleep)(1);
    n += (slow)(n);
    return n + await away(n);
}

async int by_hand(int fd, char *text)
{
    while (recv(fd, text, 1, 0) < 0)
        if (await pirn_poll(fd, POLLIN) < 0)
            return accept(fd, NULL, NULL);
    return 0;
}
