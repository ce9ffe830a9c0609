/* For what ends the program: it is done in a child. */
#ifndef CHILD_H
#define CHILD_H

#include "by_hand.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs f in a child, which puts its stderr, as a string, into said. Returns its
 * wait status. */
static inline int in_a_child(void (*f)(void), char *said, size_t size)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 2);
        signal(SIGABRT, SIG_DFL);
        f();
        _exit(0);
    }
    close(ends[1]);
    size_t used = 0;
    ssize_t got;
    while ((got = read(ends[0], said + used, size - 1 - used)) > 0)
        used += (size_t)got;
    said[used] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return status;
}

#endif
