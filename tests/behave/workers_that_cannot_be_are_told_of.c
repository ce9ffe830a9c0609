// How many workers there are to be: the options say it, else PIRN_WORKERS; what
// cannot be, ends the program with a sentence.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static async unsigned count(void)
{
    return pirn_workers();
}

/* Runs with these, elsewhere, and prints what comes of it. */
static void try(const char *environment, int workers)
{
    char text[300];
    int ends[2], status;
    fflush(stdout);
    if (pipe(ends))
        return;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        setenv("PIRN_WORKERS", environment, 1);
        struct pirn_options options = {.workers = workers};
        unsigned n = pirn_run_with(&options, count());
        /* Options are for one runtime. */
        fprintf(stderr, "%u, then %u\n", n, pirn_run(count()));
        _exit(0);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text - 1);
    text[n < 0 ? 0 : n] = 0;
    close(ends[0]);
    waitpid(child, &status, 0);
    printf("%s: %s", WIFSIGNALED(status) ? "aborted" : "ran", text);
}

int main(void)
{
    try("", 0);      // expect: ran: 1, then 1
    try("3", 0);     // expect: ran: 3, then 3
    try("2", 5);     // expect: ran: 5, then 2
    try("0", 0);     // expect: aborted: pirn: PIRN_WORKERS=0: it is to be 1 to 1024
    try("abc", 0);   // expect: aborted: pirn: PIRN_WORKERS=abc: it is to be 1 to 1024
    try("2 of", 0);  // expect: aborted: pirn: PIRN_WORKERS=2 of: it is to be 1 to 1024
    try("2000", 0);  // expect: aborted: pirn: PIRN_WORKERS=2000: it is to be 1 to 1024
    try("1", -1);    // expect: aborted: pirn: a runtime with -1 workers: there may be 1 to 1024
    try("1", 1025);  // expect: aborted: pirn: a runtime with 1025 workers: there may be 1 to 1024
    return 0;
}
// threads: no, pirn_workers() is 1 there, whatever is asked for
