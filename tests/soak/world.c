/* world SEED [WORKERS [chosen]]: a random program that uses the world outside:
 * servers and their clients, names, other programs, files, directories that are
 * walked and watched, signals, posts of other threads, offloaded calls, and
 * selects that accept. Tasks wander from one of these to another, in scopes
 * that cancel them at some random time. chosen: as in everything.c.
 *
 * It ends with 1, and a sentence, if one of these does not hold:
 *  - what a client reads is what it has sent, as far as it goes;
 *  - a file has in it what was written; a program ends as it was told to, and
 *    not before pirn_process_run returns;
 *  - what is posted is called, what is offloaded returns its value;
 *  - in the end there are as many descriptors as in the beginning, no file, no
 *    child, and, after a while, no thread but this.
 * Use after free, leaks and races are for the sanitizers. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

#include "parts/chance.h"

enum {
    WANDERERS = 8,
    STEPS = 60,
    SECONDS = 120, /* by then it is over */
};

static char directory[] = "/tmp/pirn-world-XXXXXX";
static char socket_path[sizeof directory + 10];
static int port; /* of the server */

static int64_t some_time(unsigned *r)
{
    return 1 + below(r, 2000) * PIRN_US;
}

static async void pause_a_little(unsigned *r)
{
    if (below(r, 2))
        await pirn_sleep(below(r, 300) * PIRN_US);
    else
        await pirn_yield_now();
}

/* Servers and clients ------------------------------------------------------ */

static void make_reset(int fd)
{
    struct linger at_once = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* Gives back what comes. */
static async void echo(int fd, void *arg)
{
    char buffer[700];
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    (void)arg;
    pirn_reader_init(&in, &client.stream, buffer, sizeof buffer);
    if (await pirn_copy(&in, &client.stream, NULL) == 0)
        await pirn_stream_shutdown(&client.stream);
}

static async void send_numbers(int fd, int count, unsigned r)
{
    unsigned char bytes[900];
    for (int i = 0; i < count; i += (int)sizeof bytes) {
        for (size_t at = 0; at < sizeof bytes; at++)
            bytes[at] = (unsigned char)((size_t)i + at);
        if (await pirn_write_all(fd, bytes, sizeof bytes, NULL) < 0)
            return;
        if (below(&r, 4) == 0)
            await pause_a_little(&r);
    }
    (void)await pirn_shutdown(fd, SHUT_WR);
}

/* Sends, and reads the same; or goes away in the middle of it. */
static async void be_client(int fd, unsigned *r)
{
    unsigned char bytes[1000];
    int total = 0, count = below(r, 40) * 900, most = below(r, 3) * 5000;
    if (fd < 0)
        return;
    scope (s) {
        ssize_t got = 1;
        spawn send_numbers(fd, count, next(r));
        while (got > 0 && (most == 0 || total < most)) {
            got = await pirn_read(fd, bytes, sizeof bytes);
            for (ssize_t i = 0; i < got; i++, total++)
                MUST(bytes[i] ==
                     (unsigned char)(total / 900 * 900 + total % 900));
        }
        MUST(got != 0 || total == count);
        if (below(r, 3) == 0)
            make_reset(fd);
        pirn_scope_cancel(s);
    }
    await pirn_close(fd);
}

static async int connect_somehow(unsigned *r)
{
    switch (below(r, 4)) {
    case 0:
        return await pirn_unix_connect(socket_path);
    case 1:
        return await pirn_tcp_connect("127.0.0.1", port);
    default:
        return await pirn_tcp_connect(below(r, 2) ? "both.soak" : "one.soak",
                                      port);
    }
}

static async void accept_by_select(unsigned *r)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0), client = -1,
        client_too = -1;
    if (listener < 0)
        return;
    scope (s) {
        task(int) peer =
            spawn pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
        int which = await pirn_select(
            PIRN_AFTER(below(r, 100) * PIRN_US), PIRN_ACCEPT(listener, &client),
            PIRN_ACCEPT(listener, &client_too), PIRN_READABLE(listener));
        MUST(which == 1 || client < 0);
        MUST(which == 2 || client_too < 0);
        if (client >= 0)
            await pirn_close(client);
        if (client_too >= 0)
            await pirn_close(client_too);
        int fd = await peer;
        if (fd >= 0)
            await pirn_close(fd);
    }
    await pirn_close(listener);
}

static async void send_datagrams(unsigned *r)
{
    struct sockaddr_storage to;
    socklen_t length = sizeof to;
    char got[10];
    int fd = pirn_udp_open("127.0.0.1", 0);
    if (fd < 0)
        return;
    MUST(pirn_address((struct sockaddr *)&to, &length, "127.0.0.1",
                      pirn_tcp_port(fd)) == 0);
    for (int i = below(r, 5); i > 0; i--)
        if (await pirn_sendto(fd, "soak", 4, 0, (struct sockaddr *)&to,
                              length) == 4 &&
            await pirn_recv(fd, got, sizeof got, 0) == 4)
            MUST(memcmp(got, "soak", 4) == 0);
    await pirn_close(fd);
}

/* Names -------------------------------------------------------------------- */

/* Of hosts in soak: both has an address where nobody listens, too; slow takes
 * long; all others fail, each with its own error. */
static int find_name(const char *host, const char *service,
                     const struct addrinfo *hints, struct addrinfo **found)
{
    static const int errors[] = {EAI_NONAME, EAI_AGAIN,  EAI_FAIL,
                                 EAI_MEMORY, EAI_SYSTEM, EAI_OVERFLOW};
    struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                               .ai_socktype = hints ? hints->ai_socktype : 0};
    static atomic_uint number;
    unsigned n = number++;
    struct addrinfo *more;
    usleep(n % 700);
    if (strcmp(host, "slow.soak") == 0)
        usleep(5000);
    else if (strcmp(host, "one.soak") != 0 && strcmp(host, "both.soak") != 0)
        return errno = EIO, errors[n % 6];
    int rc = getaddrinfo("127.0.0.1", service, &numeric, found);
    if (rc == 0 && strcmp(host, "both.soak") == 0 &&
        getaddrinfo(n % 2 ? "127.0.0.77" : "::1", service, &numeric, &more) ==
            0) {
        struct addrinfo *last = more;
        while (last->ai_next)
            last = last->ai_next;
        last->ai_next = *found;
        *found = more;
    }
    return rc;
}

static async void look_up(unsigned *r)
{
    static const char *const names[] = {"one.soak", "both.soak", "slow.soak",
                                        "none.soak", "127.0.0.1"};
    struct addrinfo *found;
    int rc = await pirn_resolve(names[below(r, 5)], "80", NULL, &found);
    MUST((rc == 0) == (found != NULL));
    MUST(pirn_resolve_error(rc));
    if (found)
        freeaddrinfo(found);
}

/* Other programs ----------------------------------------------------------- */

static async void run_program(unsigned *r)
{
    static const char *const lines[] = {"exit 3", "kill -9 $$", "sleep 1000",
                                        "trap '' TERM; sleep 1000 & wait"};
    int which = below(r, 4), status = -1;
    const char *argv[] = {"/bin/sh", "-c", lines[which], NULL};
    struct pirn_process_options options = {.in = PIRN_NULL,
                                           .out = PIRN_NULL,
                                           .error = PIRN_NULL,
                                           .own_group = true,
                                           .grace =
                                               1 + below(r, 3000) * PIRN_US};
    int rc = await pirn_process_run(argv, &options, &status);
    if (rc == 0)
        MUST((which == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 3) ||
             (which == 1 && WIFSIGNALED(status) && WTERMSIG(status) == 9));
}

static async void speak_to_program(unsigned *r)
{
    const char *argv[] = {"cat", NULL};
    struct pirn_process_options options = {.in = PIRN_PIPE, .out = PIRN_PIPE};
    struct pirn_process cat;
    char said[6] = "", *text = "hello";
    if (below(r, 8) == 0)
        argv[0] = "/no/such/program";
    if (pirn_process_start(&cat, argv, &options) < 0)
        return;
    if (await pirn_write_all(cat.in, text, 5, NULL) == 0) {
        await pirn_close(cat.in);
        cat.in = -1;
        if (await pirn_read_all(cat.out, said, 5, NULL) == 0)
            MUST(memcmp(said, text, 5) == 0);
    }
    if (cat.in >= 0)
        await pirn_close(cat.in);
    await pirn_close(cat.out);
    if (await pirn_process_wait(&cat) < 0) {
        (void)pirn_process_kill(&cat, SIGKILL);
        scope (s, .shield = true)
            MUST(await pirn_process_wait(&cat) == 0);
    }
}

/* Files -------------------------------------------------------------------- */

static async void use_file(unsigned *r)
{
    static atomic_int number;
    char path[100], other[110], bytes[3000], got[3000];
    size_t n = 1 + (size_t)below(r, 3000);
    snprintf(path, sizeof path, "%s/%d", directory, number++);
    snprintf(other, sizeof other, "%s.too", path);
    memset(bytes, (int)next(r), n);
    int fd = await pirn_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    if (await pirn_pwrite(fd, bytes, n, 0) == (ssize_t)n &&
        await pirn_pread(fd, got, n, 0) == (ssize_t)n)
        MUST(memcmp(bytes, got, n) == 0);
    struct stat what;
    if (await pirn_ftruncate(fd, 7) == 0 && await pirn_stat(path, &what) == 0)
        MUST(what.st_size == 7);
    await pirn_close(fd);
    scope (s, .shield = true) {
        MUST(await pirn_rename(path, other) == 0);
        MUST(await pirn_unlink(other) == 0);
    }
}

static async void walk(unsigned *r)
{
    int most = below(r, 300);
    gen(struct pirn_entry) entries = pirn_walk("/proc/self", 2);
    struct pirn_entry entry;
    while (most-- > 0 && await pirn_next(entries, &entry) == 1)
        MUST(entry.depth <= 2 && *entry.name);
    await pirn_gen_close(entries);
}

static async void watch(unsigned *r)
{
    const char *paths[] = {directory};
    struct pirn_watch_event event;
    int most = below(r, 4);
    gen(struct pirn_watch_event) events =
        pirn_watch(paths, 1, IN_CREATE | IN_DELETE);
    while (most-- > 0 && await pirn_next(events, &event) == 1)
        MUST(event.path <= 1);
    await pirn_gen_close(events);
}

/* Signals, other threads, offloaded calls ---------------------------------- */

static async void wait_for_signal(unsigned *r)
{
    int number = SIGUSR1 + 2 * below(r, 2); /* SIGUSR1 and SIGUSR2 are 10, 12 */
    pirn_signal *signals = pirn_signal_open(PIRN_SIGNAL(number));
    int rc = 0;
    if (!signals)
        return;
    kill(getpid(), number);
    if (below(r, 2)) {
        rc = await pirn_signal_next(signals);
        MUST(rc == number || rc < 0);
    } else {
        await pirn_select(PIRN_READABLE(pirn_signal_fd(signals)),
                          PIRN_AFTER(some_time(r)));
    }
    scope (s, .shield = true) /* it comes, to whichever thread */
        while (rc != number && (rc = await pirn_signal_next(signals)) != number)
            continue;
    pirn_signal_close(signals);
}

struct message {
    pirn_runtime *runtime;
    struct pirn_event posted;
    int64_t sum;
};

static void receive(void *arg)
{
    struct message *message = arg;
    message->sum++;
    if (message->sum == 3)
        pirn_event_set(&message->posted);
}

static void *post_thrice(void *arg)
{
    struct message *message = arg;
    for (int i = 0; i < 3; i++)
        while (pirn_post(message->runtime, receive, message) != 0)
            usleep(100);
    return NULL;
}

static async void be_posted_to(unsigned *r)
{
    struct message message = {.runtime = pirn_runtime_hold()};
    pthread_t thread;
    if (!message.runtime)
        return;
    if (pthread_create(&thread, NULL, post_thrice, &message) == 0) {
        if (below(r, 2))
            await pirn_event_wait(&message.posted);
        scope (s, .shield = true)
            await pirn_event_wait(&message.posted);
        MUST(message.sum == 3);
        pthread_join(thread, NULL);
    }
    pirn_runtime_release(message.runtime);
}

static int twice(int n, unsigned us)
{
    usleep(us);
    errno = n;
    return 2 * n;
}

static async void offload_one(unsigned *r)
{
    int n = 1 + below(r, 100);
    MUST(await offload twice(n, (unsigned)below(r, 300)) == 2 * n);
    MUST(errno == n);
}

/* All of it ---------------------------------------------------------------- */

static async void do_something(unsigned *r)
{
    switch (below(r, 14)) {
    case 0 ... 3:
        await be_client(await connect_somehow(r), r);
        break;
    case 4:
        await accept_by_select(r);
        break;
    case 5:
        await send_datagrams(r);
        break;
    case 6:
        await look_up(r);
        break;
    case 7:
        await run_program(r);
        break;
    case 8:
        await speak_to_program(r);
        break;
    case 9:
        await use_file(r);
        break;
    case 10:
        await(below(r, 2) ? walk : watch)(r);
        break;
    case 11:
        await wait_for_signal(r);
        break;
    case 12:
        await be_posted_to(r);
        break;
    default:
        await offload_one(r);
    }
}

static async void wander(unsigned r, int steps)
{
    for (int i = 0; i < steps; i++)
        scope (s,
               .timeout = below(&r, 3) ? 20 * some_time(&r) : some_time(&r)) {
            if (below(&r, 3) == 0)
                spawn wander(next(&r), steps / 3);
            await do_something(&r);
        }
}

static async int serve(int listener, struct pirn_event *stop, unsigned r)
{
    struct pirn_serve_options options = {
        .limit = 1 + (size_t)below(&r, 20),
        .stop = stop,
        .drain = some_time(&r),
        .linger = below(&r, 2) ? some_time(&r) : 0,
    };
    return await pirn_serve(listener, echo, &options);
}

static async int all(unsigned r)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    /* So that none ends the program that comes late. */
    pirn_signal *signals =
        pirn_signal_open(PIRN_SIGNAL(SIGUSR1) | PIRN_SIGNAL(SIGUSR2));
    int tcp = pirn_tcp_listen("127.0.0.1", 0);
    int local = pirn_unix_listen(socket_path, NULL);
    MUST(tcp >= 0 && local >= 0 && signals);
    port = pirn_tcp_port(tcp);
    scope (servers) {
        task(int) one = spawn serve(tcp, &stop, next(&r));
        task(int) other = spawn serve(local, &stop, next(&r));
        scope (s, .timeout = PIRN_S) {
            for (int i = 0; i < WANDERERS; i++)
                spawn wander(next(&r), STEPS);
        }
        pirn_event_set(&stop);
        MUST(await one == 0);
        MUST(await other == 0);
    }
    await pirn_close(tcp);
    await pirn_close(local);
    unlink(socket_path);
    pirn_signal_close(signals);
    return 0;
}

static int count_entries(const char *path)
{
    DIR *entries = opendir(path);
    int count = 0;
    while (readdir(entries))
        count++;
    closedir(entries);
    return count;
}

static void *do_nothing(void *arg)
{
    return arg;
}

/* With the first thread, ThreadSanitizer starts one of its own. */
static int count_threads(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, do_nothing, NULL) == 0);
    MUST(pthread_join(thread, NULL) == 0);
    return count_entries("/proc/self/task");
}

int main(int argc, char **argv)
{
    MUST(mkdtemp(directory));
    snprintf(socket_path, sizeof socket_path, "%s/socket", directory);
    signal(SIGPIPE, SIG_IGN);
    pirn_resolve_by(find_name);
    int descriptors = count_entries("/proc/self/fd");
    int threads = count_threads();
    int rc = run_by_chance(argc, argv, SECONDS, all);
    MUST(count_entries("/proc/self/fd") == descriptors);
    MUST(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    while (count_entries("/proc/self/task") > threads) /* until SECONDS */
        usleep(1000);
    MUST(rmdir(directory) == 0);
    return rc;
}
