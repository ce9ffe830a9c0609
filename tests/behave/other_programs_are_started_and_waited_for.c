// Programs are started with pipes and options, waited for, killed, and cancelled.
// workers: any
// asan
// threads: any order, tsan
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static async int run(const char *command, int *status)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    return await pirn_process_run(argv, NULL, status);
}

/* What it writes, up to 100 bytes. */
static async int output_of(const char *const argv[], int in, char *text)
{
    struct pirn_process p;
    struct pirn_process_options options = {.in = in, .out = PIRN_PIPE};
    int rc = pirn_process_start(&p, argv, &options);
    if (rc < 0)
        return rc;
    size_t got = 0;
    rc = await pirn_read_all(p.out, text, 100, &got);
    text[got] = 0;
    await pirn_close(p.out);
    if ((rc = await pirn_process_wait(&p)) < 0)
        return rc;
    return p.status;
}

static async int stop_by_deadline(void)
{
    const char *const argv[] = {"sh", "-c", "exec sleep 1000", NULL};
    int rc = 0, status = 0;
    scope (s, .timeout = 20 * PIRN_MS)
        rc = await pirn_process_run(argv, NULL, &status);
    return rc == -ECANCELED && WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

/* It takes no SIGTERM, and says so first. */
static async int stop_the_stubborn(void)
{
    const char *const argv[] = {
        "sh", "-c", "trap '' TERM; while :; do sleep 0.01; done", NULL};
    struct pirn_process_options options = {.grace = 20 * PIRN_MS,
                                           .own_group = true};
    int rc = 0, status = 0;
    scope (s, .timeout = 100 * PIRN_MS)
        rc = await pirn_process_run(argv, &options, &status);
    return rc == -ECANCELED && WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

/* A cancelled wait leaves the program alone. */
static async int wait_twice(void)
{
    const char *const argv[] = {"cat", NULL};
    struct pirn_process_options options = {.in = PIRN_PIPE, .out = PIRN_NULL};
    struct pirn_process p;
    int first = 0, rc = pirn_process_start(&p, argv, &options);
    if (rc < 0)
        return rc;
    scope (s, .timeout = 5 * PIRN_MS)
        first = await pirn_process_wait(&p);
    if (first != -ECANCELED)
        return -1;
    await pirn_close(p.in);
    rc = await pirn_process_wait(&p);
    return rc < 0 ? rc : WIFEXITED(p.status) ? WEXITSTATUS(p.status) : -1;
}

async int main(void)
{
    int status = -1;
    char text[101];
    printf("%d %d\n", await run("exit 7", &status), WEXITSTATUS(status));
    // expect: 0 7
    printf("%d\n", await run("kill -USR1 $$", &status)); // expect: 0
    printf("%d\n", WTERMSIG(status) == SIGUSR1);         // expect: 1
    const char *const none[] = {"there-is-no-such-program", NULL};
    printf("%d\n", await pirn_process_run(none, NULL, NULL) == -ENOENT);
    // expect: 1
    const char *const echo[] = {"echo", "a word", NULL};
    printf("%d %s", await output_of(echo, PIRN_NULL, text), text);
    // expect: 0 a word
    /* No descriptor but the three: what ls has open is its own. */
    const char *const list[] = {"sh", "-c",
                                "for i in 3 4 5 6 7 8 9 10 11 12; do [ -e "
                                "/proc/$$/fd/$i ] && echo $i; done; echo end",
                                NULL};
    printf("%d %s", await output_of(list, PIRN_NULL, text), text);
    // expect: 0 end
    signal(SIGPIPE, SIG_IGN);
    const char *const signals[] = {"grep", "-E", "^Sig(Ign|Blk)",
                                   "/proc/self/status", NULL};
    unsigned long blocked = 1, ignored = 1; /* 32 and 33 are the C library's */
    status = await output_of(signals, PIRN_NULL, text);
    sscanf(text, "SigBlk: %lx SigIgn: %lx", &blocked, &ignored);
    printf("%d %lx %lx\n", status, blocked, ignored & ~0x180000000);
    // expect: 0 0 0
    printf("%d\n", await stop_by_deadline() == SIGTERM);  // expect: 1
    printf("%d\n", await stop_the_stubborn() == SIGKILL); // expect: 1
    printf("%d\n", await wait_twice());                   // expect: 0
    printf("%d\n", (waitpid)(-1, NULL, 0) < 0 && errno == ECHILD); // expect: 1
    return 0;
}
