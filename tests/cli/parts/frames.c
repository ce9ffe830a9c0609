#include <pirn.h>

extern int elsewhere[];
extern int unknown(int *p);
int *beyond = elsewhere;

struct point {
    double x, y;
};

async struct point origin(void)
{
    await pirn_yield_now();
    return (struct point){0, 0};
}

async long sum(short count, const char *unused)
{
    long total = unknown(0);
    for (int i = 0; i < count; i++) {
        await pirn_yield_now();
        total += i;
    }
    return await pirn_sleep(1) + total;
}

async int write_all(int fd, char first)
{
    char message[100] = {first};
    {
        int in_one_block[10] = {1};
        await pirn_write(fd, in_one_block, 40);
    }
    {
        char in_another[8] = {2};
        await pirn_write(fd, in_another, 8);
    }
    await pirn_write(fd, message, 100);
    return 0;
}

generator char letters(char last)
{
    for (char next = 'a'; next <= last; next++)
        yield next;
}

async int both(void)
{
    struct point *p = &(struct point){1, 2};
    int x = (await origin()).x;
    scope (s) {
        task(long) t = spawn sum(x, "");
        x += await t;
    }
    return x + p->y;
}

async int never_waits(int a)
{
    return a + 1;
}

/* Else the test's numbers have to be worked out anew. */
#ifndef __PIRN_CHECK__ /* where a scope is no struct that is known */
_Static_assert(sizeof(struct pirn_scope) == 208, "size of a scope");
#endif
