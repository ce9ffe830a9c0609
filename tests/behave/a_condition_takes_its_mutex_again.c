// A condition wait ends with its mutex held, signalled or cancelled; signals
// go to those who wait in order, and none is lost to one who was cancelled.
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

enum { ROOM = 3, ITEMS = 12 };

static struct queue {
    struct pirn_mutex mutex;
    struct pirn_condition filled, emptied;
    int items[ROOM], first, count;
} q;

static async void produce(int from, int to)
{
    for (int i = from; i < to; i++) {
        await pirn_mutex_lock(&q.mutex);
        while (q.count == ROOM)
            await pirn_condition_wait(&q.emptied, &q.mutex);
        q.items[(q.first + q.count++) % ROOM] = i;
        pirn_condition_signal(&q.filled);
        pirn_mutex_unlock(&q.mutex);
    }
}

static async int consume(int n)
{
    int sum = 0;
    while (n--) {
        await pirn_mutex_lock(&q.mutex);
        while (q.count == 0)
            await pirn_condition_wait(&q.filled, &q.mutex);
        sum += q.items[q.first];
        q.first = (q.first + 1) % ROOM;
        q.count--;
        pirn_condition_signal(&q.emptied);
        pirn_mutex_unlock(&q.mutex);
        await pirn_yield_now();
    }
    return sum;
}

static struct pirn_mutex m;
static struct pirn_condition c;

static async int waiter(const char *name, struct pirn_scope **mine)
{
    int rc = -1;
    scope (s) {
        if (mine)
            *mine = pirn_scope_ref(s);
        await pirn_mutex_lock(&m);
        rc = await pirn_condition_wait(&c, &m);
        printf("%s%s ", name, rc ? "-" : "+");
        pirn_mutex_unlock(&m); /* aborts unless held */
    }
    return rc;
}

async int main(void)
{
    scope (s) {
        task(int) x = spawn consume(ITEMS);
        task(int) y = spawn consume(ITEMS);
        spawn produce(0, ITEMS);
        spawn produce(ITEMS, 2 * ITEMS);
        int sum = await x;
        printf("%d\n", sum + await y); // expect: 276
    }

    /* Signals in order; broadcast to the rest; a signal to nobody is lost. */
    scope (s) {
        pirn_condition_signal(&c);
        spawn waiter("a", NULL);
        spawn waiter("b", NULL);
        spawn waiter("c", NULL);
        spawn waiter("d", NULL);
        await pirn_yield_now();
        pirn_condition_signal(&c);
        await pirn_yield_now();
        printf("| ");
        pirn_condition_broadcast(&c);
        for (int i = 0; i < 3; i++)
            await pirn_yield_now(); /* each gives the mutex to the next */
        printf("|\n"); // expect: a+ | b+ c+ d+ |
    }

    /* To take the mutex again is not interrupted, and takes its turn. */
    scope (s) {
        struct pirn_scope *cancelled = NULL;
        task(int) t = spawn waiter("cancelled", &cancelled);
        task(int) u = spawn waiter("other", NULL);
        await pirn_yield_now();
        await pirn_mutex_lock(&m);
        pirn_scope_cancel(cancelled);
        for (int i = 0; i < 3; i++)
            await pirn_yield_now();
        printf("held ");
        pirn_condition_signal(&c); /* not for who is cancelled */
        pirn_mutex_unlock(&m);
        int rc = await t;
        printf("%d ", rc == -ECANCELED);
        printf("%d\n", await u); // expect: held cancelled- 1 other+ 0
    }

    /* Signalled first and then cancelled: it was signalled. */
    scope (s) {
        struct pirn_scope *theirs = NULL;
        task(int) t = spawn waiter("late", &theirs);
        await pirn_yield_now();
        await pirn_mutex_lock(&m);
        pirn_condition_signal(&c);
        pirn_scope_cancel(theirs);
        await pirn_yield_now();
        pirn_mutex_unlock(&m);
        printf("%d\n", await t); // expect: late+ 0
    }

    return 0;
}
