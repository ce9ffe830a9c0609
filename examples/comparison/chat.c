/* A chat room: every line that a member sends goes to all members. A member
 * that does not read is put out when its queue is full, and one that has gone
 * is noticed by its reader; nobody waits for either. The members are tasks of
 * the same program. docs/comparison.md compares it with chat.go.
 *
 *     pirn run examples/comparison/chat.c */
// asan
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <pirn.h>

enum { QUEUE = 16, LINE = 512, SAID = 2000 };

struct line {
    char text[LINE]; /* with its newline */
};

/* Reading lines ------------------------------------------------------------ */

struct reader {
    int fd;
    size_t length;
    char buffer[LINE];
};

/* 0, and the line without its newline; -EPIPE at the end; -errno. */
static async int read_line(struct reader *in, char *line)
{
    char *end;
    while (!(end = memchr(in->buffer, '\n', in->length))) {
        if (in->length == LINE)
            return -EMSGSIZE;
        size_t room = LINE - in->length;
        ssize_t n = await pirn_read(in->fd, in->buffer + in->length, room);
        if (n <= 0)
            return n < 0 ? (int)n : -EPIPE;
        in->length += (size_t)n;
    }
    size_t length = (size_t)(end - in->buffer);
    memcpy(line, in->buffer, length);
    line[length] = '\0';
    in->length -= length + 1;
    memmove(in->buffer, end + 1, in->length);
    return 0;
}

/* The room ----------------------------------------------------------------- */

struct member {
    struct member *next;
    char name[LINE];
    chan(struct line) queue;
    struct pirn_scope *scope;
};

struct room {
    struct member *members;
};

/* Gives a line to every member. Never waits: who has no room is put out. */
__attribute__((format(printf, 2, 3))) static void say(struct room *room,
                                                      const char *format, ...)
{
    struct line line;
    va_list args;
    va_start(args, format);
    vsnprintf(line.text, LINE - 1, format, args);
    va_end(args);
    strcat(line.text, "\n");
    for (struct member *m = room->members; m; m = m->next)
        if (pirn_chan_try_send(m->queue, &line) == -EAGAIN)
            pirn_scope_cancel_because(m->scope, "does not read");
}

static void leave(struct room *room, struct member *member)
{
    struct member **p = &room->members;
    while (*p != member)
        p = &(*p)->next;
    *p = member->next;
}

/* Fails when the member has gone. */
static async int write_lines(struct member *member, int fd)
{
    struct line line;
    int rc;
    while ((rc = await pirn_chan_recv(member->queue, &line)) == 0) {
        rc = await pirn_write_all(fd, line.text, strlen(line.text), NULL);
        if (rc < 0)
            break;
    }
    return rc;
}

static async void serve(struct room *room, int fd)
{
    defer await pirn_close(fd);
    int small = 1;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    struct member me = {.queue = pirn_chan_new(struct line, QUEUE)};
    defer pirn_chan_free(me.queue);
    struct reader in = {.fd = fd};
    char line[LINE];
    if (await read_line(&in, me.name) < 0)
        return;
    scope (s, .fail_fast = true) {
        me.scope = pirn_scope_ref(s);
        me.next = room->members;
        room->members = &me;
        spawn write_lines(&me, fd);
        say(room, "* %s has come", me.name);
        while (await read_line(&in, line) == 0)
            say(room, "%s", line);
        pirn_scope_cancel(s);
    }
    leave(room, &me);
    say(room, "* %s has left", me.name);
}

static async void keep_room(int listener)
{
    defer await pirn_close(listener);
    struct room room = {0};
    scope (connections) {
        int fd;
        while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
            spawn serve(&room, fd);
    }
    printf("the room is %s\n", room.members ? "haunted" : "empty");
}

/* The members -------------------------------------------------------------- */

/* Comes in, and waits until the room has said so. */
static async int join(struct reader *in, int port, const char *name)
{
    char line[LINE], hello[LINE];
    int fd = await pirn_tcp_connect("127.0.0.1", port), small = 1;
    if (fd < 0)
        return fd;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    *in = (struct reader){.fd = fd};
    int n = snprintf(line, LINE, "%s\n", name);
    int rc = await pirn_write_all(fd, line, (size_t)n, NULL);
    snprintf(hello, LINE, "* %s has come", name);
    while (rc == 0 && (rc = await read_line(in, line)) == 0)
        if (strcmp(line, hello) == 0)
            return 0;
    return rc;
}

/* Two of these take turns: each says the next number when it has heard the
 * one before. Returns how many it heard in order, when it has also been told
 * that both others have left. */
static async int talk(struct reader *in, int first)
{
    char line[LINE];
    int heard = 0, left = 0, number;
    if (first)
        await pirn_write_all(in->fd, "1\n", 2, NULL);
    while (heard < SAID || left < 2) {
        if (await read_line(in, line) < 0)
            break;
        if (strcmp(line, "* vera has left") == 0 ||
            strcmp(line, "* sam has left") == 0)
            left++;
        if (sscanf(line, "%d", &number) != 1)
            continue;
        if (number != heard + 1)
            break;
        heard = number;
        if (heard < SAID && heard % 2 != first) {
            int n = snprintf(line, LINE, "%d %0400d\n", heard + 1, 0);
            await pirn_write_all(in->fd, line, (size_t)n, NULL);
        }
    }
    return heard;
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return 1;
    int port = pirn_tcp_port(listener);
    scope (s) {
        struct reader ann, bob, sam, vera;
        spawn keep_room(listener);
        if (await join(&ann, port, "ann") < 0 ||
            await join(&bob, port, "bob") < 0 ||
            await join(&sam, port, "sam") < 0 || /* from now on it sleeps */
            await join(&vera, port, "vera") < 0)
            return 1;
        await pirn_close(vera.fd); /* without a word */
        task(int) a = spawn talk(&ann, 1), b = spawn talk(&bob, 0);
        printf("ann heard %d lines in order\n", await a);
        printf("bob heard %d lines in order\n", await b);

        char line[LINE];
        int heard = 0, number;
        while (await read_line(&sam, line) == 0) /* sam wakes up */
            heard += sscanf(line, "%d", &number) == 1;
        printf("sam has been put out%s\n", heard < SAID ? "" : " too late");
        await pirn_close(ann.fd);
        await pirn_close(bob.fd);
        await pirn_close(sam.fd);
        pirn_scope_cancel(s);
    }
    // expect: ann heard 2000 lines in order
    // expect: bob heard 2000 lines in order
    // expect: sam has been put out
    // expect: the room is empty
    return 0;
}
