/* Threads without a runtime may call some functions while there are runtimes.
 * Of the others each ends the program with a sentence that names the way out,
 * whether a task waits for what they touch or not. */
#include <errno.h>
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the tasks use. */
static struct pirn_mutex mutex;
static struct pirn_rwlock rwlock;
static struct pirn_semaphore semaphore;
static struct pirn_condition condition;
static struct pirn_event event;
static struct pirn_wait_group group;
static chan(int) empty, full, hub;
static struct pirn_scope *root;
static task(int) sleeper;
static struct pirn_local key;
static struct pirn_local_binding binding;
static int n;

static async int sleep_long(void)
{
    return await pirn_sleep(PIRN_S);
}

generator int three(void)
{
    yield 3;
}

/* What other threads try. */
static void mutex_try_lock(void)
{
    pirn_mutex_try_lock(&mutex);
}
static void mutex_unlock(void)
{
    pirn_mutex_unlock(&mutex);
}
static void try_rdlock(void)
{
    pirn_rwlock_try_rdlock(&rwlock);
}
static void try_wrlock(void)
{
    pirn_rwlock_try_wrlock(&rwlock);
}
static void rwlock_unlock(void)
{
    pirn_rwlock_unlock(&rwlock);
}
static void try_acquire(void)
{
    pirn_semaphore_try_acquire(&semaphore, 1);
}
static void release(void)
{
    pirn_semaphore_release(&semaphore, 1);
}
static void condition_signal(void)
{
    pirn_condition_signal(&condition);
}
static void broadcast(void)
{
    pirn_condition_broadcast(&condition);
}
static void event_set(void)
{
    pirn_event_set(&event);
}
static void event_clear(void)
{
    pirn_event_clear(&event);
}
static void group_add(void)
{
    pirn_wait_group_add(&group, 1);
}
static void group_done(void)
{
    pirn_wait_group_done(&group);
}
static void try_send(void)
{
    pirn_chan_try_send(empty, &n);
}
static void try_recv(void)
{
    pirn_chan_try_recv(full, &n);
}
static void close_empty(void)
{
    pirn_chan_close(empty);
}
static void subscribe(void)
{
    (void)pirn_broadcast_subscribe(hub);
}
static void send_to_hub(void)
{
    pirn_chan_try_send(hub, &n);
}
static void scope_cancel(void)
{
    pirn_scope_cancel(root);
}
static void because(void)
{
    pirn_scope_cancel_because(root, "so");
}
static void set_deadline(void)
{
    pirn_scope_set_deadline(root, 0);
}
static void cancel(void)
{
    pirn_cancel(sleeper);
}
static void spawn_there(void)
{
    spawn_in(root) sleep_long();
}
static void local_set(void)
{
    pirn_local_set(root, &binding, &key, &n);
}
static void name(void)
{
    pirn_name("nobody");
}

static void timed_out(void)
{
    n = pirn_scope_timed_out(root);
}
static void scope_error(void)
{
    n = pirn_scope_error(root);
}
static void is_cancelled(void)
{
    n = pirn_is_cancelled();
}
static void is_set(void)
{
    n = pirn_event_is_set(&event);
}
static void reason(void)
{
    n = pirn_cancel_reason() != NULL;
}
static void local_get(void)
{
    n = pirn_local_get(&key) != NULL;
}
static void now(void)
{
    n = pirn_now() > 0;
}
static void workers(void)
{
    n = (int)(pirn_workers() + pirn_worker());
}
static void listen_once(void)
{
    int fd = pirn_tcp_listen("127.0.0.1", 0);
    n = pirn_tcp_port(fd);
    close(fd);
}
static void own_channel(void)
{
    chan(int) c = pirn_chan_new(int, 1);
    pirn_chan_try_send(c, &n);
    pirn_chan_try_recv(c, &n);
    pirn_chan_free(c);
}
static void own_generator(void)
{
    gen(int) g = three();
    pirn_next(g, &n);
    pirn_gen_close(g);
}

static const struct row {
    const char *name;
    void (*call)(void);
} refused[] =
    {
        {"pirn_mutex_try_lock", mutex_try_lock},
        {"pirn_mutex_unlock", mutex_unlock},
        {"pirn_rwlock_try_rdlock", try_rdlock},
        {"pirn_rwlock_try_wrlock", try_wrlock},
        {"pirn_rwlock_unlock", rwlock_unlock},
        {"pirn_semaphore_try_acquire", try_acquire},
        {"pirn_semaphore_release", release},
        {"pirn_condition_signal", condition_signal},
        {"pirn_condition_broadcast", broadcast},
        {"pirn_event_set", event_set},
        {"pirn_event_clear", event_clear},
        {"pirn_wait_group_add", group_add},
        {"pirn_wait_group_done", group_done},
        {"pirn_chan_try_send", try_send},
        {"pirn_chan_try_recv", try_recv},
        {"pirn_chan_close", close_empty},
        {"pirn_broadcast_subscribe", subscribe},
        {"pirn_chan_try_send", send_to_hub},
        {"pirn_scope_cancel", scope_cancel},
        {"pirn_scope_cancel", because},
        {"pirn_scope_set_deadline", set_deadline},
        {"pirn_cancel", cancel},
        {"spawn_in", spawn_there},
        {"pirn_local_set", local_set},
        {"pirn_name", name},
},
  allowed[] = {
      {"pirn_scope_timed_out", timed_out},
      {"pirn_scope_error", scope_error},
      {"pirn_is_cancelled", is_cancelled},
      {"pirn_event_is_set", is_set},
      {"pirn_cancel_reason", reason},
      {"pirn_local_get", local_get},
      {"pirn_now", now},
      {"pirn_workers", workers},
      {"pirn_tcp_listen", listen_once},
      {"a channel of its own", own_channel},
      {"a generator of its own", own_generator},
};

static const struct row *tried;
static bool is_awaited;

static void *other_thread(void *arg)
{
    tried->call();
    return arg;
}

/* Each waits for something that the other thread touches. */
static async int lock(void)
{
    return await pirn_mutex_lock(&mutex);
}
static async int rdlock(void)
{
    return await pirn_rwlock_rdlock(&rwlock);
}
static async int acquire(void)
{
    return await pirn_semaphore_acquire(&semaphore, 1);
}
static async int event_wait(void)
{
    return await pirn_event_wait(&event);
}
static async int group_wait(void)
{
    return await pirn_wait_group_wait(&group);
}
static async int send_it(chan(int) c)
{
    return await pirn_chan_send(c, &n);
}
static async int receive(chan(int) c)
{
    return await pirn_chan_recv(c, &n);
}
static async int wait_for_condition(void)
{
    static struct pirn_mutex m;
    await pirn_mutex_lock(&m);
    return await pirn_condition_wait(&condition, &m);
}

static async void spawn_those_who_wait(struct pirn_scope *s)
{
    await pirn_mutex_lock(&mutex);
    await pirn_rwlock_wrlock(&rwlock);
    spawn_in(s) lock();
    spawn_in(s) rdlock();
    spawn_in(s) acquire();
    spawn_in(s) event_wait();
    spawn_in(s) group_wait();
    spawn_in(s) wait_for_condition();
    await pirn_yield_now();
}

static async int try(void)
{
    pthread_t thread;
    chan(int) sub;
    pirn_wait_group_add(&group, 1);
    empty = pirn_chan_new(int, 0);
    full = pirn_chan_new(int, 0);
    hub = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    sub = pirn_broadcast_subscribe(hub);
    scope (s) {
        root = pirn_scope_ref(s);
        sleeper = spawn sleep_long();
        spawn receive(empty);
        spawn send_it(full);
        await pirn_chan_send(hub, &n);
        spawn send_it(hub);
        if (is_awaited) {
            await spawn_those_who_wait(root);
        } else {
            await pirn_rwlock_rdlock(&rwlock);
            pirn_mutex_try_lock(&mutex);
            spawn lock();
        }
        await pirn_yield_now();
        if (pthread_create(&thread, NULL, other_thread, NULL))
            abort();
        pthread_join(thread, NULL);
        _exit(0);
    }
    pirn_chan_free(sub);
    return 0;
}

/* Tries it in a process of its own. True if that ends with a sentence about
 * it; false if it ends well. */
static bool is_refused(const struct row *row, bool awaited)
{
    char text[300] = "", wanted[100];
    int fd[2], status;
    size_t used = 0;
    ssize_t got;
    if (pipe(fd))
        abort();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fd[1], 2);
        tried = row;
        is_awaited = awaited;
        pirn_run(try());
        _exit(1);
    }
    close(fd[1]);
    while ((got = read(fd[0], text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)got;
    close(fd[0]);
    waitpid(child, &status, 0);
    if (status == 0 && !*text)
        return false;
    snprintf(wanted, sizeof wanted, "pirn: %s on a thread that has no runtime",
             row->name);
    if (strncmp(text, wanted, strlen(wanted)) || !strstr(text, "pirn_post"))
        printf("%s, %d: %s\n", row->name, status, text);
    return true;
}

int main(void)
{
    int counts[2] = {0, 0};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        counts[0] +=
            is_refused(&refused[i], false) + is_refused(&refused[i], true);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        counts[1] +=
            is_refused(&allowed[i], false) + is_refused(&allowed[i], true);
    printf("refused %d, and %d\n", counts[0], counts[1]);
    // expect: refused 50, and 0
    return 0;
}
