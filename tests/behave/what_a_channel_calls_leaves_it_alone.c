/* A drop or copy function that uses the channel which calls it would change
 * what that is walking through. It is told; other channels it may use. */
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static chan(int) c, subs[3], other;
static int n;

/* What drop and copy functions might do. */
static void nothing(void *item)
{
    (void)item;
}
static void use_another(void *item)
{
    pirn_chan_try_send(other, (int *)item);
}
static void send_again(void *item)
{
    pirn_chan_try_send(c, (int *)item);
}
static void receive(void *item)
{
    pirn_chan_try_recv(c, (int *)item);
}
static void free_it(void *item)
{
    (void)item;
    pirn_chan_free(c);
}
static void free_next(void *item)
{
    (void)item;
    pirn_chan_free(subs[2]);
}
static void close_first(void *item)
{
    (void)item;
    pirn_chan_close(subs[0]);
}
static void subscribe(void *item)
{
    (void)item;
    pirn_broadcast_subscribe(c);
}
static void make_room(void *item)
{
    pirn_chan_try_recv(subs[0], (int *)item);
}

typedef void function(void *);

static void conflated(function *f)
{
    c = pirn_chan_new(int, PIRN_CONFLATED);
    pirn_chan_set_drop(c, f);
    pirn_chan_try_send(c, &n);
    pirn_chan_try_send(c, &n);
    pirn_chan_free(c);
}

static void freed(function *f)
{
    c = pirn_chan_new(int, 2);
    pirn_chan_set_drop(c, f);
    pirn_chan_try_send(c, &n);
    pirn_chan_try_send(c, &n);
    pirn_chan_free(c);
}

/* Three subscribers, which are sent two items each. */
static void broadcast(function *copy, function *drop, enum pirn_slow slow)
{
    c = pirn_broadcast_new(int, 1, slow);
    pirn_broadcast_set_copy(c, copy);
    pirn_chan_set_drop(c, drop);
    for (int i = 0; i < 3; i++)
        subs[i] = pirn_broadcast_subscribe(c);
    pirn_chan_try_send(c, &n);
    pirn_chan_try_send(c, &n);
    for (int i = 0; i < 3; i++)
        pirn_chan_free(subs[i]);
    pirn_chan_free(c);
}

static void copied(function *f)
{
    broadcast(f, nothing, PIRN_SLOW_BLOCKS);
}

static void dropped(function *f)
{
    broadcast(nothing, f, PIRN_SLOW_LOSES_OLDEST);
}

/* Does it in a process of its own: ".", or "!" if that was told. */
static void show(void (*what)(function *), function *f)
{
    static const char *sentence = "pirn: a channel is used by a function that "
                                  "it calls";
    char text[300] = "";
    int fd[2], status;
    if (pipe(fd))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fd[1], 2);
        other = pirn_chan_new(int, PIRN_UNLIMITED);
        what(f);
        _exit(0);
    }
    close(fd[1]);
    (void)!read(fd[0], text, sizeof text - 1);
    close(fd[0]);
    waitpid(child, &status, 0);
    if (status == 0)
        printf(".");
    else
        printf("%s", strncmp(text, sentence, strlen(sentence)) ? "?" : "!");
}

int main(void)
{
    function *any[] = {nothing, use_another, send_again, receive, free_it};
    function *walk[] = {nothing,   use_another, send_again, free_it,
                        free_next, close_first, subscribe};
    for (int i = 0; i < 5; i++)
        show(conflated, any[i]);
    for (int i = 0; i < 5; i++)
        show(freed, any[i]);
    printf("\n");
    // expect: ..!!!..!!!
    for (int i = 0; i < 7; i++)
        show(copied, walk[i]);
    for (int i = 0; i < 7; i++)
        show(dropped, walk[i]);
    show(copied, make_room);
    show(dropped, make_room);
    printf("\n");
    // expect: ..!!!!!..!!!!!!!
    return 0;
}
