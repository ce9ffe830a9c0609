// There are never more clients than .limit says, and in the end all have been
// served: beside one that sends a byte a second, one that resets the connection
// and one that never reads.
// expect: served 24, at most 6 at a time
// env: PIRN_CLOCK=virtual
// asan
// workers: any
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <pirn.h>

enum { QUICK = 21, SLOW = 3, LIMIT = 6 };

static int now_there, most_there, served;

static async void serve(int fd, void *arg)
{
    static const char large[1 << 20];
    char in[64], *line;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader r;
    int there = __atomic_add_fetch(&now_there, 1, __ATOMIC_SEQ_CST), most;
    do
        most = __atomic_load_n(&most_there, __ATOMIC_SEQ_CST);
    while (most < there &&
           !__atomic_compare_exchange_n(&most_there, &most, there, 0,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
    await pirn_sleep(PIRN_MS); /* while others come */
    pirn_reader_init(&r, &client.stream, in, sizeof in);
    scope (patience, .timeout = 10 * PIRN_S) {
        ssize_t n = await pirn_read_line(&r, &line);
        if (n > 0 && strcmp(line, "all\n") == 0)
            await pirn_write_all(fd, large, sizeof large, NULL);
        else if (n > 0)
            await pirn_write_all(fd, line, (size_t)n, NULL);
    }
    __atomic_add_fetch(&served, 1, __ATOMIC_SEQ_CST);
    __atomic_sub_fetch(&now_there, 1, __ATOMIC_SEQ_CST);
    (void)arg;
}

static async void ask(int port)
{
    char got[8] = "";
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_write_all(fd, "hello\n", 6, NULL);
    if (await pirn_read_all(fd, got, 6, NULL) < 0 || strcmp(got, "hello\n"))
        puts("not served");
    await pirn_close(fd);
}

static async void send_slowly(int port)
{
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    while (await pirn_write(fd, "x", 1) == 1)
        await pirn_sleep(PIRN_S);
    await pirn_close(fd);
}

static async void reset(int port)
{
    struct linger now = {.l_onoff = 1};
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_write(fd, "hel", 3);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    await pirn_close(fd);
}

static async void never_read(int port)
{
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_write(fd, "all\n", 4);
    await pirn_sleep(30 * PIRN_S);
    await pirn_close(fd);
}

static async int run(int listener, struct pirn_event *stop)
{
    struct pirn_serve_options options = {.stop = stop, .limit = LIMIT};
    return await pirn_serve(listener, serve, &options);
}

async int main(void)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int port = pirn_tcp_port(listener);
    scope (s) {
        spawn run(listener, &stop);
        scope (clients) {
            spawn send_slowly(port);
            spawn reset(port);
            spawn never_read(port);
            await pirn_sleep(PIRN_MS);
            for (int i = 0; i < QUICK; i++)
                spawn ask(port);
        }
        printf("served %d, at most %d at a time\n", served, most_there);
        pirn_event_set(&stop);
    }
    await pirn_close(listener);
    return served != QUICK + SLOW;
}
