// A lookup of a name that is cancelled is left at once, and its thread
// replaced, up to 16; of those that are waited for four are made at a time. One
// that is cancelled while it waits for a thread is never begun. Offloaded calls
// go on.
// expect: 4 of 8 have begun
// expect: an offloaded call: 42
// expect: 8 were cancelled, 4 others have begun
// expect: 16 have begun, and no more
// expect: cancelled, and 16 have begun
// expect: all are answered: 3, 19 have begun in all
// expect: alone: 1
// asan
// workers: any
#include <errno.h>
#include <netdb.h>
#include <pirn.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int begun, at_work, most_at_work;
static int is_open; /* lookups end */

static int slow(const char *host, const char *service,
                const struct addrinfo *hints, struct addrinfo **found)
{
    (void)host;
    pthread_mutex_lock(&lock);
    begun++;
    if (++at_work > most_at_work)
        most_at_work = at_work;
    while (!is_open)
        pthread_cond_wait(&changed, &lock);
    at_work--;
    pthread_mutex_unlock(&lock);
    return getaddrinfo("127.0.0.1", service, hints, found);
}

static void let_them_end(int open)
{
    pthread_mutex_lock(&lock);
    is_open = open;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static int count(const int *of)
{
    pthread_mutex_lock(&lock);
    int value = *of;
    pthread_mutex_unlock(&lock);
    return value;
}

/* Waits until it is so, then a while, in which it might go on. */
static async int until(const int *of, int value)
{
    while (count(of) != value)
        await pirn_sleep(PIRN_MS);
    await pirn_sleep(20 * PIRN_MS);
    return count(of);
}

static async void look_up(int *rc)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    int result = await pirn_resolve("slow", "1", &hints, &found);
    *rc = result;
    if (found)
        freeaddrinfo(found);
}

static int number(void)
{
    return 42;
}

static int how_many(const int *rc, int n, int value)
{
    int number_of_them = 0;
    for (int i = 0; i < n; i++)
        number_of_them += rc[i] == value;
    return number_of_them;
}

static async void cancelled(int *rc, int n, int begin)
{
    scope (s) {
        for (int i = 0; i < n; i++)
            spawn look_up(&rc[i]);
        await until(&begun, begin);
        pirn_scope_cancel(s);
    }
}

static async int all(void)
{
    int rc[16] = {0};
    scope (s) {
        for (int i = 0; i < 4; i++)
            spawn look_up(&rc[i]);
        await until(&begun, 4);
        scope (late) {
            for (int i = 4; i < 8; i++)
                spawn look_up(&rc[i]);
            printf("%d of 8 have begun\n", await until(&begun, 4));
            printf("an offloaded call: %d\n", await offload number());
            pirn_scope_cancel(late);
        }
        pirn_scope_cancel(s);
    }
    int were = how_many(rc, 8, -ECANCELED);
    await cancelled(rc, 4, 8);
    printf("%d were cancelled, %d others have begun\n", were,
           count(&begun) - 4);
    await cancelled(rc, 4, 12);
    await cancelled(rc, 4, 16);
    scope (s) {
        task(void) late = spawn look_up(&rc[0]);
        printf("%d have begun, and no more\n", await until(&begun, 16));
        pirn_cancel(late);
        await late;
        printf("%s, and %d have begun\n",
               rc[0] == -ECANCELED ? "cancelled" : "not cancelled",
               count(&begun));
        for (int i = 0; i < 3; i++)
            spawn look_up(&rc[i]);
        let_them_end(1);
    }
    printf("all are answered: %d, %d have begun in all\n", how_many(rc, 3, 0),
           await until(&begun, 19));
    await until(&at_work, 0);
    scope (s) {
        let_them_end(0);
        most_at_work = 0;
        for (int i = 0; i < 16; i++)
            spawn look_up(&rc[i]);
        await until(&at_work, 4);
        let_them_end(1);
    }
    /* Those that were abandoned count no more. */
    printf("alone: %d\n", how_many(rc, 16, 0) == 16 && most_at_work == 4);
    return 0;
}

int main(void)
{
    pirn_resolve_by(slow);
    return pirn_run(all());
}
