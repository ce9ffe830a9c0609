/* A process that is forked in a task may exec or _exit. Whatever else it asks
 * of the runtime ends it with a sentence, and its parent goes on unharmed. */
// asan
// workers: any
// threads: any order
#include <errno.h>
#include <pirn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct pirn_mutex mutex, held;
static struct pirn_rwlock rwlock;
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(1);
static struct pirn_condition condition;
static struct pirn_event event, other;
static struct pirn_wait_group group;
static struct pirn_once once;
static struct pirn_local key;
static struct pirn_local_binding binding;
static chan(int) items;
static int s[2], n;

static async int read_it(void)
{
    char c;
    return (int)await pirn_read(s[0], &c, 1);
}

static async int nothing(void)
{
    return 0;
}

static void do_nothing(void)
{
}

static void run(void)
{
    pirn_run(nothing());
}

static async int do_once(void *arg)
{
    (void)arg;
    return 0;
}

static async int take(void)
{
    return await pirn_event_wait(&other);
}

static void start(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(op, 0);
}

/* Where tasks are threads, this asks nothing of the runtime. */
#ifdef __PIRN_THREADS__
#define OFFLOADED await pirn_yield_now()
#else
#define OFFLOADED await offload do_nothing()
#endif

/* What a child might ask for. */
#define USES                                                                   \
    USE(await pirn_yield_now())                                                \
    USE(await pirn_sleep(0))                                                   \
    USE(await sleeper)                                                         \
    USE(await pirn_join(sleeper, &n))                                          \
    USE(await pirn_all(all))                                                   \
    USE(await pirn_first(all, &sleeper))                                       \
    USE(spawn nothing())                                                       \
    USE((void)try_spawn nothing())                                             \
    USE(spawn_in(all) nothing())                                               \
    USE(pirn_cancel(sleeper))                                                  \
    USE(pirn_scope_cancel(all))                                                \
    USE(pirn_scope_set_deadline(all, 0))                                       \
    USE({ pirn_local_set(all, &binding, &key, &n); })                          \
    USE(pirn_name("child"))                                                    \
    USE(await pirn_suspend(start, NULL, NULL))                                 \
    USE(OFFLOADED)                                                             \
    USE(await pirn_read(s[0], &c, 1))                                          \
    USE(await pirn_write(s[0], &c, 1))                                         \
    USE(await pirn_poll(s[0], POLLIN))                                         \
    USE(await pirn_close(s[0]))                                                \
    USE(await pirn_tcp_connect("127.0.0.1", 1))                                \
    USE(await pirn_chan_send(items, &n))                                       \
    USE(await pirn_chan_recv(items, &n))                                       \
    USE(await pirn_select(PIRN_RECV(items, &n), PIRN_AFTER(0)))                \
    USE(await pirn_mutex_lock(&mutex))                                         \
    USE(pirn_mutex_try_lock(&mutex))                                           \
    USE(await pirn_rwlock_rdlock(&rwlock))                                     \
    USE(pirn_rwlock_try_wrlock(&rwlock))                                       \
    USE(await pirn_semaphore_acquire(&semaphore, 1))                           \
    USE(pirn_semaphore_try_acquire(&semaphore, 1))                             \
    USE(pirn_semaphore_release(&semaphore, 1))                                 \
    USE(await pirn_condition_wait(&condition, &held))                          \
    USE(pirn_condition_signal(&condition))                                     \
    USE(await pirn_event_wait(&event))                                         \
    USE(pirn_event_set(&event))                                                \
    USE(pirn_wait_group_add(&group, 1))                                        \
    USE(await pirn_wait_group_wait(&group))                                    \
    USE(await pirn_once(&once, do_once, NULL))                                 \
    USE(run())                                                                 \
    USE(return 0)

#define USE(...) 1 +
enum { COUNT = USES 0 };
#undef USE

/* Counts the process among those that end with the sentence. */
static void hear(pid_t child, int fd, int use)
{
    static const char *sentence =
        "pirn: a process that was forked inside a runtime goes on in it: ";
    char text[300] = "";
    int status;
    size_t used = 0;
    ssize_t got;
    while ((got = read(fd, text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)got;
    (waitpid)(child, &status, 0);
    if (!WIFSIGNALED(status) || strncmp(text, sentence, strlen(sentence)))
        printf("use %d: %x %s\n", use, (unsigned)status, text);
    else
        n++;
}

static async int fork_and_use(int use, struct pirn_scope *all,
                              task(int) sleeper)
{
    int fd[2], number = 0;
    char c = 0;
    if (pipe(fd))
        abort();
    fflush(stdout);
    scope (inner) {
        pid_t child = fork();
        if (child == 0) {
            dup2(fd[1], 2);
            close(fd[1]);
#define USE(...)                                                               \
    if (number++ == use)                                                       \
        __VA_ARGS__;
            USES
#undef USE
                _exit(0);
        }
        close(fd[1]);
        hear(child, fd[0], use);
        close(fd[0]);
    }
    return 0;
}

static void exec_and_exit(void)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "exit 7", NULL);
        _exit(1);
    }
    (waitpid)(child, &status, 0);
    printf("exec: %d\n", WEXITSTATUS(status));
    fflush(stdout);
    child = fork();
    if (child == 0)
        _exit(8);
    (waitpid)(child, &status, 0);
    printf("_exit: %d\n", WEXITSTATUS(status));
}

async int main(void)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, s))
        return 1;
    items = pirn_chan_new(int, 1);
    await pirn_mutex_lock(&held);
    scope (all) {
        task(int) reader = spawn read_it();
        task(int) sleeper = spawn take();
        await pirn_sleep(PIRN_MS);
        exec_and_exit();
        // expect: exec: 7
        // expect: _exit: 8
        for (int i = 0; i < COUNT; i++)
            await fork_and_use(i, pirn_scope_ref(all), sleeper);
        await pirn_yield_now(); /* for a child that has returned */
        printf("refused: %s\n", n == COUNT ? "all" : "not all");
        // expect: refused: all
        pirn_event_set(&other);
        (void)!write(s[1], "x", 1);
        printf("the parent: %d %d\n", await sleeper, await reader);
        // expect: the parent: 0 1
    }
    pirn_chan_free(items);
    return 0;
}
