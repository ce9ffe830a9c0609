/* A drop or copy function is called between two states of the channel, not in
 * the middle of one: so it may use the channel that calls it, and even free it.
 * Only while that is being freed it may not be freed again. */
// elided: same
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static chan(int) c, subs[4];
static int calls, answer; /* of the function; what it got to know */

static int take(chan(int) from)
{
    int n = 0;
    int rc = pirn_chan_try_recv(from, &n);
    return rc == 0 ? n : rc == -EAGAIN ? -1 : -2; /* nothing; and no more */
}

/* What drop and copy functions might do, once. */
static void receive(void *item)
{
    (void)item;
    if (calls++ == 0)
        answer = take(c);
}
static void send_again(void *item)
{
    int n = *(int *)item + 10;
    if (calls++ == 0)
        answer = pirn_chan_try_send(c, &n);
}
static void free_it(void *item)
{
    (void)item;
    if (calls++ == 0)
        pirn_chan_free(c);
}
static void close_first(void *item)
{
    (void)item;
    if (calls++ == 0)
        pirn_chan_close(subs[0]);
}
static void close_it(void *item)
{
    (void)item;
    if (calls++ == 0)
        pirn_chan_close(c);
}
static void subscribe(void *item)
{
    (void)item;
    if (calls++ == 0)
        subs[3] = pirn_broadcast_subscribe(c);
}
static void make_room(void *item)
{
    (void)item;
    if (calls++ == 0)
        answer = take(subs[0]);
}

typedef void function(void *);

static void begin(void)
{
    calls = answer = 0;
    subs[3] = NULL;
}

static void send(int n)
{
    printf("%d ", pirn_chan_try_send(c, &n));
}

static void conflated(function *f)
{
    begin();
    c = pirn_chan_new(int, PIRN_CONFLATED);
    pirn_chan_set_drop(c, f);
    send(1);
    send(2);
    printf("%d: ", answer);
    if (f != free_it) {
        printf("%d", take(c));
        pirn_chan_free(c);
    }
    printf(" %d\n", calls);
}

static void freed(function *f)
{
    begin();
    c = pirn_chan_new(int, 3);
    pirn_chan_set_drop(c, f);
    for (int n = 1; n <= 3; n++)
        send(n);
    pirn_chan_free(c);
    printf("%d %d\n", answer, calls);
}

/* Three subscribers. What each of them has then, and one that may have come. */
static void broadcast(function *copy, function *drop, enum pirn_slow slow,
                      int count)
{
    begin();
    c = pirn_broadcast_new(int, 1, slow);
    pirn_broadcast_set_copy(c, copy);
    pirn_chan_set_drop(c, drop);
    for (int i = 0; i < 3; i++)
        subs[i] = pirn_broadcast_subscribe(c);
    for (int n = 1; n <= count; n++)
        send(n);
    printf("%d:", answer);
    for (int i = 0; i < 4; i++) {
        if (subs[i])
            printf(" %d", take(subs[i]));
        pirn_chan_free(subs[i]);
    }
    if (copy != free_it)
        pirn_chan_free(c);
    printf(" %d\n", calls);
}

static void copied(function *f)
{
    broadcast(f, NULL, PIRN_SLOW_BLOCKS, 1);
}

static void dropped(function *f)
{
    broadcast(NULL, f, PIRN_SLOW_LOSES_OLDEST, 2);
}

/* In a process of its own, which says what it dies of. */
static void show(void (*what)(function *), function *f)
{
    char text[300] = "";
    int fd[2], status;
    if (pipe(fd))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fd[1], 2);
        if (freopen("/dev/null", "w", stdout))
            what(f);
        _exit(0);
    }
    close(fd[1]);
    (void)!read(fd[0], text, sizeof text - 1);
    close(fd[0]);
    waitpid(child, &status, 0);
    printf("%.*s\n", (int)strcspn(text, "\n"), text);
}

int main(void)
{
    conflated(receive);    // expect: 0 0 2: -1 1
    conflated(send_again); // expect: 0 0 0: 11 2
    conflated(free_it);    // expect: 0 0 0:  2

    freed(receive);       // expect: 0 0 0 2 2
    freed(send_again);    // expect: 0 0 0 -32 3
    show(freed, free_it); // expect: pirn: a channel is freed by a function that it calls

    /* While it is sent to, a broadcast takes nothing else. */
    copied(send_again);  // expect: 0 -11: 1 1 1 2
    copied(close_first); // expect: 0 0: -2 1 1 2
    copied(close_it);    // expect: -32 0: -2 -2 -2 2
    copied(free_it);     // expect: -32 0: -2 -2 -2 2
    copied(subscribe);   // expect: 0 0: 1 1 1 1 3
    copied(make_room);   // expect: 0 -1: 1 1 1 2

    dropped(send_again);  // expect: 0 0 0: 11 11 11 6
    dropped(close_first); // expect: 0 0 0: 2 2 2 3
    dropped(close_it);    // expect: 0 0 0: 2 2 2 3
    dropped(subscribe);   // expect: 0 0 0: 2 2 2 -1 3
    dropped(make_room);   // expect: 0 0 2: -1 2 2 3
    return 0;
}
