/* chat [PORT [SECONDS]]: a chat server, for nc and telnet. The first line that
 * a client sends is its name; then it is in the hall, and what it says is heard
 * by all who are there. /join ROOM goes to another room, /who tells who is
 * here, /quit ends.
 *
 * What is said in a room is a broadcast, which cuts off whoever is too slow: a
 * client that does not read holds up nobody. Neither does one that takes
 * minutes to write a line, vanishes, or is silent, which it may be for SECONDS.
 * On SIGTERM all are told goodbye, and have a little time to hear it. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <pirn.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

/* Bytes of a line and of a name, and the texts that may wait for a client. */
enum { LINE = 400, NAME = 20, BACKLOG = 64 };

#define STALL (5 * PIRN_S) /* so long a client may not read what it is sent */

struct text {
    char bytes[LINE + 2 * NAME];
};

struct room {
    LIST_ENTRY(room) others;
    chan(struct text) said; /* a broadcast */
    int members;
    char name[NAME + 1];
};

struct member {
    LIST_ENTRY(member) others; /* if it has a name */
    int fd;
    struct room *room; /* NULL: it has no name yet */
    chan(struct text) hears;
    char name[NAME + 1];
};

static struct {
    struct pirn_event stop;
    int64_t patience;
    struct pirn_mutex mutex; /* for the lists */
    LIST_HEAD(, room) rooms;
    LIST_HEAD(, member) members;
} house = {.patience = 600 * PIRN_S};

__attribute__((format(printf, 1, 2))) static struct text
format(const char *format, ...)
{
    struct text text;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text.bytes, sizeof text.bytes, format, arguments);
    va_end(arguments);
    return text;
}

static async int tell(struct member *me, struct text text)
{
    int rc;
    strcpy(text.bytes + strnlen(text.bytes, sizeof text.bytes - 2), "\n");
    scope (stall, .timeout = STALL) {
        rc = await pirn_write_all(me->fd, text.bytes, strlen(text.bytes), NULL);
    } else {
        rc = -EPIPE;
    }
    return rc;
}

static async int say(struct member *me, struct text text)
{
    int rc = await pirn_chan_send(me->room->said, &text);
    return rc < 0 ? rc : 0; /* some may have been cut off */
}

/* ---- Rooms and names */

static struct room *find_room(const char *name)
{
    struct room *room;
    LIST_FOREACH (room, &house.rooms, others)
        if (strcmp(room->name, name) == 0)
            return room;
    if (!(room = calloc(1, sizeof *room)))
        abort(); /* as pirn_broadcast_new does */
    strcpy(room->name, name);
    room->said = pirn_broadcast_new(struct text, BACKLOG, PIRN_SLOW_IS_CUT);
    LIST_INSERT_HEAD(&house.rooms, room, others);
    return room;
}

/* Also when all is cancelled. Nobody has the lock for long. */
static async void lock_house(void)
{
    scope (s, .shield = true)
        await pirn_mutex_lock(&house.mutex);
}

static async void leave_room(struct member *me)
{
    pirn_chan_free(me->hears);
    me->hears = NULL;
    await say(me, format("* %s has left", me->name));
    await lock_house();
    if (--me->room->members == 0) {
        LIST_REMOVE(me->room, others);
        pirn_chan_free(me->room->said);
        free(me->room);
    }
    me->room = NULL;
    pirn_mutex_unlock(&house.mutex);
}

static async int enter_room(struct member *me, const char *name)
{
    if (me->room)
        await leave_room(me);
    await lock_house();
    me->room = find_room(name);
    me->room->members++;
    me->hears = pirn_broadcast_subscribe(me->room->said);
    pirn_mutex_unlock(&house.mutex);
    return await say(me, format("* %s is in %s", me->name, name));
}

static bool is_name(const char *name)
{
    size_t n = 0;
    while (isalnum(name[n] & 0xff))
        n++;
    return n > 0 && n <= NAME && !name[n];
}

static async int take_name(struct member *me, const char *name)
{
    bool is_free = is_name(name);
    struct member *m;
    await lock_house();
    LIST_FOREACH (m, &house.members, others)
        is_free = is_free && strcmp(m->name, name) != 0;
    if (is_free) {
        strcpy(me->name, name);
        LIST_INSERT_HEAD(&house.members, me, others);
    }
    pirn_mutex_unlock(&house.mutex);
    if (!is_free)
        return await tell(me, format("* another name, please"));
    return await enter_room(me, "hall");
}

static async int tell_who(struct member *me)
{
    struct text text = format("* here:");
    await lock_house();
    struct member *m;
    LIST_FOREACH (m, &house.members, others)
        if (m->room == me->room && strlen(text.bytes) < LINE)
            strcat(strcat(text.bytes, " "), m->name);
    pirn_mutex_unlock(&house.mutex);
    return await tell(me, text);
}

/* ---- Clients */

/* Returns less than 0 if that is the end. */
static async int act(struct member *me, const char *line)
{
    if (!me->room)
        return await take_name(me, line);
    if (strcmp(line, "/who") == 0)
        return await tell_who(me);
    if (strcmp(line, "/quit") == 0)
        return -ESHUTDOWN;
    if (strncmp(line, "/join ", 6) == 0 && is_name(line + 6))
        return await enter_room(me, line + 6);
    if (*line == '/')
        return await tell(me, format("* /join ROOM, /who or /quit"));
    return *line ? await say(me, format("%s: %s", me->name, line)) : 0;
}

/* Sends lines as they come. Returns why there are no more: less than 0. */
static async int read_lines(int fd, chan(struct text) lines)
{
    char buffer[LINE + 1], *line;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    ssize_t n = 1;
    pirn_reader_init(&in, &client.stream, buffer, sizeof buffer);
    while (n > 0) {
        scope (idle, .timeout = house.patience) {
            n = await pirn_read_line(&in, &line);
        } else {
            n = -ETIMEDOUT;
        }
        if (n <= 0)
            break;
        line[strcspn(line, "\r\n")] = '\0';
        for (char *at = line; *at; at++)
            *at = iscntrl(*at & 0xff) ? ' ' : *at;
        struct text text = format("%s", line);
        n = await pirn_chan_send(lines, &text) < 0 ? -ECANCELED : 1;
    }
    pirn_chan_close(lines);
    return n == 0 ? -EPIPE : (int)n;
}

/* Returns why that is over: 0, if the server is to stop; 1, if there are no
 * more lines; -errno. */
static async int converse(struct member *me, chan(struct text) lines)
{
    struct text text;
    int rc = await tell(me, format("* your name?"));
    while (rc == 0)
        switch (await pirn_select(PIRN_EVENT_WAIT(&house.stop),
                                  PIRN_RECV(lines, &text, &rc),
                                  PIRN_RECV(me->hears, &text, &rc))) {
        case 0:
            return 0;
        case 1:
            if (rc < 0)
                return 1;
            rc = await act(me, text.bytes);
            break;
        case 2:
            rc = rc < 0 ? rc : await tell(me, text);
            break;
        default:
            rc = -ECANCELED;
        }
    return rc;
}

/* Says what the client has not heard yet, and why it is to go. */
static async void say_goodbye(struct member *me, int why)
{
    struct text text;
    int rc = 0;
    for (size_t n = me->hears ? pirn_chan_length(me->hears) : 0; n > 0; n--)
        if (rc == 0 && pirn_chan_try_recv(me->hears, &text) == 0)
            rc = await tell(me, text);
    const char *words = why == 0            ? "the server ends. Goodbye"
                        : why == -ESHUTDOWN ? "goodbye"
                        : why == -ETIMEDOUT ? "you have been silent too long"
                        : why == -EMSGSIZE  ? "this line is too long"
                        : why == -EOVERFLOW ? "you are too slow"
                                            : NULL;
    if (rc == 0 && words)
        await tell(me, format("* %s", words));
}

static async void serve(int fd, void *arg)
{
    (void)arg;
    struct member me = {.fd = fd};
    chan(struct text) lines = pirn_chan_new(struct text, 0);
    defer pirn_chan_free(lines);
    scope (s) {
        task(int) reader = spawn read_lines(fd, lines);
        int why = await converse(&me, lines);
        if (why <= 0)
            pirn_cancel(reader);
        int end = await reader;
        await say_goodbye(&me, why > 0 ? end : why);
    }
    if (me.room)
        await leave_room(&me);
    await lock_house();
    if (*me.name)
        LIST_REMOVE(&me, others);
    pirn_mutex_unlock(&house.mutex);
}

async int main(int argc, char **argv)
{
    struct pirn_serve_options options = {
        .limit = 10000,
        .stop = &house.stop,
        .signals = PIRN_SIGNAL(SIGTERM) | PIRN_SIGNAL(SIGINT),
        .drain = 5 * PIRN_S,
        .linger = PIRN_S,
    };
    int port = argc > 1 ? atoi(argv[1]) : 7000;
    if (argc > 2)
        house.patience = atoi(argv[2]) * PIRN_S;
    int listener = pirn_tcp_listen("127.0.0.1", port);
    if (listener < 0)
        return fprintf(stderr, "chat: %s\n", strerror(-listener)), 1;
    printf("listening on 127.0.0.1:%d\n", pirn_tcp_port(listener));
    fflush(stdout);
    int rc = await pirn_serve(listener, serve, &options);
    await pirn_close(listener);
    return rc < 0;
}
