/* jobs [-k] [-j N] <COMMANDS: runs each line of its input by the shell, N at a
 * time, and prints what a command has said when it ends, so that nothing is
 * mixed up. If one fails no more are begun, and those that run are ended; with
 * -k they go on. An interrupt ends all of them, and what they have started.
 *
 * The limit, the end of everything after a failure, and the end after a signal
 * are all scopes: no program outlives the scope that wants it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct settings {
    int at_once;
    bool keep_going;
    int failed; /* commands that have */
};

struct text {
    char *bytes;
    size_t size, room;
};

/* For one command's output at a time. */
static struct pirn_mutex output = PIRN_MUTEX_INIT;

/* Reads all that comes from fd, until nobody has the other end. */
static async int collect(int fd, struct text *said)
{
    ssize_t n = 1;
    while (n > 0) {
        if (said->size == said->room) {
            size_t room = said->room ? 2 * said->room : 4096;
            char *more = realloc(said->bytes, room);
            if (!more)
                return -ENOMEM;
            said->bytes = more;
            said->room = room;
        }
        n = await pirn_read(fd, said->bytes + said->size,
                            said->room - said->size);
        said->size += n > 0 ? (size_t)n : 0;
    }
    return (int)n;
}

/* Runs line, and collects what it says. */
static async int run(const char *line, struct text *said, int *status)
{
    const char *argv[] = {"sh", "-c", line, NULL};
    int ends[2], rc;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    defer await pirn_close(ends[0]);
    struct pirn_process_options options = {
        .in = PIRN_NULL, .out = ends[1], .error = ends[1], .own_group = true};
    scope (s) {
        spawn collect(ends[0], said);
        rc = await pirn_process_run(argv, &options, status);
        await pirn_close(ends[1]);
    }
    return rc;
}

static async int print(const char *line, const struct text *said, int status)
{
    int rc = await pirn_mutex_lock(&output);
    if (rc < 0)
        return rc;
    printf("$ %s\n", line);
    if (WIFSIGNALED(status))
        printf("[signal %d]\n", WTERMSIG(status));
    else if (status != 0)
        printf("[status %d]\n", WEXITSTATUS(status));
    fflush(stdout);
    rc = await pirn_write_all(1, said->bytes, said->size, NULL);
    pirn_mutex_unlock(&output);
    return rc;
}

/* Owns line. Returns less than 0 if the others are not to go on. */
static async int do_job(struct settings *settings, char *line)
{
    struct text said = {0};
    int status = 0;
    defer free(said.bytes);
    defer free(line);
    int rc = await run(line, &said, &status);
    if (rc == 0)
        rc = await print(line, &said, status);
    else if (rc != -ECANCELED)
        fprintf(stderr, "jobs: %s: %s\n", line, strerror(-rc));
    if (rc == 0 && status == 0)
        return 0;
    settings->failed++;
    return settings->keep_going ? 0 : -ECHILD;
}

static async int do_all(void *arg)
{
    struct settings *settings = arg;
    char buffer[65536], *line;
    struct pirn_descriptor in = pirn_descriptor(0);
    struct pirn_reader reader;
    ssize_t n = 0;
    pirn_reader_init(&reader, &in.stream, buffer, sizeof buffer);
    scope (s, .limit = settings->at_once, .fail_fast = true) {
        while ((n = await pirn_read_line(&reader, &line)) > 0) {
            line[strcspn(line, "\n")] = '\0';
            char *own = strdup(line);
            if (own && *own)
                spawn do_job(settings, own);
            else
                free(own);
        }
    }
    if (n < 0 && n != -ECANCELED)
        fprintf(stderr, "jobs: input: %s\n", strerror((int)-n));
    return (int)n;
}

async int main(int argc, char **argv)
{
    struct settings settings = {.at_once = 2};
    for (int option; (option = getopt(argc, argv, "kj:")) != -1;) {
        if (option == 'k')
            settings.keep_going = true;
        else if (option != 'j' || (settings.at_once = atoi(optarg)) < 1) {
            fprintf(stderr, "usage: jobs [-k] [-j N] <COMMANDS\n");
            return 2;
        }
    }
    uint64_t ends = PIRN_SIGNAL(SIGINT) | PIRN_SIGNAL(SIGTERM);
    int rc = await pirn_until_signal(ends, do_all, &settings);
    return settings.failed > 0 || rc < 0;
}
