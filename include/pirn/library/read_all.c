/* pirn_read_all: see <pirn/io.h>. */
#include <pirn.h>

PIRN__ASYNC int pirn_read_all(int fd, void *buf, size_t n, size_t *done)
{
    size_t got = done ? *done : 0;
    while (got < n) {
        ssize_t rc = PIRN_AWAIT pirn_read(fd, (char *)buf + got, n - got);
        if (rc <= 0)
            return rc ? (int)rc : -ENODATA;
        got += (size_t)rc;
        if (done)
            *done = got;
    }
    return 0;
}
