// An object that is NULL ends the program with a sentence that names the call.
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static struct pirn_scope *no_scope;
static const struct pirn_local *no_key;
static struct pirn_mutex mutex, *no_mutex;
static struct pirn_rwlock *no_rwlock;
static struct pirn_semaphore *no_semaphore;
static struct pirn_condition condition, *no_condition;
static struct pirn_event *no_event;
static struct pirn_wait_group *no_group;
static struct pirn_once once, *no_once;
static async int (*no_function)(void *);
static gen(int) no_generator;
static task(int) first;
static int n;

static async int nothing(void *arg)
{
    (void)arg;
    return await pirn_yield_now();
}

/* The cases, by number; false if there is none of it. */
static async bool misuse(int which)
{
    switch (which) {
    case 0: pirn_scope_cancel(no_scope); break;
    case 1: pirn_scope_cancel_because(no_scope, "told"); break;
    case 2: pirn_scope_set_deadline(no_scope, 0); break;
    case 3: pirn_scope_timed_out(no_scope); break;
    case 4: pirn_scope_error(no_scope); break;
    case 5: await pirn_all(no_scope); break;
    case 6: await pirn_first(no_scope, &first); break;
    case 7: spawn_in (no_scope) nothing(NULL); break;
    case 8: pirn_local_get(no_key); break;
    case 9: pirn_mutex_try_lock(no_mutex); break;
    case 10: pirn_mutex_unlock(no_mutex); break;
    case 11: await pirn_mutex_lock(no_mutex); break;
    case 12: pirn_rwlock_try_rdlock(no_rwlock); break;
    case 13: pirn_rwlock_try_wrlock(no_rwlock); break;
    case 14: pirn_rwlock_unlock(no_rwlock); break;
    case 15: await pirn_rwlock_rdlock(no_rwlock); break;
    case 16: await pirn_rwlock_wrlock(no_rwlock); break;
    case 17: pirn_semaphore_try_acquire(no_semaphore, 1); break;
    case 18: pirn_semaphore_release(no_semaphore, 1); break;
    case 19: await pirn_semaphore_acquire(no_semaphore, 1); break;
    case 20: pirn_condition_signal(no_condition); break;
    case 21: pirn_condition_broadcast(no_condition); break;
    case 22: await pirn_condition_wait(no_condition, &mutex); break;
    case 23: await pirn_condition_wait(&condition, no_mutex); break;
    case 24: pirn_event_set(no_event); break;
    case 25: pirn_event_clear(no_event); break;
    case 26: pirn_event_is_set(no_event); break;
    case 27: await pirn_event_wait(no_event); break;
    case 28: pirn_wait_group_add(no_group, 1); break;
    case 29: pirn_wait_group_done(no_group); break;
    case 30: await pirn_wait_group_wait(no_group); break;
    case 31: await pirn_once(no_once, nothing, NULL); break;
    case 32: await pirn_once(&once, no_function, NULL); break;
    case 33: await pirn_suspend(NULL, NULL, NULL); break;
    case 34: pirn_complete(NULL, 0); break;
    case 35: pirn_next(no_generator, &n); break;
    case 36: await pirn_next(no_generator, &n); break;
    case 37: await pirn_select_from(NULL, 1); break;
    case 38: pirn_tcp_listen(NULL, 0); break;
    case 39: await pirn_tcp_connect(NULL, 1); break;
    default: return false;
    }
    return true;
}

/* Runs it in a process of its own, and prints what it complains of. */
static bool show(int which)
{
    char text[300] = "";
    int fd[2], status;
    if (pipe(fd))
        return false;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(fd[1], 2);
        _exit(pirn_run(misuse(which)));
    }
    close(fd[1]);
    for (size_t used = 0; used < sizeof text - 1;) {
        ssize_t got = read(fd[0], text + used, sizeof text - 1 - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    close(fd[0]);
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return false;
    char *place = strstr(text, " (in ");
    if (place)
        *place = '\0'; /* which is told for every misuse */
    printf("%s: %s\n", text,
           WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "goes on");
    return true;
}

int main(void)
{
    for (int which = 0; show(which); which++)
        ;
    return 0;
}
// expect: pirn: pirn_scope_cancel: the scope is NULL: Aborted
// expect: pirn: pirn_scope_cancel: the scope is NULL: Aborted
// expect: pirn: pirn_scope_set_deadline: the scope is NULL: Aborted
// expect: pirn: pirn_scope_timed_out: the scope is NULL: Aborted
// expect: pirn: pirn_scope_error: the scope is NULL: Aborted
// expect: pirn: pirn_all: the scope is NULL: Aborted
// expect: pirn: pirn_first: the scope is NULL: Aborted
// expect: pirn: spawn_in: the scope is NULL: Aborted
// expect: pirn: pirn_local_get: the key is NULL: Aborted
// expect: pirn: pirn_mutex_try_lock: the mutex is NULL: Aborted
// expect: pirn: pirn_mutex_unlock: the mutex is NULL: Aborted
// expect: pirn: pirn_mutex_lock: the mutex is NULL: Aborted
// expect: pirn: pirn_rwlock_try_rdlock: the rwlock is NULL: Aborted
// expect: pirn: pirn_rwlock_try_wrlock: the rwlock is NULL: Aborted
// expect: pirn: pirn_rwlock_unlock: the rwlock is NULL: Aborted
// expect: pirn: pirn_rwlock_rdlock: the rwlock is NULL: Aborted
// expect: pirn: pirn_rwlock_wrlock: the rwlock is NULL: Aborted
// expect: pirn: pirn_semaphore_try_acquire: the semaphore is NULL: Aborted
// expect: pirn: pirn_semaphore_release: the semaphore is NULL: Aborted
// expect: pirn: pirn_semaphore_acquire: the semaphore is NULL: Aborted
// expect: pirn: pirn_condition_signal: the condition is NULL: Aborted
// expect: pirn: pirn_condition_broadcast: the condition is NULL: Aborted
// expect: pirn: pirn_condition_wait: the condition is NULL: Aborted
// expect: pirn: pirn_condition_wait: the mutex is NULL: Aborted
// expect: pirn: pirn_event_set: the event is NULL: Aborted
// expect: pirn: pirn_event_clear: the event is NULL: Aborted
// expect: pirn: pirn_event_is_set: the event is NULL: Aborted
// expect: pirn: pirn_event_wait: the event is NULL: Aborted
// expect: pirn: pirn_wait_group_add: the wait group is NULL: Aborted
// expect: pirn: pirn_wait_group_done: the wait group is NULL: Aborted
// expect: pirn: pirn_wait_group_wait: the wait group is NULL: Aborted
// expect: pirn: pirn_once: the struct pirn_once is NULL: Aborted
// expect: pirn: pirn_once: the function is NULL: Aborted
// expect: pirn: pirn_suspend: the function is NULL: Aborted
// expect: pirn: pirn_complete: the operation is NULL: Aborted
// expect: pirn: pirn_next: the generator is NULL: Aborted
// expect: pirn: pirn_next: the generator is NULL: Aborted
// expect: pirn: pirn_select_from: the array of clauses is NULL: Aborted
// expect: pirn: pirn_tcp_listen: the address is NULL: Aborted
// expect: pirn: pirn_tcp_connect: the address is NULL: Aborted
