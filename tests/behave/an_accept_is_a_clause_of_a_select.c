// A connection is accepted by a select, or none is: one that comes while
// another clause is done waits for the next who accepts.
// asan
// valgrind
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static struct pirn_event stop;
static int listener, port;

static async int connect_to_it(void)
{
    return await pirn_tcp_connect("127.0.0.1", port);
}

/* Until it is told to stop; each connection is said hello to. */
static async int serve(int count)
{
    int client, served = 0;
    while (await pirn_select(PIRN_EVENT_WAIT(&stop),
                             PIRN_ACCEPT(listener, &client)) == 1) {
        await pirn_write_all(client, "hello", 5, NULL);
        await pirn_close(client);
        if (++served == count)
            pirn_event_set(&stop);
    }
    return served;
}

static async int ask(void)
{
    char text[6] = "";
    int fd = await connect_to_it();
    ssize_t n = await pirn_recv(fd, text, 5, 0x100 /* MSG_WAITALL */);
    await pirn_close(fd);
    return n == 5 && text[4] == 'o';
}

/* One or several at once: each connection is served once. */
static async void servers(int count)
{
    int served = 0, asked = 0;
    pirn_event_clear(&stop);
    scope (s) {
        task(int) servers[3], clients[12];
        for (int i = 0; i < count; i++)
            servers[i] = spawn serve(count == 1 ? 12 : 0);
        for (int i = 0; i < 12; i++)
            clients[i] = spawn ask();
        for (int i = 0; i < 12; i++)
            asked += await clients[i];
        pirn_event_set(&stop);
        for (int i = 0; i < count; i++)
            served += await servers[i];
    }
    printf("%d %d\n", asked, served);
    // expect: 12 12
    // expect: 12 12
}

static async void lose(void)
{
    int client = 5, fd = await connect_to_it();
    pirn_event_set(&stop);
    /* The first is done; then by chance, but never both. */
    printf("%d", await pirn_select(PIRN_EVENT_WAIT(&stop),
                                   PIRN_ACCEPT(listener, &client)));
    printf(" %d\n", client); // expect: 0 5
    int i = await pirn_select_fair(PIRN_EVENT_WAIT(&stop),
                                   PIRN_ACCEPT(listener, &client));
    printf("%d\n", i == 0 ? client == 5 : client >= 0); // expect: 1
    if (i == 0)
        client = await pirn_accept(listener, NULL, NULL);
    await pirn_close(client);
    await pirn_close(fd);
    /* Nobody comes. */
    client = 5;
    printf("%d", await pirn_select(PIRN_ACCEPT(listener, &client),
                                   PIRN_AFTER(PIRN_MS)));
    scope (s, .timeout = PIRN_MS)
        printf(" %d",
               await pirn_select(PIRN_ACCEPT(listener, &client)) == -ECANCELED);
    printf(" %d\n", client); // expect: 1 1 5
}

static async void errors(void)
{
    int client = 5;
    printf("%d", await pirn_select(PIRN_ACCEPT(-1, &client)));
    printf(" %d", client == -EBADF);
    printf(" %d", await pirn_select(PIRN_ACCEPT(0, &client)));
    printf(" %d\n", client < 0); // expect: 0 1 0 1
    scope (s) {                  /* closed while it is waited for */
        task(int) t = spawn serve(0);
        await pirn_yield_now();
        pirn_event_set(&stop);
        printf("%d", await t);
        await pirn_yield_now();
        pirn_event_clear(&stop);
        int rc = 5;
        scope (c) {
            spawn pirn_close(listener);
            printf(" %d", await pirn_select(PIRN_ACCEPT(listener, &rc)));
            printf(" %d\n", rc == -EBADF); // expect: 0 0 1
        }
    }
}

async int main(void)
{
    listener = pirn_tcp_listen("127.0.0.1", 0);
    port = pirn_tcp_port(listener);
    await servers(1);
    await servers(3);
    await lose();
    pirn_event_clear(&stop);
    await errors();
    return 0;
}
