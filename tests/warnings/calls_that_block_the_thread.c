// A coroutine that calls what blocks in the C library is warned of, by -Wpirn-blocking.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pirn.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAP() sleep(1)
#define TWICE(x) ((x) + (x))

async int of_time(const struct timespec *t)
{
    sleep(1); // warning: -Wpirn-blocking
    usleep(1); // warning: -Wpirn-blocking
    nanosleep(t, NULL); // warning: -Wpirn-blocking
    clock_nanosleep(CLOCK_MONOTONIC, 0, t, NULL); // warning: -Wpirn-blocking
    NAP(); // warning: -Wpirn-blocking
    return (int)TWICE(sleep(2)); // warning: -Wpirn-blocking
}

async int of_children(int options)
{
    int status, rc = 0;
    siginfo_t info;
    rc |= wait(NULL); // warning: -Wpirn-blocking
    rc |= waitpid(-1, &status, 0); // warning: -Wpirn-blocking
    rc |= waitpid(-1, &status, WUNTRACED | WCONTINUED); // warning: -Wpirn-blocking
    rc |= waitid(P_ALL, 0, &info, WEXITED); // warning: -Wpirn-blocking
    rc |= system("true"); // warning: -Wpirn-blocking
    /* which do not block, or might not: */
    rc |= waitpid(-1, &status, WNOHANG);
    rc |= waitpid(-1, &status, (WUNTRACED | WNOHANG));
    rc |= waitid(P_ALL, 0, &info, WEXITED | WNOHANG);
    return rc | waitpid(-1, &status, options);
}

async int of_names(const char *host, const struct sockaddr *a, socklen_t n)
{
    struct addrinfo *list;
    char text[100];
    if (getaddrinfo(host, "http", NULL, &list)) // warning: -Wpirn-blocking
        return gethostbyname(host) != NULL; // warning: -Wpirn-blocking
    getnameinfo(a, n, text, sizeof text, NULL, 0, NI_NUMERICHOST);
    return getnameinfo(a, n, text, sizeof text, NULL, 0, 0); // warning: -Wpirn-blocking
}

async int of_descriptors(int fd, struct pollfd *p, int timeout)
{
    struct epoll_event event;
    struct flock lock = {.l_type = F_WRLCK};
    char c;
    int rc = poll(p, 1, -1); // warning: -Wpirn-blocking
    rc |= poll(p, 1, timeout); // warning: -Wpirn-blocking
    rc |= epoll_wait(fd, &event, 1, 100); // warning: -Wpirn-blocking
    rc |= select(0, NULL, NULL, NULL, NULL); // warning: -Wpirn-blocking
    rc |= accept(fd, NULL, NULL); // warning: -Wpirn-blocking
    rc |= (int)recv(fd, &c, sizeof(char[1]), 0); // warning: -Wpirn-blocking
    rc |= (int)recv(fd, &c, 1, MSG_PEEK); // warning: -Wpirn-blocking
    rc |= flock(fd, LOCK_EX); // warning: -Wpirn-blocking
    rc |= fcntl(fd, F_SETLKW, &lock); // warning: -Wpirn-blocking
    rc |= lockf(fd, F_LOCK, 0); // warning: -Wpirn-blocking
    rc |= (int)read(STDIN_FILENO, &c, 1); // warning: -Wpirn-blocking
    /* which do not block, or might not: */
    rc |= poll(p, 1, 0) + epoll_wait(fd, &event, 1, 0);
    rc |= (int)recv(fd, &c, 1, MSG_DONTWAIT | MSG_PEEK);
    rc |= flock(fd, LOCK_EX | LOCK_NB) + flock(fd, LOCK_UN);
    rc |= fcntl(fd, F_GETFL) + fcntl(fd, F_SETLK, &lock);
    rc |= lockf(fd, F_TLOCK, 0) + lockf(fd, F_ULOCK, 0);
    rc |= (int)(read(fd, &c, 1) + write(fd, &c, 1) + send(fd, &c, 1, 0));
    return rc | fsync(fd);
}

async int of_others(pthread_cond_t *c, pthread_mutex_t *m, sem_t *s, sigset_t *set)
{
    int n = 0;
    pthread_mutex_lock(m);
    pthread_cond_wait(c, m); // warning: -Wpirn-blocking
    pthread_mutex_unlock(m);
    sem_wait(s); // warning: -Wpirn-blocking
    sem_trywait(s);
    sigwait(set, &n); // warning: -Wpirn-blocking
    return n;
}

async int of_standard_input(FILE *file)
{
    char line[100], *all = NULL;
    size_t room = 0;
    int n = getchar(); // warning: -Wpirn-blocking
    n += getc(stdin); // warning: -Wpirn-blocking
    n += fgets(line, (int)(sizeof line), stdin) != NULL; // warning: -Wpirn-blocking
    n += (int)getline(&all, &room, stdin); // warning: -Wpirn-blocking
    n += scanf("%99s", line); // warning: -Wpirn-blocking
    free(all);
    n += getc(file) + sscanf(line, "%d", &n);
    return n + (fgets(line, sizeof line, file) != NULL);
}
