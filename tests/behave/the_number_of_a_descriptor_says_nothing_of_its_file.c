/* A number to which close(2), fclose(3) or dup2(2) has given another file is
 * that file for everybody who uses it, whatever it was before. */
// asan
// threads: any order
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket without a peer, which takes the number that is free. */
static int lonely_socket(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        return -1;
    close(pair[1]);
    return pair[0];
}

/* write(2) raises SIGPIPE on a socket whose peer is gone; pirn_write does not,
 * be it a socket that was a file a moment ago. */
static async void file_becomes_socket(const char *path)
{
    char c;
    struct iovec part = {"x", 1};
    int fd = open(path, O_RDWR), before = fd;
    ssize_t n = await pirn_read(fd, &c, 1);
    close(fd);
    fd = lonely_socket();
    printf("%s: read %zd, same number %d", path, n, fd == before);
    printf(", write %d", await pirn_write(fd, "x", 1) == -EPIPE);
    printf(", writev %d\n", await pirn_writev(fd, &part, 1) == -EPIPE);
    close(fd);
}

static async void stream_becomes_socket(void)
{
    FILE *file = tmpfile();
    int before = fileno(file), fd;
    ssize_t n = await pirn_write(before, "x", 1);
    fclose(file);
    fd = lonely_socket();
    printf("FILE: wrote %zd, same number %d", n, fd == before);
    printf(", write %d\n", await pirn_write(fd, "x", 1) == -EPIPE);
    close(fd);
}

static async void socket_becomes_file(void)
{
    char c;
    int fd = lonely_socket(), before = fd;
    ssize_t n = await pirn_read(fd, &c, 1);
    close(fd);
    fd = open("/dev/zero", O_RDWR);
    printf("socket: read %zd, same number %d", n, fd == before);
    printf(", then read %zd", await pirn_read(fd, &c, 1));
    printf(", write %zd\n", await pirn_write(fd, "x", 1));
    close(fd);
}

static async int read_byte(int fd)
{
    char c;
    return (int)await pirn_read(fd, &c, 1);
}

static async int write_byte(int fd)
{
    return (int)await pirn_write(fd, "x", 1);
}

/* A task waits for what is written to peer. */
static async int wait_to_read(int fd, int peer)
{
    scope (s) {
        task(int) reader = spawn read_byte(fd);
        await pirn_yield_now();
        if (write(peer, "x", 1) != 1)
            return -1;
        return await reader;
    }
    return -1;
}

/* A task waits until peer makes room. */
static async int wait_to_write(int fd, int peer)
{
    static char much[1 << 16];
    while (send(fd, much, sizeof much, MSG_DONTWAIT) > 0)
        ;
    scope (s) {
        task(int) writer = spawn write_byte(fd);
        await pirn_yield_now();
        while (recv(peer, much, sizeof much, MSG_DONTWAIT) > 0)
            ;
        return await writer;
    }
    return -1;
}

/* As a program does that takes its standard input from elsewhere for a while.
 * Both files are watched by then, under one number. */
static async void file_comes_back(void)
{
    int first[2], second[2], saved;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, first) ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, second))
        return;
    printf("first: %d\n", await wait_to_read(first[0], first[1]));
    saved = dup(first[0]);
    dup2(second[0], first[0]);
    printf("second: %d", await wait_to_read(first[0], second[1]));
    printf(" %d\n", await wait_to_write(first[0], second[1]));
    dup2(saved, first[0]);
    printf("first again: %d", await wait_to_read(first[0], first[1]));
    printf(" %d\n", await wait_to_write(first[0], first[1]));
    dup2(second[0], first[0]);
    printf("second again: %d\n", await wait_to_write(first[0], second[1]));
}

async int main(void)
{
    await file_becomes_socket("/dev/zero");
    // expect: /dev/zero: read 1, same number 1, write 1, writev 1
    await file_becomes_socket("/proc/self/comm");
    // expect: /proc/self/comm: read 1, same number 1, write 1, writev 1
    await stream_becomes_socket();
    // expect: FILE: wrote 1, same number 1, write 1
    await socket_becomes_file();
    // expect: socket: read 0, same number 1, then read 1, write 1
    await file_comes_back();
    // expect: first: 1
    // expect: second: 1 1
    // expect: first again: 1 1
    // expect: second again: 1
    return 0;
}
