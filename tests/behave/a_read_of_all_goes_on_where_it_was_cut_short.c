// pirn_read_all reads until the buffer is full, and tells how far it came.
// expect: 6 bytes: abcdef
// expect: cancelled after 2
// expect: then all: abcdef
// expect: the end after 3
// expect: and then after 0
// expect: nothing is wanted: 0
// asan
// valgrind
// workers: any
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <pirn.h>

static async void feed(int fd, const char *pieces, int count)
{
    for (int i = 0; i < count; i++) {
        await pirn_sleep(PIRN_MS);
        await pirn_write_all(fd, pieces + 2 * i, 2, NULL);
    }
}

async int main(void)
{
    char got[7] = "";
    size_t done = 0;
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    scope (s) {
        spawn feed(ends[1], "abcdef", 3);
        if (await pirn_read_all(ends[0], got, 6, NULL) == 0)
            printf("6 bytes: %s\n", got);
    }
    memset(got, 0, sizeof got);
    await pirn_write_all(ends[1], "ab", 2, NULL);
    scope (s, .timeout = PIRN_MS) {
        if (await pirn_read_all(ends[0], got, 6, &done) == -ECANCELED)
            printf("cancelled after %zu\n", done);
    }
    await pirn_write_all(ends[1], "cdef", 4, NULL);
    if (await pirn_read_all(ends[0], got, 6, &done) == 0)
        printf("then all: %s\n", got);
    await pirn_write_all(ends[1], "abc", 3, NULL);
    await pirn_close(ends[1]);
    done = 0;
    if (await pirn_read_all(ends[0], got, 6, &done) == -ENODATA)
        printf("the end after %zu\n", done);
    done = 0;
    if (await pirn_read_all(ends[0], got, 6, &done) == -ENODATA)
        printf("and then after %zu\n", done);
    printf("nothing is wanted: %d\n",
           await pirn_read_all(ends[0], got, 0, NULL));
    await pirn_close(ends[0]);
    return 0;
}
