/* A server done right: it answers questions, a line each.
 *
 *     pirn run examples/21_server.c
 *
 * No client can take its memory, by lines without end or by coming a thousand
 * at a time; none can hold up another, or stay for ever in silence; a shortage
 * of descriptors is waited for; and when it is told to stop, what has been
 * asked is answered first. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

#define PATIENCE                                                               \
    (200 * PIRN_MS) /* minutes, in a server that is not an example */

/* Returns less than 0 if there is nobody to answer to. */
static async int answer(struct pirn_writer *out, const char *question)
{
    if (strcmp(question, "slow") == 0)
        await pirn_sleep(100 * PIRN_MS);
    int rc =
        await pirn_print(out, "%s is %zu bytes\n", question, strlen(question));
    return rc < 0 ? rc : await pirn_flush(out);
}

static async void serve(int fd, void *arg)
{
    char lines[128], answers[256], *line;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    struct pirn_writer out;
    ssize_t n = 0;
    int rc = 0;
    (void)arg;
    pirn_reader_init(&in, &client.stream, lines, sizeof lines);
    pirn_writer_init(&out, &client.stream, answers, sizeof answers);
    scope (patience, .timeout = PATIENCE) {
        while (rc == 0 && (n = await pirn_read_line(&in, &line)) > 0) {
            line[strcspn(line, "\r\n")] = '\0';
            rc = await answer(&out, line);
            pirn_scope_set_deadline(patience, pirn_now() + PATIENCE);
        }
        if (n == -EMSGSIZE) {
            await pirn_print(&out, "no line may be so long\n");
            await pirn_stream_shutdown(&out.stream);
            /* To close while it sends would take the answer away. */
            while (await pirn_stream_read(&client.stream, lines, sizeof lines) >
                   0)
                continue;
        }
    }
}

/* A client: says it, and shows what comes back. */
static async void ask(int port, const char *text)
{
    char answers[128], *line;
    struct pirn_descriptor server =
        pirn_descriptor(await pirn_tcp_connect("127.0.0.1", port));
    struct pirn_reader in;
    pirn_reader_init(&in, &server.stream, answers, sizeof answers);
    await pirn_stream_write_all(&server.stream, text, strlen(text), NULL);
    if (await pirn_read_line(&in, &line) > 0)
        printf("%s", line);
    else
        printf("shown the door\n");
    await pirn_stream_close(&server.stream);
}

async int main(void)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int port = pirn_tcp_port(listener);
    char endless[300];
    if (listener < 0)
        return 1;
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    scope (s) {
        struct pirn_serve_options options = {
            .limit = 1000, .stop = &stop, .drain = 5 * PIRN_S};
        spawn pirn_serve(listener, serve, &options);
        await ask(port, "warp\nweft\n");
        await ask(port, endless);
        await ask(port, "half a line");
        spawn ask(port, "slow\n");
        await pirn_sleep(50 * PIRN_MS);
        pirn_event_set(&stop); /* one is being answered: it will be */
        printf("to stop\n");
    }
    // env: PIRN_CLOCK=virtual
    // expect: warp is 4 bytes
    // expect: no line may be so long
    // expect: shown the door
    // expect: to stop
    // expect: slow is 4 bytes
    await pirn_close(listener);
    return 0;
}
