// Unlocking what is not held, locking what one holds, waiting for oneself, counts
// below none: each ends the program with a sentence, in release builds too.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pirn.h>

static struct pirn_mutex m, n;
static struct pirn_rwlock l;
static struct pirn_condition c;
static struct pirn_once o;
static struct pirn_wait_group g;
static struct pirn_semaphore units = PIRN_SEMAPHORE_INIT((size_t)-1);
static struct pirn_semaphore none = PIRN_SEMAPHORE_INIT(0);
static struct pirn_barrier b = PIRN_BARRIER_INIT(3);
static struct pirn_event e;
static struct pirn_condition d;

static async void take_mutex(void)
{
    await pirn_mutex_lock(&m);
    await pirn_sleep(PIRN_S);
}

static async void take_rwlock(void)
{
    await pirn_rwlock_wrlock(&l);
    await pirn_sleep(PIRN_S);
}

static async void wait_with(struct pirn_mutex *mutex)
{
    await pirn_mutex_lock(mutex);
    await pirn_condition_wait(&c, mutex);
}

static async int again(void *arg)
{
    return await pirn_once(&o, again, arg);
}

/* The cases, by number. */
static async void misuse(int which)
{
    switch (which) {
    case 0: pirn_mutex_unlock(&m); break;
    case 2: await pirn_mutex_lock(&m); await pirn_mutex_lock(&m); break;
    case 3: pirn_rwlock_unlock(&l); break;
    case 5: await pirn_rwlock_wrlock(&l); await pirn_rwlock_rdlock(&l); break;
    case 6: await pirn_rwlock_wrlock(&l); await pirn_rwlock_wrlock(&l); break;
    case 7: await pirn_condition_wait(&c, &m); break;
    case 9: await again(NULL); break;
    case 10: pirn_wait_group_done(&g); break;
    case 11: pirn_semaphore_release(&units, 1); break;
    case 12:
        pirn_wait_group_add(&g, 2);
        pirn_wait_group_add(&g, (size_t)-2);
        break;
    case 14: /* free again, after it was held */
        await pirn_mutex_lock(&m);
        pirn_mutex_unlock(&m);
        pirn_mutex_unlock(&m);
        break;
    case 15: /* with another clause between them */
        await pirn_select(PIRN_BARRIER_WAIT(&b), PIRN_EVENT_WAIT(&e),
                          PIRN_BARRIER_WAIT(&b));
        break;
    case 16: /* both are held */
        await pirn_mutex_lock(&m);
        await pirn_mutex_lock(&n);
        await pirn_select(PIRN_CONDITION_WAIT(&c, &m),
                          PIRN_CONDITION_WAIT(&d, &n));
        break;
    case 17:
        await pirn_select(PIRN_BARRIER_WAIT(&b), PIRN_BARRIER_WAIT(&b));
        break;
    case 18: /* a clause, while a task waits with another one */
        await pirn_mutex_lock(&m);
        scope (s) {
            spawn wait_with(&n);
            await pirn_yield_now();
            await pirn_select(PIRN_CONDITION_WAIT(&c, &m));
        }
        break;
    case 19: await pirn_select(PIRN_CONDITION_WAIT(&c, &m)); break;
    case 20: pirn_wait_group_add(&g, (size_t)-1); break;
    case 21: pirn_semaphore_release(&none, (size_t)-1); break;
    case 22: await pirn_semaphore_acquire(&none, (size_t)-1); break;
    case 23: pirn_semaphore_try_acquire(&none, (size_t)-2); break;
    case 24:
        await pirn_select(PIRN_SEMAPHORE_ACQUIRE(&none, (size_t)-1),
                          PIRN_EVENT_WAIT(&e));
        break;
    default:
        scope (s) {
            if (which == 1)
                spawn take_mutex();
            else if (which == 4)
                spawn take_rwlock();
            else
                spawn wait_with(&n);
            await pirn_yield_now();
            if (which == 1)
                pirn_mutex_unlock(&m);
            else if (which == 4)
                pirn_rwlock_unlock(&l);
            else
                await wait_with(&m);
        }
    }
}

static const char *const sentences[] = {
    [0] = "unlocks a mutex that nobody holds",
    [1] = "unlocks a mutex that another one holds",
    [2] = "locks a mutex that it holds already",
    [3] = "unlocks an rwlock that nobody holds",
    [4] = "unlocks an rwlock that another one holds",
    [5] = "locks an rwlock that it holds already",
    [6] = "locks an rwlock that it holds already",
    [7] = "waits for a condition without holding its mutex",
    [8] = "wait for a condition with different mutexes",
    [9] = "waits for a pirn_once that it is doing itself",
    [10] = "more of a wait group is done than was added",
    [11] = "a semaphore overflows",
    [12] = "a wait group overflows",
    [13] = "pirn_mutex_try_lock outside a task",
    [14] = "unlocks a mutex that nobody holds",
    [15] = "comes to a barrier by two clauses of a select",
    [16] = "a select waits for conditions with different mutexes",
    [17] = "comes to a barrier by two clauses of a select",
    [18] = "wait for a condition with different mutexes",
    [19] = "waits for a condition without holding its mutex",
    [20] = "a wait group overflows",
    [21] = "a semaphore overflows",
    [22] = "takes -1 units of a semaphore",
    [23] = "takes -2 units of a semaphore",
    [24] = "takes -1 units of a semaphore",
};

int main(void)
{
    int count = (int)(sizeof sentences / sizeof *sentences);
    for (int which = 0; which < count; which++) {
        char said[1024] = "";
        int ends[2], status;
        if (pipe(ends) < 0)
            return 1;
        pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], STDERR_FILENO);
            signal(SIGABRT, SIG_DFL);
            if (which == 13)
                pirn_mutex_try_lock(&m);
            else
                pirn_run(misuse(which));
            _exit(0);
        }
        close(ends[1]);
        size_t used = 0;
        for (ssize_t got; (got = read(ends[0], said + used,
                                      sizeof said - 1 - used)) > 0;)
            used += (size_t)got;
        close(ends[0]);
        waitpid(child, &status, 0);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT ||
            !strstr(said, sentences[which]))
            printf("%d: status %x, \"%s\"\n", which, status, said);
    }
    printf("end\n"); // expect: end
    return 0;
}
