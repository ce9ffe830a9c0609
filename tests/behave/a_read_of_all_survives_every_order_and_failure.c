// pirn_read_all under every order, cancellation and failure loses no byte that
// it has read.
// expect: a pipe of pieces: ok
// asan
// threads: no it chooses an order
#include "parts/scenarios.h"

static async int feed(int fd)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < 3 && rc >= 0; i++)
        rc = (int)await pirn_write(fd, &"abc"[i], 1);
    alive--;
    await pirn_close(fd);
    return rc;
}

static async int pieces(void)
{
    char got[4] = "";
    size_t done = 0;
    int ends[2], rc = 0;
    if (pipe(ends) < 0)
        return -errno;
    scope (s) {
        spawn feed(ends[1]);
        rc = await pirn_read_all(ends[0], got, 3, &done);
        MUST(rc <= 0 && done <= 3 && (rc < 0) == (done < 3));
        MUST(memcmp(got, "abc", done) == 0 && !got[done]);
    }
    await pirn_close(ends[0]);
    return rc;
}

static const struct scenario scenarios[] = {
    {"a pipe of pieces", pieces, 0},
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
