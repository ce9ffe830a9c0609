/* Time jumps over those who wait for a descriptor, but not while there is
 * something to read, whichever worker has written it, and whichever reads. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: any order, tsan
// expect: 2000 bytes, at 0 s
// expect: none, at 1 s
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <sys/socket.h>

enum { ROUNDS = 1000 };

static int read_bytes;

static async void play(int fd, bool begins)
{
    char c = 'x';
    for (int i = 0; i < ROUNDS; i++) {
        ssize_t n = 0;
        if (begins && await pirn_write(fd, &c, 1) != 1)
            return;
        scope (s, .timeout = PIRN_S)
            n = await pirn_read(fd, &c, 1);
        if (n != 1 || (!begins && await pirn_write(fd, &c, 1) != 1))
            return;
        __atomic_fetch_add(&read_bytes, 1, __ATOMIC_RELAXED);
    }
}

async int main(void)
{
    int ends[2];
    char c;
    ssize_t n = 0;
    int64_t began = pirn_now();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return 1;
    scope (s) {
        spawn_on(0) play(ends[0], true);
        spawn_on(1) play(ends[1], false);
    }
    printf("%d bytes, at %d s\n", read_bytes,
           (int)((pirn_now() - began) / PIRN_S));
    scope (s, .timeout = PIRN_S)
        n = await pirn_read(ends[0], &c, 1);
    printf("%s, at %d s\n", n == -ECANCELED ? "none" : "some",
           (int)((pirn_now() - began) / PIRN_S));
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
    return 0;
}
