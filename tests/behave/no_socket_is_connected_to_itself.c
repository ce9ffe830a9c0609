/* Where nobody listens on a port that the system may give to a client, it gives
 * it to the one who asks for it, sooner or later: that is refused. */
// elided: same
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0), others = 0;
    int port = pirn_tcp_port(listener) & ~1; /* it likes to give even ones */
    await pirn_close(listener);
    for (int i = 0; i < 20000; i++) {
        int fd = await pirn_tcp_connect("127.0.0.1", port);
        others += fd != -ECONNREFUSED;
        if (fd >= 0)
            await pirn_close(fd);
    }
    printf("%d\n", others); // expect: 0
    return 0;
}
