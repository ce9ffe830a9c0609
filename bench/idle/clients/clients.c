/* clients PORT PID COUNT TEXT: opens COUNT connections, says TEXT on each and
 * hears an answer, and prints how many bytes of memory the server PID has more
 * for each of them, when all are idle. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* A client address has no more ports than that. */
enum { EACH_ADDRESS = 20000 };

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static long resident_kib(const char *pid)
{
    char name[64], line[256];
    long kib = 0;
    snprintf(name, sizeof name, "/proc/%s/status", pid);
    FILE *file = fopen(name, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            break;
    if (!file || !kib)
        fail("the memory of the server");
    fclose(file);
    return kib;
}

static void begin_one(int i, int port, const char *text)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = from;
    char answer[4096];
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + i / EACH_ADDRESS);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((unsigned short)port);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) < 0 ||
        connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        fail("a connection");
    if (write(fd, text, strlen(text)) < 0 ||
        read(fd, answer, sizeof answer) <= 0)
        fail("an answer");
}

int main(int argc, char **argv)
{
    struct rlimit limit;
    if (argc != 5 || getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return 2;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    int port = atoi(argv[1]), count = atoi(argv[3]);
    begin_one(0, port, argv[4]);
    sleep(1);
    long before = resident_kib(argv[2]);
    for (int i = 1; i <= count; i++)
        begin_one(i, port, argv[4]);
    sleep(1);
    printf("%.0f\n", (double)(resident_kib(argv[2]) - before) * 1024 / count);
    return 0;
}
