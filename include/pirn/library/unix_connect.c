/* pirn_unix_connect: see <pirn/net.h>. */
#include <pirn.h>

PIRN__ASYNC int pirn_unix_connect(const char *path)
{
    struct pirn__unix_address address;
    int length = pirn__unix_address(&address, path), fd, rc;
    if (length < 0)
        return length;
    fd = pirn__unix_socket();
    if (fd < 0)
        return fd;
    rc = PIRN_AWAIT pirn_connect(fd, (const struct sockaddr *)(void *)&address,
                                 (socklen_t)length);
    if (rc < 0)
        (void)PIRN_AWAIT pirn_close(fd);
    return rc < 0 ? rc : fd;
}
