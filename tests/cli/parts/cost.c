/* Costs what its arguments say: system calls, threads, MiB that are touched,
 * MiB that are not, milliseconds of time, and the exit status. Prints a line. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int calls;

static void *call(void *unused)
{
    for (int i = 0; i < calls; i++)
        syscall(SYS_getppid);
    return unused;
}

static long number(char **argv, int i)
{
    for (int at = 1; at <= i; at++)
        if (!argv[at])
            return 0;
    return strtol(argv[i], NULL, 10);
}

static void take(long mib, int is_touched)
{
    size_t size = (size_t)mib << 20;
    if (size == 0)
        return;
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        exit(99);
    if (is_touched)
        memset(p, 1, size);
    munmap(p, size); /* it is the peak that counts */
}

int main(int argc, char **argv)
{
    pthread_t thread;
    struct timespec pause = {0, number(argv, 5) * 1000000};
    (void)argc;
    calls = (int)number(argv, 1);
    call(NULL);
    for (long i = 0; i < number(argv, 2); i++) {
        if (pthread_create(&thread, NULL, call, NULL))
            return 98;
        pthread_join(thread, NULL);
    }
    take(number(argv, 3), 1);
    take(number(argv, 4), 0);
    if (pause.tv_nsec)
        nanosleep(&pause, NULL);
    printf("%s\n", getenv("PRINTS_ITS_NAME") ? argv[0] : "the same");
    return (int)number(argv, 6);
}
