/* chatters PORT ROUNDS: clients of a chat server that behave badly, around two
 * who talk to each other: one that sends a byte at a time, one that never reads
 * while much is said, and some that vanish in the middle of a line. Each waits
 * for what it must hear, so the program ends by itself, with 0, if all is as it
 * should be. */
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int port;

struct client {
    int fd;
    struct pirn_descriptor bytes;
    struct pirn_reader in;
    char buffer[2048];
};

static async int send_text(struct client *c, const char *text)
{
    return await pirn_write_all(c->fd, text, strlen(text), NULL);
}

/* Reads up to a line that begins so, which it has to find. Returns it. */
static async char *hear(struct client *c, const char *wanted)
{
    char *line;
    ssize_t n;
    while ((n = await pirn_read_line(&c->in, &line)) > 0)
        if (strncmp(line, wanted, strlen(wanted)) == 0)
            return line;
    printf("\"%s\" has not come: %d\n", wanted, (int)n);
    exit(1);
}

static async void come(struct client *c, const char *name)
{
    char text[100];
    c->fd = await pirn_tcp_connect("localhost", port);
    if (c->fd < 0)
        exit(2);
    c->bytes = pirn_descriptor(c->fd);
    pirn_reader_init(&c->in, &c->bytes.stream, c->buffer, sizeof c->buffer);
    snprintf(text, sizeof text, "%s\n", name);
    await send_text(c, text);
}

static async void come_in(struct client *c, const char *name)
{
    char text[100];
    await come(c, name);
    snprintf(text, sizeof text, "* %s is in hall", name);
    await hear(c, text);
}

static async void be_reset(struct client *c)
{
    struct linger at_once = {1, 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    await pirn_close(c->fd);
}

/* A line of ten bytes takes as many rounds of the others. */
static async void trickle(struct pirn_semaphore *rounds)
{
    struct client c;
    await come_in(&c, "slow");
    scope (s) {
        spawn hear(&c, "slow: patience");
        for (const char *at = "patience\r\n"; *at; at++) {
            char byte[2] = {*at, '\0'};
            await pirn_semaphore_acquire(rounds, 1);
            await send_text(&c, byte);
        }
    }
    await send_text(&c, "/quit\n");
    await hear(&c, "* goodbye");
    await pirn_close(c.fd);
}

static async void vanish(int n)
{
    struct client c;
    char name[20];
    snprintf(name, sizeof name, "ghost%d", n);
    await come_in(&c, name);
    await send_text(&c, "half a li");
    await be_reset(&c);
}

/* Waits until all have left but ann. */
static async void be_alone(struct client *bob)
{
    do
        await send_text(bob, "/who\n");
    while (strcmp(await hear(bob, "* here:"), "* here: bob ann\n") != 0 &&
           await pirn_sleep(50 * PIRN_MS) == 0);
}

static async void chatter(int rounds)
{
    struct client ann, bob, deaf, twin;
    struct pirn_semaphore to_trickle = PIRN_SEMAPHORE_INIT(0);
    char text[500], answer[20], sound[301];
    int little = 4096;
    memset(sound, 'o', 300);
    sound[300] = '\0';
    await come_in(&ann, "ann");
    await come_in(&bob, "bob");
    await come(&twin, "ann");
    await hear(&twin, "* another name");
    await send_text(&twin, "Ann\n");
    await hear(&ann, "* Ann is in hall");
    await send_text(&twin, "/join loft\n/who\n");
    await hear(&twin, "* here: Ann\n");
    await come_in(&deaf, "deaf"); /* that is the last it reads */
    setsockopt(deaf.fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    scope (s) {
        spawn trickle(&to_trickle);
        for (int i = 0; i < rounds; i++) {
            if (i * 20 % rounds == 0)
                spawn vanish(i);
            snprintf(text, sizeof text, "%d %s\n", i, sound);
            await send_text(&ann, text);
            snprintf(answer, sizeof answer, "ann: %d ", i);
            await hear(&bob, answer);
            await send_text(&bob, "yes\n");
            await hear(&ann, "bob: yes");
            if (i * 10 % rounds == 0)
                pirn_semaphore_release(&to_trickle, 1);
        }
    }
    await be_alone(&bob);
    memset(text, 'x', sizeof text);
    await pirn_write_all(twin.fd, text, sizeof text, NULL);
    await hear(&twin, "* this line is too long");
    printf("ready\n");
    fflush(stdout);
    await hear(&ann, "* the server ends. Goodbye");
    await hear(&bob, "* the server ends. Goodbye");
    await pirn_close(ann.fd);
    await pirn_close(bob.fd);
    await pirn_close(deaf.fd);
    await pirn_close(twin.fd);
}

async int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    port = atoi(argv[1]);
    await chatter(atoi(argv[2]));
    return 0;
}
