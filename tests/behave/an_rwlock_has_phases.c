// Readers hold an rwlock together; a writer that waits is not overtaken; one
// that gives up lets the readers behind it go on.
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_rwlock l;
static int readers, most;

static async int reader(const char *name, struct pirn_scope **mine)
{
    int rc = -1;
    scope (s) {
        if (mine)
            *mine = pirn_scope_ref(s);
        rc = await pirn_rwlock_rdlock(&l);
    }
    if (rc < 0)
        return rc;
    printf("%s ", name);
    if (++readers > most)
        most = readers;
    await pirn_yield_now();
    readers--;
    pirn_rwlock_unlock(&l);
    return 0;
}

static async int writer(const char *name, struct pirn_scope **mine)
{
    int rc = -1;
    scope (s) {
        if (mine)
            *mine = pirn_scope_ref(s);
        rc = await pirn_rwlock_wrlock(&l);
    }
    if (rc < 0)
        return rc;
    printf("%s%s ", name, readers ? "!" : "");
    await pirn_yield_now();
    printf("%s ", name);
    pirn_rwlock_unlock(&l);
    return 0;
}

async int main(void)
{
    scope (s) {
        spawn reader("r1", NULL);
        spawn reader("r2", NULL);
        spawn writer("W1", NULL);
        spawn reader("r3", NULL);
        spawn reader("r4", NULL);
        spawn writer("W2", NULL);
        spawn writer("W3", NULL);
        spawn reader("r5", NULL);
    }
    // expect: r1 r2 W1 W1 r3 r4 W2 W2 W3 W3 r5 most 2
    printf("most %d\n", most);

    /* A stream of readers does not starve a writer. */
    scope (s) {
        await pirn_rwlock_rdlock(&l);
        spawn reader("a", NULL);
        spawn writer("W", NULL);
        spawn reader("b", NULL);
        await pirn_yield_now();
        printf("try %d%d ", pirn_rwlock_try_rdlock(&l) == -EAGAIN,
               pirn_rwlock_try_wrlock(&l) == -EAGAIN);
        pirn_rwlock_unlock(&l);
    }
    printf("\n"); // expect: a try 11 W W b 

    /* The writer at the head gives up; so does one that is not. */
    scope (s) {
        struct pirn_scope *w1 = NULL, *w2 = NULL;
        await pirn_rwlock_rdlock(&l);
        task(int) t1 = spawn writer("W1", &w1);
        spawn reader("r1", NULL);
        task(int) t2 = spawn writer("W2", &w2);
        spawn reader("r2", NULL);
        await pirn_yield_now();
        pirn_scope_cancel(w1);
        printf("%d ", await t1 == -ECANCELED);
        await pirn_yield_now();
        printf("| ");
        pirn_scope_cancel(w2);
        printf("%d ", await t2 == -ECANCELED);
        await pirn_yield_now();
        await pirn_yield_now();
        printf("| %zu\n", l.readers); // expect: 1 r1 | 1 r2 | 1
        pirn_rwlock_unlock(&l);
    }

    /* Given, and then cancelled: it was given. A reader that gives up. */
    scope (s) {
        struct pirn_scope *w = NULL, *r = NULL;
        printf("%d ", pirn_rwlock_try_wrlock(&l));
        task(int) t = spawn writer("W", &w);
        task(int) u = spawn reader("r", &r);
        await pirn_yield_now();
        pirn_scope_cancel(r);
        pirn_rwlock_unlock(&l);
        pirn_scope_cancel(w);
        printf("%d ", await u == -ECANCELED);
        printf("%d\n", await t); // expect: 0 1 W W 0
    }
    printf("%d", pirn_rwlock_try_rdlock(&l));
    printf("%d", pirn_rwlock_try_rdlock(&l));
    printf("%d\n", pirn_rwlock_try_wrlock(&l) == -EAGAIN); // expect: 001
    return 0;
}
