// Misuse of channels ends the program, with a sentence that says what it was.
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static chan(int) c;
static int n;

static async void null_channel(void)
{
    chan(int) none = NULL;
    await pirn_chan_send(none, &n);
}

static async void null_channel_received_from(void)
{
    chan(int) none = NULL;
    await pirn_chan_recv(none, &n);
}

static async void null_channel_tried(void)
{
    chan(int) none = NULL;
    pirn_chan_try_recv(none, &n);
    await pirn_yield_now();
}

static async void null_channel_measured(void)
{
    chan(int) none = NULL;
    pirn_chan_length(none);
    await pirn_yield_now();
}

static async void null_channel_with_a_drop(void)
{
    chan(int) none = NULL;
    pirn_chan_set_drop(none, NULL);
    await pirn_yield_now();
}

static async void receive(void)
{
    await pirn_chan_recv(c, &n);
}

static async void freed_under_a_waiter(void)
{
    c = pirn_chan_new(int, 0);
    scope (s) {
        spawn receive();
        await pirn_yield_now();
        pirn_chan_free(c);
    }
}

static async void broadcast_received_from(void)
{
    c = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    await receive();
}

static async void receiver_sent_to(void)
{
    c = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    await pirn_chan_send(pirn_broadcast_subscribe(c), &n);
}

static async void no_broadcast(void)
{
    pirn_broadcast_subscribe(pirn_chan_new(int, 1));
    await pirn_yield_now();
}

static async void no_broadcast_with_copies(void)
{
    pirn_broadcast_set_copy(pirn_chan_new(int, 1), NULL);
    await pirn_yield_now();
}

static async void capacity(void)
{
    c = pirn_chan_new(int, -3);
    await pirn_yield_now();
}

static async void broadcast_capacity(void)
{
    c = pirn_broadcast_new(int, 0, PIRN_SLOW_BLOCKS);
    await pirn_yield_now();
}

static async void broadcast_negative_capacity(void)
{
    int capacity = -1;
    c = pirn_broadcast_new(int, capacity, PIRN_SLOW_BLOCKS);
    await pirn_yield_now();
}

static async void slow_receivers(void)
{
    c = pirn_broadcast_new(int, 1, (enum pirn_slow)256);
    await pirn_yield_now();
}

static struct pirn_clause clauses[2];

static async void clauses_fewer_than_none(void)
{
    await pirn_select_from(clauses, -1);
}

static async void clauses_fewer_than_none_fairly(void)
{
    clauses[0] = PIRN_AFTER(0);
    await pirn_select_fair_from(clauses, -2147483647 - 1);
}

static async void clause_of_no_kind(void)
{
    clauses[0] = PIRN_AFTER(PIRN_S);
    memset(&clauses[1], 99, sizeof clauses[1]);
    await pirn_select_fair_from(clauses, 2);
}

static async int sleep_long(void)
{
    return await pirn_sleep(PIRN_S);
}

static async void joined_twice(void)
{
    scope (s) {
        task(int) t = spawn sleep_long();
        await pirn_select(PIRN_JOIN(t, &n), PIRN_JOIN(t, &n));
    }
}

static async void *other_thread(void)
{
    pirn_chan_try_send(c, &n);
    await pirn_yield_now();
    return NULL;
}

static void *run_other_thread(void *arg)
{
    (void)arg;
    return pirn_run(other_thread());
}

static async void used_by_another_thread(void)
{
    pthread_t thread;
    c = pirn_chan_new(int, 0);
    scope (s) {
        spawn receive();
        await pirn_yield_now();
        pthread_create(&thread, NULL, run_other_thread, NULL);
        pthread_join(thread, NULL);
    }
}

static async void stuck(void)
{
    c = pirn_chan_new(int, 0);
    await pirn_select(PIRN_RECV(c, &n), PIRN_SEND(c, &n));
}

/* Runs it in a process of its own, and prints the first line it complains
 * with. */
static void show(async void (*misuse)(void))
{
    char text[300] = "";
    int fd[2], status;
    size_t used = 0;
    ssize_t got;
    if (pipe(fd))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fd[1], 2);
        pirn_run(misuse());
        _exit(0);
    }
    close(fd[1]);
    while ((got = read(fd[0], text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)got;
    close(fd[0]);
    waitpid(child, &status, 0);
    text[strcspn(text, "\n")] = '\0';
    char *place = strstr(text, " (in ");
    if (place)
        *place = '\0'; /* which is told for every misuse */
    printf("%s (%d)\n", text,
           WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status));
}

int main(void)
{
    show(null_channel);
    // expect: pirn: pirn_chan_send: the channel is NULL (6)
    show(null_channel_received_from);
    // expect: pirn: pirn_chan_recv: the channel is NULL (6)
    show(null_channel_tried);
    // expect: pirn: pirn_chan_try_recv: the channel is NULL (6)
    show(null_channel_measured);
    // expect: pirn: pirn_chan_length: the channel is NULL (6)
    show(null_channel_with_a_drop);
    // expect: pirn: pirn_chan_set_drop: the channel is NULL (6)
    show(freed_under_a_waiter);
    // expect: pirn: a channel is freed while a task waits for it (6)
    show(broadcast_received_from);
    // expect: pirn: a broadcast is received from: subscribe to it, and receive from that (6)
    show(receiver_sent_to);
    // expect: pirn: a receiver of a broadcast is sent to: send to the broadcast (6)
    show(no_broadcast);
    // expect: pirn: pirn_broadcast_subscribe: this is no broadcast (6)
    show(no_broadcast_with_copies);
    // expect: pirn: pirn_broadcast_set_copy: this is no broadcast (6)
    show(capacity);
    // expect: pirn: a channel with room for -3 items (6)
    show(broadcast_capacity);
    // expect: pirn: a broadcast without room for an item (6)
    show(broadcast_negative_capacity);
    // expect: pirn: a broadcast with room for -1 items (6)
    show(slow_receivers);
    // expect: pirn: a broadcast for which slow receivers are 256: that is no PIRN_SLOW_... (6)
    show(clauses_fewer_than_none);
    // expect: pirn: a select of -1 clauses (6)
    show(clauses_fewer_than_none_fairly);
    // expect: pirn: a select of -2147483648 clauses (6)
    show(clause_of_no_kind);
    // expect: pirn: a select whose clause 1 was made by none of PIRN_RECV and the like (6)
    show(joined_twice);
    // expect: pirn: two tasks wait for the same task (6)
    show(used_by_another_thread);
    // expect: pirn: a channel is used by one thread while tasks of another wait for it: pirn_complete may be called by any (6)
    show(stuck);
    // expect: pirn: stuck: 1 task waits, and nothing can wake it (-121)
    return 0;
}
