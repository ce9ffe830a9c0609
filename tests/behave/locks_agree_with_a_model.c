// Random operations on every kind of lock, cancelled at random, do what a
// queue and a few numbers say.
// asan
// valgrind
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

enum { TASKS = 6, ROUNDS = 12, STEPS = 150 };

enum kind { MUTEX, RWLOCK, SEMAPHORE, EVENT, GROUP, KINDS };

enum op {
    NONE,
    LOCK,      /* and acquire, wait */
    READ,      /* an rwlock */
    TRY,       /* as LOCK */
    TRY_READ,
    RELEASE,   /* and unlock, set, done */
    MORE,      /* adds to a wait group; clears an event */
    CONDITION, /* waits for a signal */
    SIGNAL,
    BROADCAST,
    QUIT
};

enum { PENDING = 1 };

/* The model -------------------------------------------------------------- */

/* A task as the model sees it: it waits in a queue, or has its result. */
struct waiting {
    int task, op, n, rc; /* rc: what it will return when it is let go */
    /* op is CONDITION in the mutex's queue: it takes the mutex again */
};

static struct model {
    enum kind kind;
    int owner;            /* a task, or -1 */
    int readers, count;
    int held[TASKS];      /* an rwlock, for reading */
    struct waiting queue[TASKS], signals[TASKS];
    int waiting, unsignalled;
    int result[TASKS];    /* PENDING, or what the operation has returned */
} model;

static int may_have(const struct waiting *w)
{
    switch (model.kind) {
    case MUTEX: return model.owner < 0;
    case RWLOCK:
        return model.owner < 0 && (w->op == READ || model.readers == 0);
    case SEMAPHORE: return w->n <= model.count;
    case EVENT: return model.count != 0;
    default: return model.count == 0;
    }
}

static void let_have(const struct waiting *w)
{
    if (model.kind == SEMAPHORE)
        model.count -= w->n;
    else if (model.kind == RWLOCK && w->op == READ)
        model.readers++, model.held[w->task]++;
    else if (model.kind == MUTEX || model.kind == RWLOCK)
        model.owner = w->task;
    model.result[w->task] = w->rc;
}

static void drop(struct waiting *queue, int *length, int at)
{
    memmove(queue + at, queue + at + 1,
            sizeof *queue * (size_t)(--*length - at));
}

static void serve(void)
{
    while (model.waiting && may_have(&model.queue[0])) {
        struct waiting first = model.queue[0];
        drop(model.queue, &model.waiting, 0);
        let_have(&first);
    }
}

static void enqueue(int task, int op, int n, int rc)
{
    model.result[task] = PENDING;
    model.queue[model.waiting++] = (struct waiting){task, op, n, rc};
    serve();
}

static void signal_first(void)
{
    if (!model.unsignalled)
        return;
    int task = model.signals[0].task;
    drop(model.signals, &model.unsignalled, 0);
    enqueue(task, CONDITION, 1, 0);
}

static void model_release(int task, int n)
{
    if (model.kind == SEMAPHORE)
        model.count += n;
    else if (model.kind == EVENT)
        model.count = 1;
    else if (model.kind == GROUP)
        model.count--;
    else if (model.owner == task)
        model.owner = -1;
    else
        model.readers--, model.held[task]--;
    serve();
}

static void model_do(int task, int op, int n)
{
    struct waiting wanted = {task, op == TRY_READ ? READ : op, n, 0};
    model.result[task] = 0;
    switch (op) {
    case LOCK:
    case READ: enqueue(task, op, n, 0); break;
    case TRY:
    case TRY_READ:
        if (model.waiting || !may_have(&wanted))
            model.result[task] = -EAGAIN;
        else
            let_have(&wanted);
        break;
    case RELEASE: model_release(task, n); break;
    case MORE: model.count = model.kind == EVENT ? 0 : model.count + n; break;
    case CONDITION:
        model.result[task] = PENDING;
        model.signals[model.unsignalled++] = wanted;
        model_release(task, 1);
        break;
    case SIGNAL: signal_first(); break;
    case BROADCAST:
        while (model.unsignalled)
            signal_first();
        break;
    }
}

static void model_cancel(int task)
{
    for (int i = 0; i < model.unsignalled; i++) {
        if (model.signals[i].task == task) {
            drop(model.signals, &model.unsignalled, i);
            enqueue(task, CONDITION, 1, -ECANCELED);
            return;
        }
    }
    for (int i = 0; i < model.waiting; i++) {
        if (model.queue[i].task == task && model.queue[i].op != CONDITION) {
            drop(model.queue, &model.waiting, i);
            model.result[task] = -ECANCELED;
            serve();
            return;
        }
    }
}

/* The real thing ----------------------------------------------------------- */

static struct {
    struct pirn_mutex mutex;
    struct pirn_rwlock rwlock;
    struct pirn_semaphore semaphore;
    struct pirn_event event;
    struct pirn_wait_group group;
    struct pirn_condition condition;
} real;

static struct worker {
    int op, n, result;
    int victim; /* cancelled in the same breath, after the operation; or -1 */
    bool is_cancelled; /* before the operation */
    struct pirn_scope *scope;
} workers[TASKS];

static async int lock(int op, int n)
{
    if (op == CONDITION)
        return await pirn_condition_wait(&real.condition, &real.mutex);
    switch (model.kind) {
    case MUTEX: return await pirn_mutex_lock(&real.mutex);
    case RWLOCK:
        return op == READ ? await pirn_rwlock_rdlock(&real.rwlock)
                          : await pirn_rwlock_wrlock(&real.rwlock);
    case SEMAPHORE:
        return await pirn_semaphore_acquire(&real.semaphore, (size_t)n);
    case EVENT: return await pirn_event_wait(&real.event);
    default: return await pirn_wait_group_wait(&real.group);
    }
}

static int try(int op, int n)
{
    switch (model.kind) {
    case MUTEX: return pirn_mutex_try_lock(&real.mutex);
    case RWLOCK:
        return op == TRY_READ ? pirn_rwlock_try_rdlock(&real.rwlock)
                              : pirn_rwlock_try_wrlock(&real.rwlock);
    default: return pirn_semaphore_try_acquire(&real.semaphore, (size_t)n);
    }
}

static void release(int n)
{
    switch (model.kind) {
    case MUTEX: pirn_mutex_unlock(&real.mutex); break;
    case RWLOCK: pirn_rwlock_unlock(&real.rwlock); break;
    case SEMAPHORE: pirn_semaphore_release(&real.semaphore, (size_t)n); break;
    case EVENT: pirn_event_set(&real.event); break;
    default: pirn_wait_group_done(&real.group); break;
    }
}

static void at_once(struct worker *self)
{
    self->result = 0;
    switch (self->op) {
    case TRY:
    case TRY_READ: self->result = try(self->op, self->n); break;
    case RELEASE: release(self->n); break;
    case MORE:
        if (model.kind == EVENT)
            pirn_event_clear(&real.event);
        else
            pirn_wait_group_add(&real.group, (size_t)self->n);
        break;
    case SIGNAL: pirn_condition_signal(&real.condition); break;
    case BROADCAST: pirn_condition_broadcast(&real.condition); break;
    }
    if (self->victim >= 0)
        pirn_scope_cancel(workers[self->victim].scope);
}

static async void work(int task)
{
    struct worker *self = &workers[task];
    for (;;) {
        while (self->op == NONE)
            await pirn_yield_now();
        if (self->op == QUIT)
            return;
        scope (s) {
            self->scope = pirn_scope_ref(s);
            if (self->is_cancelled)
                pirn_scope_cancel(s);
            if (self->op == LOCK || self->op == READ || self->op == CONDITION)
                self->result = await lock(self->op, self->n);
            else
                at_once(self);
        }
        self->scope = NULL;
        self->op = NONE;
    }
}

/* Both, side by side ------------------------------------------------------- */

static unsigned long state;

static int random_below(int n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)(state % (unsigned)n);
}

/* Something that task may do now; NONE: no such thing came up. */
static int choose(int task)
{
    bool holds = model.owner == task || model.held[task];
    int op = 1 + random_below(BROADCAST);
    switch (model.kind) {
    case MUTEX:
        if (op == SIGNAL || op == BROADCAST)
            return op;
        if (op == RELEASE || op == CONDITION)
            return holds ? op : LOCK;
        return holds ? RELEASE : op == TRY ? TRY : LOCK;
    case RWLOCK:
        if (op == TRY || op == TRY_READ)
            return op;
        return holds ? RELEASE : op == LOCK || op == SIGNAL ? LOCK : READ;
    case SEMAPHORE: return op == TRY || op == RELEASE ? op : LOCK;
    case EVENT: return op == RELEASE || op == MORE ? op : LOCK;
    default:
        if (op == MORE || op == SIGNAL)
            return MORE;
        return (op == RELEASE || op == TRY) && model.count ? RELEASE : LOCK;
    }
}

static void check(long step)
{
    int owner = model.owner;
    bool good = true;
    for (int i = 0; i < TASKS; i++)
        good &= model.result[i] == workers[i].result;
    if (model.kind == MUTEX)
        good &= (owner >= 0) == !!real.mutex.owner;
    else if (model.kind == RWLOCK)
        good &= (owner >= 0) == !!real.rwlock.owner &&
                (size_t)model.readers == real.rwlock.readers;
    else
        good &= (size_t)model.count ==
                (model.kind == SEMAPHORE ? real.semaphore.count
                 : model.kind == EVENT   ? real.event.set
                                         : real.group.count);
    if (good)
        return;
    printf("kind %d, step %ld:", model.kind, step);
    for (int i = 0; i < TASKS; i++)
        printf(" %d/%d", model.result[i], workers[i].result);
    printf("\n");
    exit(1);
}

static async void settle(void)
{
    for (int i = 0; i < 4; i++)
        await pirn_yield_now();
}

static int kinds_of_result[3]; /* 0, -ECANCELED, -EAGAIN: all must occur */

/* Does op in both. */
static async void perform(int task, int op, int n, int victim)
{
    struct worker *self = &workers[task];
    bool suspends = op == LOCK || op == READ || op == CONDITION;
    if (suspends && self->is_cancelled)
        model.result[task] = -ECANCELED;
    else
        model_do(task, op, n);
    if (victim >= 0)
        model_cancel(victim);
    self->victim = victim;
    self->result = PENDING;
    self->n = n;
    self->op = op;
    await settle();
}

static async void cancel(int task)
{
    model_cancel(task);
    pirn_scope_cancel(workers[task].scope);
    await settle();
}

static async void step(void)
{
    int task = random_below(TASKS);
    if (model.result[task] == PENDING) {
        await cancel(task);
        return;
    }
    int op = choose(task), n = 1 + random_below(3);
    bool suspends = op == LOCK || op == READ || op == CONDITION;
    int victim = random_below(TASKS);
    if (suspends || model.result[victim] != PENDING || random_below(2) == 0)
        victim = -1;
    workers[task].is_cancelled = random_below(8) == 0;
    await perform(task, op, n, victim);
    int rc = model.result[task];
    kinds_of_result[rc == -ECANCELED ? 1 : rc == -EAGAIN ? 2 : 0]++;
}

/* Whoever still waits or holds something ends that. */
static async void wind_up(void)
{
    for (int task = 0; task < TASKS; task++)
        if (model.result[task] == PENDING)
            await cancel(task);
    for (int turn = 0; turn < 8 * TASKS; turn++) {
        int task = turn % TASKS;
        if (model.result[task] != PENDING &&
            (model.owner == task || model.held[task]))
            await perform(task, RELEASE, 1, -1);
    }
    check(STEPS);
    for (int i = 0; i < TASKS; i++)
        workers[i].op = QUIT;
}

async int main(void)
{
    for (int round = 0; round < ROUNDS * KINDS; round++) {
        state = 88172645463325252u + (unsigned)round;
        memset(&model, 0, sizeof model);
        memset(&real, 0, sizeof real);
        memset(workers, 0, sizeof workers);
        model.kind = (enum kind)(round % KINDS);
        model.owner = -1;
        scope (s) {
            for (int i = 0; i < TASKS; i++)
                spawn work(i);
            await pirn_yield_now();
            for (long i = 0; i < STEPS; i++) {
                await step();
                check(i);
            }
            await wind_up();
        }
    }
    printf("%d\n", kinds_of_result[0] > 1000 && kinds_of_result[1] > 100 &&
                       kinds_of_result[2] > 100); // expect: 1
    return 0;
}
