// Of a descriptor that blocks by itself, too, a call tells at once that it can
// never do that, instead of waiting for it: accepting on what does not listen,
// moving bytes from where nothing is read, or to where nothing is written.
// expect: accept: a pipe 1, a socket for datagrams 1, an eventfd 1
// expect: select: a pipe 1
// expect: splice: from the wrong end 1, to the wrong end 1
// expect: sendfile: to the wrong end 1
// expect: a listener: waits 1
// workers: any
// asan
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

/* The result, or 1 if it waits. */
#define AT_ONCE(call)                                                          \
    do {                                                                       \
        rc = 1;                                                                \
        scope (s, .timeout = 20 * PIRN_MS) {                                   \
            long done = await call;                                            \
            rc = done == -ECANCELED ? 1 : done;                                \
        }                                                                      \
    } while (0)

async int main(void)
{
    int ends[2], others[2], client, event = eventfd(0, 0);
    int datagrams = socket(AF_INET, SOCK_DGRAM, 0);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    FILE *file = tmpfile();
    long rc;
    if (pipe(ends) || pipe(others) || listen(listener, 1) || !file)
        return 1;
    AT_ONCE(pirn_accept(ends[0], NULL, NULL));
    printf("accept: a pipe %d, ", rc == -ENOTSOCK);
    AT_ONCE(pirn_accept(datagrams, NULL, NULL));
    printf("a socket for datagrams %d, ", rc == -EOPNOTSUPP);
    AT_ONCE(pirn_accept(event, NULL, NULL));
    printf("an eventfd %d\n", rc == -ENOTSOCK);
    AT_ONCE(pirn_select(PIRN_ACCEPT(ends[0], &client)));
    printf("select: a pipe %d\n", rc == 0 && client == -ENOTSOCK);
    AT_ONCE(pirn_splice(ends[1], NULL, others[1], NULL, 1, 0));
    printf("splice: from the wrong end %d, ", rc == -EBADF);
    if (write(ends[1], "x", 1) != 1 || fputc('x', file) != 'x' || fflush(file))
        return 1;
    AT_ONCE(pirn_splice(ends[0], NULL, others[0], NULL, 1, 0));
    printf("to the wrong end %d\n", rc == -EBADF);
    int64_t offset = 0;
    AT_ONCE(pirn_sendfile(others[0], fileno(file), &offset, 1));
    printf("sendfile: to the wrong end %d\n", rc == -EBADF);
    AT_ONCE(pirn_accept(listener, NULL, NULL));
    printf("a listener: waits %d\n", rc == 1);
    return 0;
}
