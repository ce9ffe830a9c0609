/* Numbers that are given one file after the other by dup2(2), close(2) and
 * pirn_close, all of which stay open elsewhere: whoever waits for a number is
 * woken by the file that it stands for. At random, always the same. */
// asan
#include <fcntl.h>
#include <pirn.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NUMBERS = 4, FILES = 6, ROUNDS = 30, WAITERS = 4, FIRST = 200 };
enum { FEEDS = 20, TRIES = 300 };

static struct file {
    int end, peer; /* what is written to peer is read from end */
} files[FILES];

static uint64_t state = 1;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

/* Pipes, blocking and not, streams and datagrams. */
static void make(struct file *file, int kind)
{
    int pair[2];
    if (kind < 2 ? pipe(pair)
                 : socketpair(AF_UNIX, kind == 2 ? SOCK_STREAM : SOCK_DGRAM, 0,
                              pair))
        abort();
    if (kind == 1)
        fcntl(pair[0], F_SETFL, O_NONBLOCK);
    *file = (struct file){pair[0], pair[1]};
}

static async int wait_for(int fd, unsigned how)
{
    char text[64];
    int rc;
    if (how == 0)
        return (int)await pirn_read(fd, text, sizeof text);
    if (how == 1 && (rc = await pirn_poll(fd, POLLIN)) < 0)
        return rc;
    if (how == 2 &&
        await pirn_select(PIRN_READABLE(fd, &rc), PIRN_AFTER(PIRN_NEVER)) < 0)
        return -1;
    return (int)await pirn_read(fd, text, 1);
}

static void feed(const struct file *file)
{
    if (write(file->peer, "x", 1) != 1)
        abort();
}

/* A waiter is woken in the end, as long as there is something to read. */
static async bool is_woken(task(int) waiter, const struct file *file)
{
    for (int i = 0; i < TRIES; i++) {
        bool is_over = false;
        scope (s, .timeout = 3 * PIRN_MS)
            is_over = await pirn_join(waiter, NULL) == 0;
        if (is_over)
            return true;
        if (i < FEEDS)
            feed(file);
    }
    return false;
}

static void empty(int fd)
{
    char text[256];
    while (true) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, 0) != 1 || read(fd, text, sizeof text) <= 0)
            return;
    }
}

static async void use(int fd, const struct file *file)
{
    unsigned count = 1 + below(WAITERS);
    scope (s) {
        task(int) waiters[WAITERS];
        for (unsigned i = 0; i < count; i++) {
            waiters[i] = spawn wait_for(fd, below(4));
            if (below(2))
                await pirn_yield_now();
        }
        await pirn_yield_now();
        for (unsigned i = 0; i < count; i++)
            if (below(3) == 0)
                pirn_cancel(waiters[i]);
        for (unsigned i = 0; i <= count; i++)
            feed(file);
        for (unsigned i = 0; i < count; i++) {
            if (!await is_woken(waiters[i], file)) {
                printf("a waiter was lost\n");
                exit(1);
            }
        }
    }
    empty(file->end);
}

/* fd becomes another file; now and then it is one of another sort before. */
static async void change(int fd, const struct file *file)
{
    char c;
    if (below(3) == 0)
        await pirn_close(fd);
    if (below(3) == 0) {
        int zero = open("/dev/zero", O_RDWR);
        dup2(zero, fd);
        close(zero);
        if (await pirn_read(fd, &c, 1) != 1)
            abort();
    }
    dup2(file->end, fd);
}

async int main(void)
{
    for (int run = 0; run < 20; run++) {
        const struct file *file_of[NUMBERS] = {NULL};
        for (int i = 0; i < FILES; i++)
            make(&files[i], i % 4);
        for (int i = 0; i < ROUNDS; i++) {
            unsigned n = below(NUMBERS);
            if (!file_of[n] || below(3)) {
                file_of[n] = &files[below(FILES)];
                await change(FIRST + (int)n, file_of[n]);
            }
            await use(FIRST + (int)n, file_of[n]);
        }
        for (int i = 0; i < FILES; i++) {
            close(files[i].end);
            close(files[i].peer);
        }
    }
    printf("nobody was lost\n");
    // expect: nobody was lost
    return 0;
}
