// Conditions, barriers and the end of all tasks of a scope are clauses of a
// select, too. The mutex of a condition is held again when the select returns,
// whichever clause was done.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static int now(void)
{
    return (int)(pirn_now() / PIRN_MS);
}

/* Conditions --------------------------------------------------------------- */

static struct pirn_mutex mutex;
static struct pirn_condition changed, closed;
static struct pirn_event stop;

static async int wait_for_change(int64_t ns)
{
    if (await pirn_mutex_lock(&mutex) < 0)
        return -1;
    int i = await pirn_select(PIRN_CONDITION_WAIT(&changed, &mutex),
                              PIRN_CONDITION_WAIT(&closed, &mutex),
                              PIRN_EVENT_WAIT(&stop), PIRN_AFTER(ns));
    int held = pirn_mutex_try_lock(&mutex) == -EAGAIN;
    await pirn_sleep(PIRN_MS); /* nobody else has it meanwhile */
    pirn_mutex_unlock(&mutex);
    return held * 100 + i * 10 + now();
}

static async void hold(int64_t ns)
{
    await pirn_mutex_lock(&mutex);
    await pirn_sleep(ns);
    pirn_mutex_unlock(&mutex);
}

static async void conditions(void)
{
    scope (s) {
        task(int) a = spawn wait_for_change(PIRN_S);
        task(int) b = spawn wait_for_change(PIRN_S);
        await pirn_yield_now();
        printf("%d\n", pirn_mutex_try_lock(&mutex)); // expect: 0
        pirn_mutex_unlock(&mutex);
        pirn_condition_signal(&changed);   /* for the first */
        printf("%d\n", await a);           // expect: 101
        pirn_condition_broadcast(&closed); /* for the other */
        printf("%d\n", await b);           // expect: 112
        /* The time comes, but the mutex later. */
        a = spawn wait_for_change(PIRN_MS);
        await pirn_yield_now();
        spawn hold(2 * PIRN_MS);
        printf("%d\n", await a); // expect: 135
        /* A signal and the event, at once: the one that came first. */
        a = spawn wait_for_change(PIRN_S);
        b = spawn wait_for_change(PIRN_S);
        await pirn_yield_now();
        pirn_condition_signal(&changed);
        pirn_event_set(&stop);
        printf("%d", await a);
        printf(" %d\n", await b); // expect: 106 127
        /* It is set: the mutex is not given up at all. */
        printf("%d\n", await wait_for_change(0)); // expect: 128
        pirn_event_clear(&stop);
        scope (t, .timeout = PIRN_MS)
            printf("%d\n", await wait_for_change(PIRN_S) -
                               -ECANCELED * 10); // expect: 109
    }
    printf("%d", pirn_mutex_try_lock(&mutex));
    printf(" %d\n", now()); // expect: 0 9
    pirn_mutex_unlock(&mutex);
}

/* The next task that has the mutex may bring what the select waits for at once.
 */
static async void wait_until_set(struct pirn_event *e)
{
    await pirn_event_wait(e);
    await pirn_mutex_lock(&mutex);
    pirn_condition_signal(&changed);
    pirn_mutex_unlock(&mutex);
}

static async void a_mutex_for_a_mutex(void)
{
    struct pirn_mutex other = PIRN_MUTEX_INIT;
    struct pirn_event e = PIRN_EVENT_INIT;
    scope (s) {
        spawn wait_until_set(&e);
        await pirn_mutex_lock(&mutex);
        await pirn_yield_now();
        pirn_event_set(&e);
        await pirn_yield_now(); /* it waits for the mutex now */
        int i = await pirn_select(PIRN_CONDITION_WAIT(&changed, &mutex),
                                  PIRN_AFTER(PIRN_S));
        printf("%d\n", i); // expect: 0
        i = await pirn_select(PIRN_MUTEX_LOCK(&other),
                              PIRN_CONDITION_WAIT(&changed, &mutex));
        printf("%d", i);
        printf(" %d", pirn_mutex_try_lock(&other) == -EAGAIN);
        printf(" %d\n", pirn_mutex_try_lock(&mutex) == -EAGAIN);
        // expect: 0 1 1
        pirn_mutex_unlock(&other);
        pirn_mutex_unlock(&mutex);
    }
}

/* Barriers ----------------------------------------------------------------- */

static async int come(struct pirn_barrier *b, int64_t ns)
{
    int rc = -1;
    int i = await pirn_select(PIRN_BARRIER_WAIT(b, &rc), PIRN_AFTER(ns));
    return i * 10 + rc;
}

static async void barriers(void)
{
    struct pirn_barrier b = PIRN_BARRIER_INIT(3);
    scope (s) {
        task(int) t1 = spawn come(&b, PIRN_S), t2 = spawn come(&b, PIRN_MS);
        printf("%d", await t2); /* has not come after all */
        task(int) t3 = spawn come(&b, PIRN_S);
        await pirn_yield_now();
        printf(" %d", (int)b.arrived);
        printf(" %d", await pirn_barrier_wait(&b));
        printf(" %d", await t1);
        printf(" %d\n", await t3); // expect: 9 2 1 0 0
        t1 = spawn come(&b, PIRN_S);
        t2 = spawn pirn_barrier_wait(&b);
        await pirn_yield_now();
        printf("%d", await come(&b, PIRN_S)); /* the last */
        printf(" %d", await t1);
        printf(" %d\n", await t2); // expect: 1 0 0
        scope (c, .timeout = PIRN_MS)
            printf("%d\n", await come(&b, PIRN_S) == -ECANCELED * 10 - 1);
        // expect: 1
        printf("%d\n", (int)b.arrived); // expect: 0
    }
}

/* Scopes ------------------------------------------------------------------- */

static async int end_with(int value, int64_t ns)
{
    await pirn_sleep(ns);
    return value;
}

static async int wait_for(struct pirn_scope *s)
{
    int rc = 5, i = await pirn_select(PIRN_AFTER(PIRN_S), PIRN_ALL(s, &rc));
    return i * 10 + rc;
}

static async void scopes(void)
{
    int rc = 5;
    scope (outer) {
        task(int) other;
        scope (s) {
            printf("%d", await pirn_select(PIRN_ALL(s, &rc)));
            printf(" %d\n", rc); // expect: 0 0
            spawn end_with(0, 2 * PIRN_MS);
            task(int) t = spawn end_with(1, PIRN_MS);
            printf("%d", await pirn_select(PIRN_ALL(s), PIRN_JOIN(t)));
            other = spawn_in(outer) wait_for(pirn_scope_ref(s));
            printf(" %d", await pirn_select(PIRN_ALL(s), PIRN_AFTER(1)));
            printf(" %d\n",
                   await pirn_select(PIRN_EVENT_WAIT(&stop), PIRN_ALL(s)));
            // expect: 1 1 1
            printf("%d\n", await other); // expect: 10
        }
        scope (s) { /* while each end is told */
            task(int) first;
            task(int) a = spawn end_with(0, 2 * PIRN_MS);
            task(int) b = spawn end_with(0, PIRN_MS);
            printf("%d", await pirn_first(s, &first));
            printf(" %d %d", first == a, first == b);
            printf(" %d\n", await pirn_select(PIRN_AFTER(PIRN_S), PIRN_ALL(s)));
            // expect: 0 0 1 1
        }
    }
}

async int main(void)
{
    await conditions();
    await a_mutex_for_a_mutex();
    await barriers();
    await scopes();
    return 0;
}
