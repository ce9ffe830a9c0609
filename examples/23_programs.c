/* Running other programs: to their ends, with what they say, and no longer than
 * they may.
 *
 *     pirn run examples/23_programs.c
 *
 * A program that is run belongs to the scope that wants it, as a task does: if
 * that is cancelled, the program is told to stop. */
// asan
// workers: any
// threads: any order
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

/* Runs a program, and returns its exit status, or -errno. */
static async int run(const char *const *argv)
{
    int status;
    int rc = await pirn_process_run(argv, NULL, &status);
    if (rc < 0)
        return rc;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static async int run_for(const char *const *argv, int64_t ns)
{
    scope (s, .timeout = ns) {
        return await run(argv);
    } else {
        return -ETIMEDOUT; /* and it has ended */
    }
}

static async void give(int fd, const char *text)
{
    await pirn_write_all(fd, text, strlen(text), NULL);
    await pirn_close(fd); /* the program reads to the end */
}

static async void end(struct pirn_process *program)
{
    pirn_process_kill(program, SIGTERM); /* if it is still there */
    await pirn_process_wait(program);
}

/* Prints what a program makes of a text. It may answer before it has read all:
 * so one task gives, and this one takes. */
static async int filter(const char *const *argv, const char *text)
{
    struct pirn_process_options options = {.in = PIRN_PIPE, .out = PIRN_PIPE};
    struct pirn_process program;
    int rc = pirn_process_start(&program, argv, &options);
    if (rc < 0)
        return rc;
    defer await end(&program);
    defer await pirn_close(program.out);
    scope (s) {
        char buffer[256], *line;
        struct pirn_descriptor answers = pirn_descriptor(program.out);
        struct pirn_reader in;
        pirn_reader_init(&in, &answers.stream, buffer, sizeof buffer);
        spawn give(program.in, text);
        while ((rc = (int)await pirn_read_line(&in, &line)) > 0)
            printf("it says: %s", line);
    }
    return rc < 0 ? rc : await pirn_process_wait(&program);
}

async int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* a program may end before it has read all */
    printf("true: %d\n", await run((const char *[]){"true", NULL}));
    printf("exit 3: %d\n",
           await run((const char *[]){"sh", "-c", "exit 3", NULL}));
    printf("nonsense: %s\n",
           strerror(-await run((const char *[]){"/no/such/program", NULL})));
    printf("sleep: %s\n",
           strerror(-await run_for((const char *[]){"sleep", "1000", NULL},
                                   50 * PIRN_MS)));
    return await filter((const char *[]){"sort", NULL}, "weft\nwarp\nheald\n");
}

// expect: true: 0
// expect: exit 3: 3
// expect: nonsense: No such file or directory
// expect: sleep: Connection timed out
// expect: it says: heald
// expect: it says: warp
// expect: it says: weft
